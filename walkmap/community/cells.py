"""Reading the cells of a layer: what each means, or what is wrong with it."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from walkmap.community.hours import parse_hours, parse_weeks
from walkmap.community.layers import Column, ColumnKind, Layer
from walkmap.errors import Fault
from walkmap.words import Words

_SHOWN = 60
_MOST = 1_000_000
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "t", "y", "是", "有"), True),
    **dict.fromkeys(("false", "0", "no", "f", "n", "否", "无"), False),
}


def text_of(value: Any) -> str:
    """Return a cell as text: no NaN, no ``5.0`` for an id that a spreadsheet took for a number."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        if value.is_integer():
            return str(int(value))
    return str(value).strip().strip("\0")


def shown(value: Any) -> str:
    """Return a value as it stands in a message: on one line, not too long."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text_of(value)).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _flag(text: str) -> bool:
    return _FLAGS[text.lower()]


def _whole(text: str) -> int:
    number = float(text)
    if not number.is_integer() or not 0 <= number <= _MOST:
        raise ValueError(text)
    return int(number)


def _number(text: str) -> float:
    number = float(text)
    if not 0 < number <= _MOST:
        raise ValueError(text)
    return number


def _hours(text: str) -> str:
    parse_hours(text)
    return text


def _weeks(text: str) -> str:
    return ",".join(map(str, parse_weeks(text)))


def read_date(text: str) -> str:
    """Read a date such as ``2026-12-07``, ``2026/12/7`` or ``2026年12月7日``; return it as ISO's.

    Raises
    ------
    ValueError
        If it is not a date.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date")
    return date(int(match[1]), int(match[2]), int(match[3])).isoformat()


_READERS: dict[ColumnKind, tuple[Callable[[str], Any], Words, Words]] = {
    "text": (str, Words("", ""), Words("", "")),
    "flag": (
        _flag,
        Words("不是“是”或“否”", "is neither true nor false"),
        Words("写 true 或 false（是、否也可以）", "write true or false"),
    ),
    "whole": (
        _whole,
        Words("不是整数", "is not a whole number"),
        Words("写 0 或正整数", "write a whole number from 0"),
    ),
    "number": (
        _number,
        Words("不是大于 0 的数", "is not a number above 0"),
        Words("写一个大于 0 的数，如 10", "write a number above 0, such as 10"),
    ),
    "hours": (
        _hours,
        Words("不是时间段", "is not hours"),
        Words(
            "写成 09:00-11:30;14:00-17:00，不限时间就留空，过夜的分成两段",
            "write 09:00-11:30;14:00-17:00, or nothing for always; split it at midnight",
        ),
    ),
    "weeks": (
        _weeks,
        Words("不是第几个周一", "is not numbers of Mondays"),
        Words("写 1 到 5，如 1,3；都可以就留空", "write numbers from 1 to 5, such as 1,3"),
    ),
    "date": (
        read_date,
        Words("不是日期", "is not a date"),
        Words("写成 2026-12-07", "write it as 2026-12-07"),
    ),
}
DATE_WRONG = _READERS["date"][1:]
_DTYPES: dict[ColumnKind, str] = {"flag": "bool", "whole": "int64", "number": "float64"}


def read_cells(table: gpd.GeoDataFrame, layer: Layer, faults: list[Fault]) -> gpd.GeoDataFrame:
    """Return a layer with exactly its columns and `row`, each cell read.

    Parameters
    ----------
    table
        The layer as it stands in its file.
    layer
        What it must hold.
    faults
        Faults found so far; those of the cells are added.

    Returns
    -------
    geopandas.GeoDataFrame
        A cell with a fault holds its column's default.
    """
    rows = len(table)
    ids = [text_of(value) for value in table["id"]] if "id" in table else [""] * rows
    data: dict[str, Any] = {"row": np.arange(1, rows + 1)}
    for column in layer.all_columns:
        if column.name in table:
            cells = _column(table[column.name], column, layer.name, ids, faults)
        else:
            if column.required and rows:
                faults.append(_missing(layer, column, list(table.columns)))
            cells = [column.default] * rows
        data[column.name] = pd.Series(cells, dtype=_DTYPES.get(column.kind, "str"))
    return gpd.GeoDataFrame(data, geometry=table.geometry.to_numpy(), crs=table.crs)


def _missing(layer: Layer, column: Column, there: Sequence[str]) -> Fault:
    """Say that a column is missing, and which one may be meant by it."""
    mend = Words("在 QGIS 里给图层加上这一列并填写", "add the column in QGIS and fill it in")
    for name in there:
        if str(name).strip().lower() == column.name:
            mend = Words(
                f"把列名 {name} 改成 {column.name}", f"rename the column {name} to {column.name}"
            )
    return Fault(layer.name, Words("缺少这一列", "the column is missing"), mend, column=column.name)


def _column(
    values: pd.Series, column: Column, layer: str, ids: list[str], faults: list[Fault]
) -> list[Any]:
    """Read the cells of one column."""
    texts = [text_of(value) for value in values]
    if column.required and len(texts) > 1 and not any(texts):
        problem = Words("整列都没有填", "is empty in all rows")
        mend = Words("填上这一列", "fill in the column")
        faults.append(Fault(layer, problem, mend, column=column.name))
        return [column.default] * len(texts)
    cells = []
    for number, (text, id_) in enumerate(zip(texts, ids, strict=True), 1):
        cell, wrong = _cell(text, column)
        if wrong is not None:
            faults.append(Fault(layer, *wrong, number, shown(id_), column.name, shown(text)))
        cells.append(cell)
    return cells


def _cell(text: str, column: Column) -> tuple[Any, tuple[Words, Words] | None]:
    """Read one cell: its value, and what is wrong with it and how to mend it."""
    if not text:
        wrong = Words("没有填", "is empty"), Words("填上这一格", "fill in the cell")
        return column.default, wrong if column.required else None
    read, problem, mend = _READERS[column.kind]
    try:
        cell = read(text)
    except (ValueError, KeyError, OverflowError):
        if not column.choices:
            return column.default, (problem, mend)
        cell = None
    codes = {name: code for code, words in column.words.items() for name in words}
    cell = codes.get(text, cell)
    if column.choices and cell not in column.choices:
        listed = [str(choice) for choice in column.choices]
        called = [column.words[choice].zh if column.words else choice for choice in listed]
        return column.default, (
            Words("不在可选值里", "is not one of the values allowed"),
            Words(f"可写：{'、'.join(called)}", f"write {', '.join(listed)}"),
        )
    return cell, None
