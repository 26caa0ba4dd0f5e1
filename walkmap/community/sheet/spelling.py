"""Texts as people type them, brought to one spelling: widths, dashes, numerals, English words."""

import re
import unicodedata

SEP = "|"
"""What stands where something was taken out of a text."""

_DIGITS = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
_NUMERAL = "[零〇一二两三四五六七八九十百]"
_UNITS = "号|#|栋|幢|座|楼|单元|门|层|室|房"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣ー"), "-")
_OLD_SIGNS = str.maketrans("號樓單棟層間", "号楼单栋层间")
_STEPS = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\b(?:BUILDING|BLDG|BLOCK)[. ]*(?:NO[. ]*)?(\d+[A-Z]?)\b"), r"\1号楼"),
    (re.compile(r"\b(?:ENTRANCE|UNIT|STAIRCASE)[. ]*(\d+)\b"), r"\1单元"),
    (re.compile(r"\b(?:ROOM|FLAT|APT)[. ]*(\d+[A-Z]?)\b"), r"\1室"),
    (re.compile(rf"(?<=[0-9A-Z零〇一二两三四五六七八九十百]) (?={_UNITS})"), ""),
    (re.compile(r"号 楼"), "号楼"),
    (re.compile(r"单 元"), "单元"),
    (re.compile(r" ?- ?"), "-"),
    (re.compile(r"(?<=\d) ?[/\\_] ?(?=\d)"), "-"),
    (re.compile(r"^(\d+)\.0$"), r"\1"),
    (re.compile(r"^(\d+)\.(\d+)\.(\d+)$"), r"\1-\2-\3"),
)
_SPELT = re.compile(
    rf"{_NUMERAL}+(?={_UNITS})"
    rf"|(?<![^-| 元门楼层#]){_NUMERAL}+(?=-|$)"  # 五-三-二〇一, 三单元二〇一
)


def number_of(numeral: str) -> str:
    """Return a Chinese numeral up to 999 in digits: 十二 and 一二 are both ``12``."""
    if not set(numeral) & set("十百"):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    total, last = 0, None
    for sign in numeral:
        if sign in "十百":
            total += (1 if last is None else last) * (10 if sign == "十" else 100)
            last = None
        else:
            last = _DIGITS[sign]
    return str(total + (last or 0))


def plain(text: str) -> str:
    """Return a text in one spelling, so that the same place is the same text.

    Parameters
    ----------
    text
        As it stands in a cell or a name: ``"５号樓　三单元"``.

    Returns
    -------
    str
        Half width, in capitals, with simple dashes, and with numerals before 号, 楼, 单元 and the
        like in digits: ``"5号楼 3单元"``.
    """
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_OLD_SIGNS).upper()
    text = "".join(sign for sign in text if sign.isprintable() or sign.isspace()).strip()
    for pattern, new in _STEPS:
        text = pattern.sub(new, text)
    text = re.sub(rf"(?<=[0-9A-Z])(?={_NUMERAL})", " ", text)
    text = _SPELT.sub(lambda match: number_of(match[0]), text)
    return re.sub(r"第(?=\d)", "", text)


def squashed(text: str) -> str:
    """Return a text in one spelling without blanks and marks, but for dashes."""
    return re.sub(r"[^\w-]+|_", "", plain(text))


def heading(text: str) -> str:
    """Return a column's heading in one spelling, without brackets and marks."""
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "", re.sub(r"\(.*?\)", "", text))
