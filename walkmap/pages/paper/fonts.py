"""The fonts of the paper: one that holds Chinese, as found on the machine."""

from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from walkmap.errors import WalkmapError
from walkmap.words import Words

# Those whose strokes are even come first: they are read from further away.
FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "DengXian", "SimHei", "STHeiti"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Heiti SC", "Droid Sans Fallback"),
    *("SimSun", "Songti SC", "Noto Serif CJK SC", "AR PL UMing CN", "Noto Sans CJK JP"),
)
_FALLBACK = "DejaVu Sans"  # matplotlib brings it along
_MEASURE = 100.0
_MISSING = "〓"  # the printer's mark for a sign that isn't in the case


@cache
def family() -> str:
    """Return the name of a font that holds Chinese.

    Raises
    ------
    WalkmapError
        If the machine has none.
    """
    for look_again in (False, True):
        if look_again:  # the list of fonts is kept between runs: one may be newer
            _add_new()
        known = {font.name for font in font_manager.fontManager.ttflist}
        for name in FAMILIES:
            if name in known:
                return name
    raise WalkmapError(
        Words(
            "这台电脑上没有中文字体，印不出中文；请安装 Noto Sans CJK SC（思源黑体），再运行一次",
            "this computer has no font with Chinese signs, so nothing can be printed; install "
            "Noto Sans CJK SC and run this again",
        )
    )


def _add_new() -> None:
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        try:
            font_manager.fontManager.addfont(path)
        except (OSError, RuntimeError):
            continue  # not a font that can be drawn


def properties(size: float, *, bold: bool = False) -> FontProperties:
    """Return the font at a size in points."""
    return FontProperties(
        family=[family(), _FALLBACK], size=size, weight="bold" if bold else "normal"
    )


@cache
def _signs() -> frozenset[int]:
    """Return the signs that can be drawn."""
    paths = [font_manager.findfont(FontProperties(family=[name])) for name in (family(), _FALLBACK)]
    return frozenset(sign for path in paths for sign in font_manager.get_font(path).get_charmap())


def drawable(text: str) -> str:
    """Return a text in one line, without signs that steer and with a mark for unknown ones."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return "".join(sign if ord(sign) in _signs() else _MISSING for sign in words)


@cache
def _width(text: str, bold: bool) -> float:
    size = properties(_MEASURE, bold=bold)
    wide, _high, _below = text_to_path.get_text_width_height_descent(text, size, ismath=False)
    return float(wide) / _MEASURE


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of `size`."""
    return _width(text, bold) * size
