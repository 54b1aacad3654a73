"""Pictures of comparisons: a font with Chinese characters or a named error, marks that say the comparator, units, the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from gongwen.corpora import Selection, align, find_notice, keyness, norms_by_actor, target_ledger, term_frequencies
from gongwen.corpora.comparing import fonts
from gongwen.corpora.comparing.plot import plot_keyness, plot_norms, plot_targets, plot_terms, save_figure
from gongwen.corpora.comparing.plot_alignment import plot_alignment
from gongwen.corpora.comparing.targets import TARGET_COLUMNS
from gongwen.corpora.store import Corpus
from gongwen.corpora.tables import Table
from gongwen.schemas.errors import FontNotFoundError, OutputError
from matplotlib import font_manager
from matplotlib.figure import Figure

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(autouse=True)
def _a_font_or_no_test() -> None:
    try:
        fonts.chinese_fonts()
    except FontNotFoundError:
        pytest.skip("needs a Chinese font (fonts-noto-cjk)")


def words(figure: Figure) -> list[str]:
    """All words of a picture."""
    found = [text.get_text() for axis in figure.axes for text in (*axis.texts, *axis.get_yticklabels(), axis.title, axis._left_title)]  # type: ignore[attr-defined]  # noqa: SLF001
    return [*found, figure.get_supxlabel()]


def test_the_ledger_shows_value_comparator_unit_and_source(corpus: Corpus) -> None:
    figure = plot_targets(target_ledger(corpus, indicator="固定资产投资"), "五份样本")
    shown = words(figure)
    assert {"≥300亿元", "≥200亿元", "≥+18%", "绍兴市 (2018年)", "嘉兴市 · 首批小镇 (2016年)"} <= set(shown)
    assert {"固定资产投资 [亿元]", "固定资产投资 (增长) [%]"} <= set(shown)
    assert "来源: 五份样本" in shown[-1]
    marks = {line.get_marker() for axis in figure.axes for line in axis.lines}
    assert marks == {">"}


def test_amounts_of_several_units_share_an_axis_that_is_logarithmic_where_needed() -> None:
    row = dict.fromkeys(TARGET_COLUMNS) | {"indicator_key": "投资", "measure": "level", "comparator": "ge", "normalized_unit": "CNY"}
    rows = [
        row | {"region_name": "甲县", "value": 5000.0, "unit": "万元", "normalized": 5e7},
        row
        | {
            "region_name": "乙市",
            "value": 300.0,
            "unit": "亿元",
            "normalized": 3e10,
            "comparator": "range",
            "value_to": 320.0,
            "normalized_to": 3.2e10,
        },
    ]
    (axis,) = plot_targets(Table("targets", TARGET_COLUMNS, rows)).axes
    assert axis.get_xscale() == "log"
    assert [label.get_text() for label in axis.get_yticklabels()] == ["乙市", "甲县"]
    assert sorted(float(line.get_xdata()[-1]) for line in axis.lines if line.get_marker() != "None") == [0.5, 320.0]  # type: ignore[arg-type, index]
    (axis,) = plot_targets(Table("targets", TARGET_COLUMNS, rows[1:])).axes
    assert axis.get_xscale() == "linear"


def test_what_is_left_out_is_said() -> None:
    row = dict.fromkeys(TARGET_COLUMNS) | {"measure": "level", "comparator": "eq", "unit": "个", "region_name": "甲县"}
    rows = [row | {"indicator_key": f"指标{at}", "value": 1.0} for at in range(8)] + [
        row | {"indicator_key": "指标0", "value": float(at)} for at in range(1, 40)
    ]
    shown = words(plot_targets(Table("targets", TARGET_COLUMNS, rows)))
    assert "另有 2 项指标未画出" in shown[-1]
    assert "指标0 [个],另有 10 条未画出" in shown


def test_all_comparisons_have_a_picture(corpus: Corpus, tmp_path: Path) -> None:
    a, b = (find_notice(str(SAMPLES / name)) for name in ("jiaxing_bulletin.txt", "shaoxing_repost.txt"))
    pictures = {
        "norms": plot_norms(norms_by_actor(corpus), "样本"),
        "groups": plot_terms(term_frequencies(corpus, ["小镇", "投资"], by="year")),
        "terms": plot_terms(term_frequencies(corpus, ["小镇", "投资"])),
        "keyness": plot_keyness(keyness(corpus, Selection(region="330000"))),
        "alignment": plot_alignment(align(a, b), "嘉兴", "绍兴", "两份样本"),
        "nothing": plot_targets(Table("targets", TARGET_COLUMNS, [])),
    }
    for name, figure in pictures.items():
        save_figure(figure, tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    save_figure(pictures["alignment"], tmp_path / "alignment.svg")
    first = (tmp_path / "alignment.svg").read_bytes()
    assert ET.fromstring(first).tag.endswith("svg")
    save_figure(plot_alignment(align(a, b), "嘉兴", "绍兴", "两份样本"), tmp_path / "alignment.svg")
    assert (tmp_path / "alignment.svg").read_bytes() == first


def test_a_suffix_that_says_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="png"):
        save_figure(plot_targets(Table("targets", TARGET_COLUMNS, [])), tmp_path / "picture.docx")


def test_a_character_that_no_font_has_is_a_geta_mark() -> None:
    assert fonts.printable("嘉兴市\U0002fff0") == "嘉兴市〓"


@pytest.fixture
def _no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    latin = [entry for entry in font_manager.fontManager.ttflist if entry.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    fonts.chinese_fonts.cache_clear()
    yield
    fonts.chinese_fonts.cache_clear()


@pytest.mark.usefixtures("_no_chinese_font")
def test_without_a_font_the_package_to_install_is_named() -> None:
    with pytest.raises(FontNotFoundError, match="fonts-noto-cjk"):
        plot_targets(Table("targets", TARGET_COLUMNS, []))
