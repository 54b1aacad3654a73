"""Make the scanned sample of tests/samples anew: the first page of a sample text, printed, sealed, scanned a little askew.

Needs the extra ``ocr`` and the Debian packages fonts-noto-cjk and fonts-arphic-ukai.
"""

from __future__ import annotations

from pathlib import Path

from gongwen.evaluation.render import Variant, render

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
VARIANT = Variant("scan", "serif", 150, 0.6, noise=2, quality=55)


def main() -> None:
    """Write tests/samples/jilin_scan.jpg."""
    sheet = render(SAMPLES / "jilin_roster.txt", VARIANT)[0]
    path = SAMPLES / "jilin_scan.jpg"
    sheet.image.save(path, dpi=(VARIANT.dpi, VARIANT.dpi), quality=VARIANT.quality)
    print(f"wrote {path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
