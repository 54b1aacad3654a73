from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="the extra spacy is not installed")
pytest.importorskip("jieba", reason="the extra spacy is not installed")

import jieba
import spacy
from gongwen.extract.components import make_nlp
from gongwen.extract.components.segmentation import TOKENIZER, segment, user_dictionary
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

CHARACTERS = st.characters(codec="utf-8")
NOTICE_LIKE = st.text(
    st.sampled_from("省市县人民政府办公厅关于国办发〔2019〕5号年月日万元%．，。（一）\n\r\t 　\U0001f600\U00020000é\x00—２")
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


@given(st.one_of(st.text(CHARACTERS), NOTICE_LIKE))
def test_words_joined_are_the_text(text: str) -> None:
    words = segment(text)
    assert "".join(words) == text
    assert all(words)


@given(text=st.one_of(st.text(CHARACTERS), NOTICE_LIKE))
def test_tokens_stand_where_they_stand_in_the_text(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("按照国办发〔2019〕5号执行", ["按照", "国办发〔2019〕5号", "执行"]),
        ("按照国办发［２０１９］５号执行", ["按照", "国办发［２０１９］５号", "执行"]),
        ("自2020年3月1日起施行", ["自", "2020年3月1日", "起", "施行"]),
        ("二〇二〇年三月一日印发", ["二〇二〇年三月一日", "印发"]),
        ("安排1,200.5万元。", ["安排", "1,200.5万元", "。"]),
        ("不低于50%，", ["不", "低于", "50%", "，"]),
        ("下达２６亿元", ["下达", "２６亿元"]),
        ("由自然资源部会同", ["由", "自然资源部", "会同"]),
        ("在德惠市和梅河口市", ["在", "德惠市", "和", "梅河口市"]),
        ("到朱城子镇", ["到", "朱城子镇"]),
        ("县农业农村局、县工业和信息化局", ["县", "农业农村局", "、", "县", "工业和信息化局"]),
        ("2019年6月底", ["2019年6月", "底"]),
        ("6月15日前", ["6月15日", "前"]),
        ("表\t2019-00453\t分类", ["表", "\t", "2019", "-", "00453", "\t", "分类"]),  # cells are no amount
        ("", []),
    ],
)
def test_numbers_dates_amounts_and_our_names_are_one_word(text: str, words: list[str]) -> None:
    assert segment(text) == words


def test_one_blank_belongs_to_the_word_before_it(nlp: Language) -> None:
    doc = nlp.make_doc(" 一 二  三\n ")
    assert [(token.text, token.whitespace_) for token in doc] == [
        (" ", ""),
        ("一", " "),
        ("二", " "),
        (" ", ""),
        ("三", ""),
        ("\n", ""),
        (" ", ""),
    ]


def test_the_user_dictionary_is_in_the_format_of_jieba(tmp_path: Path) -> None:
    lines = list(user_dictionary())
    assert {line.split(" ")[1] for line in lines} == {"ns", "nt"}
    assert {"德惠市 ns", "朱城子镇 ns", "自然资源部 nt", "农业农村局 nt"} <= set(lines)
    assert len({line.split(" ")[0] for line in lines}) == len(lines)
    path = tmp_path / "user.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    own = jieba.Tokenizer()
    with path.open("rb") as file:
        own.load_userdict(file)
    assert own.lcut("由自然资源部会同") == ["由", "自然资源部", "会同"]


def test_the_global_tokenizer_of_jieba_is_left_alone_and_nothing_is_printed() -> None:
    code = (
        "from gongwen.extract.components.segmentation import segment; segment('由自然资源部会同'); import jieba; "
        "assert not jieba.dt.initialized and not jieba.dt.FREQ; print('ok')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("ok\n", "")


def test_the_pipeline_uses_it() -> None:
    assert [token.text for token in make_nlp().make_doc("按照国办发〔2019〕5号")] == ["按照", "国办发〔2019〕5号"]
