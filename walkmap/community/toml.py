"""Reading a TOML file, and saying plainly what is wrong with it."""

import difflib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from walkmap.community.cells import shown
from walkmap.errors import Fault
from walkmap.words import Words

WORDS = "words"  # the type of errors that bring their own words
_YES_OR_NO = Words("写 true 或 false（不加引号）", "write true or false, without quotes")
_NUMBER = Words("写一个数（不加引号）", "write a number, without quotes")
_IN_QUOTES = Words("写成文字，加英文双引号", "write it as text, in double quotes")
_AS_DOCS = Words("照 docs/community.md 的样子写", "write it as docs/community.md shows")
_SLUG = Words(
    "只用小写字母、数字和连字符，如 nanshatan", "use small letters, digits and hyphens only"
)
_NOT_NUMBER = Words("不是数", "is not a number")
_NOT_TEXT = Words("不是文字", "is not text")
_NOT_FLAG = Words("不是 true 或 false", "is neither true nor false")
_FORM = Words("写法不对", "is written in a wrong way")
_EMPTY = Words("是空的", "is empty")
_FILL = Words("填上内容", "fill it in")
_BY_TYPE: dict[str, tuple[Words, Words]] = {
    "string_type": (_NOT_TEXT, _IN_QUOTES),
    "float_type": (_NOT_NUMBER, _NUMBER),
    "float_parsing": (_NOT_NUMBER, _NUMBER),
    "finite_number": (_NOT_NUMBER, _NUMBER),
    "bool_type": (_NOT_FLAG, _YES_OR_NO),
    "bool_parsing": (_NOT_FLAG, _YES_OR_NO),
    "string_pattern_mismatch": (Words("含有不能用的字符", "holds characters not allowed"), _SLUG),
    "string_too_short": (_EMPTY, _FILL),
    "too_short": (_EMPTY, _FILL),
}
_WANTED = {
    "id": 'id = "nanshatan"',
    "name": 'name = "南沙滩社区"',
    "office": "office = {lon = 116.3713, lat = 39.9990}",
}
_BOUNDS = {
    "greater_than": ("gt", "要大于 {}", "must be above {}"),
    "greater_than_equal": ("ge", "不能小于 {}", "must not be below {}"),
    "less_than": ("lt", "要小于 {}", "must be below {}"),
    "less_than_equal": ("le", "不能大于 {}", "must not be above {}"),
}


def read_toml(path: Path) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Read a TOML file in UTF-8.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict or None
        What it holds; None if it can't be read.
    list of Fault
        The reason why it can't.
    """
    mend = Words("用记事本打开，改正后存为 UTF-8", "mend it in a text editor and save it as UTF-8")
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig")), []
    except OSError as error:
        why = error.strerror or type(error).__name__
        problem = Words(f"文件打不开（{why}）", f"can't be opened ({why})")
        mend = Words(
            "关掉占用它的程序，检查文件权限", "close what uses it, and check its permissions"
        )
    except UnicodeDecodeError:
        problem = Words("不是 UTF-8 编码", "is not UTF-8")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {spot[1]} 行第 {spot[2]} 个字符" if spot else "文件末尾"
        problem = Words(f"{where}写法不对", f"is not valid TOML: {_one_line(error)}")
        mend = Words(
            "用记事本打开改正（文字要加英文双引号），存为 UTF-8",
            "mend it in a text editor (texts stand in double quotes), as UTF-8",
        )
    return None, [Fault(path.name, problem, mend)]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


def toml_fault(file: str, item: Any, names: Collection[str]) -> Fault:
    """Turn one of pydantic's errors into a fault that says how to mend it.

    Parameters
    ----------
    file
        The file's name.
    item
        One of `ValidationError.errors()`.
    names
        All names of settings, from which a misspelt one is guessed.

    Returns
    -------
    Fault
        With the setting as its column.
    """
    context = item.get("ctx", {})
    where = context.get("at") or _where(item["loc"])
    given = context.get("value") or item["input"]
    value = "" if isinstance(given, dict | list) or item["type"] == "missing" else shown(given)
    if item["type"] == WORDS:
        return Fault(
            file, Words(context["zh"], context["en"]), context["mend"], column=where, value=value
        )
    problem, mend = _words(item["type"], context, where, names)
    return Fault(file, problem, mend, column=where, value=value)


def _where(places: tuple[str | int, ...]) -> str:
    """Return a setting's place as one writes it, such as ``teams[1].start``, from 1."""
    text = ""
    for place in places:
        if isinstance(place, int):
            text += f"[{place + 1}]"
        elif place != "[key]":
            text += f".{place}" if text else place
    return text


def _words(
    kind: str, context: dict[str, Any], where: str, names: Collection[str]
) -> tuple[Words, Words]:
    """Say what an error of pydantic's means, and how to mend it."""
    if kind == "missing":
        wanted = _WANTED.get(where, where)
        return Words("缺少这一项", "is missing"), Words(
            f"在 community.toml 里写上 {wanted}", f"write {wanted} into community.toml"
        )
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(where.split(".")[-1], sorted(names), 1)
        return Words("没有这一项设置", "is no setting"), Words(
            f"检查拼写（是不是 {near[0]}？）" if near else "检查拼写，或删掉这一行",
            f"check its spelling ({near[0]}?)"
            if near
            else "check its spelling, or delete the line",
        )
    if kind == "literal_error":
        choices = str(context["expected"])
        return Words("不在可选值里", "is not one of the values allowed"), Words(
            f"可写：{choices.replace(' or ', ', ')}", f"write {choices}"
        )
    if kind in _BOUNDS:
        key, zh, en = _BOUNDS[kind]
        bound = f"{context[key]:g}"
        problem = Words("超出范围", "is out of range")
        return problem, Words(zh.format(bound), f"it {en.format(bound)}")
    return _BY_TYPE.get(kind, (_FORM, _AS_DOCS))
