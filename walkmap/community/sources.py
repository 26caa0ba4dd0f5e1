"""Reading one layer from its file, a GeoJSON file or a table of a GeoPackage, as it stands."""

import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pyproj
import shapely

from walkmap.community.cells import shown
from walkmap.community.layers import LAYERS, Layer
from walkmap.community.model import WGS84
from walkmap.errors import Fault
from walkmap.words import Words

_EXPORT = Words(
    "在 QGIS 里把图层重新导出为 GeoJSON（UTF-8）",
    "export the layer anew from QGIS, as GeoJSON in UTF-8",
)
# What GDAL and the libraries above it raise for files that they can't read.
_UNREADABLE = (
    ValueError,
    OSError,
    RuntimeError,
    TypeError,
    KeyError,
    MemoryError,
    shapely.errors.ShapelyError,
    pyproj.exceptions.ProjError,
)


@dataclass
class Sources:
    """Where a community's layers stand.

    Parameters
    ----------
    folder
        The community's folder.
    package
        The GeoPackage, if there is one.
    tables
        The names of its tables.
    faults
        What is wrong with the files.
    unread
        Layers that could not be read: what refers to them can't be judged.
    projected
        Layers in a projection, which tells where they are whatever datum is declared.
    """

    folder: Path
    package: Path | None = None
    tables: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    projected: set[str] = field(default_factory=set)

    def read(self, layer: Layer) -> gpd.GeoDataFrame:
        """Return a layer, an empty one if it is missing or can't be read."""
        empty = gpd.GeoDataFrame({"id": []}, geometry=[], crs=WGS84)
        if layer.name in self.unread:
            return empty
        source = self.folder / f"{layer.name}.geojson"
        if self.package is not None and layer.name in self.tables:
            table = self._table(self.package, layer, {"layer": layer.name})
        elif source.exists():
            wrong = _geojson_faults(source, layer)
            self.faults += wrong
            options = {"DATE_AS_STRING": "YES"}
            table = None if wrong else self._table(source, layer, options)
        elif not layer.required:
            return empty
        else:
            problem = Words("缺少这个图层", "the layer is missing")
            mend = Words(f"补上文件 {source.name}", f"add the file {source.name}")
            self.faults.append(Fault(layer.name, problem, mend))
            table = None
        if table is None:
            self.unread.add(layer.name)
            return empty
        return table

    def _table(self, file: Path, layer: Layer, options: dict[str, Any]) -> gpd.GeoDataFrame | None:
        """Read a layer by GDAL."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # each shape that GDAL drops is a fault later
                table = gpd.read_file(file, on_invalid="ignore", engine="pyogrio", **options)
                if not isinstance(table, gpd.GeoDataFrame):
                    table = gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=WGS84)
                if table.crs is not None and table.crs.is_projected:
                    table = table.to_crs(WGS84)
                    self.projected.add(layer.name)
        except _UNREADABLE as error:
            self.faults.append(unreadable(layer.name, file, error))
            return None
        return table.rename_geometry("geometry") if table.geometry.name != "geometry" else table


def find_sources(folder: Path, package: Path | None) -> Sources:
    """Look where the layers of a community stand.

    Parameters
    ----------
    folder
        Its folder.
    package
        The GeoPackage to read; None to look for one.
    """
    sources = Sources(folder)
    packages = [package] if package is not None else sorted(folder.glob("*.gpkg"))
    if len(packages) > 1:
        names = ", ".join(shown(each.name) for each in packages)
        problem = Words(
            f"有 {len(packages)} 个 GeoPackage", f"there are {len(packages)} GeoPackages"
        )
        mend = Words("只留一个，其余移走", "leave one of them, and move the others away")
        sources.faults.append(
            Fault(shown(folder.name), problem, mend, value=names, column="*.gpkg")
        )
        sources.unread |= set(LAYERS)
    elif packages:
        sources.package = packages[0]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                sources.tables = frozenset(map(str, pyogrio.list_layers(packages[0])[:, 0]))
        except _UNREADABLE as error:
            name = shown(packages[0].name)
            sources.faults.append(unreadable(name, packages[0], error))
            sources.unread |= set(LAYERS)
    return sources


def unreadable(layer: str, file: Path, error: BaseException) -> Fault:
    """Say that a file can't be read."""
    name = shown(file.name)
    if isinstance(error, PermissionError | IsADirectoryError):
        problem = Words(f"文件 {name} 打不开", f"{name} can't be opened")
        mend = Words(
            "关掉占用它的程序，检查文件权限", "close what uses it, and check its permissions"
        )
        return Fault(layer, problem, mend)
    if layer not in LAYERS:
        problem = Words("不是完好的 GeoPackage", "is no sound GeoPackage")
        mend = Words("在 QGIS 里重新导出", "export it anew from QGIS")
        return Fault(layer, problem, mend)
    detail = shown(str(error).replace(str(file), name))
    problem = Words(f"读不了 {name}（{detail}）", f"{name} can't be read ({detail})")
    mend = Words(
        "在 QGIS 里打开看看；打不开就重新导出",
        "try to open it in QGIS; if it won't, export it anew",
    )
    return Fault(layer, problem, mend)


def _geojson_faults(file: Path, layer: Layer) -> list[Fault]:
    """Say why a file is not GeoJSON; GDAL passes over broken ends and odd features."""
    name = shown(file.name)
    try:
        data = json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return [unreadable(layer.name, file, error)]
    except UnicodeDecodeError:
        problem = Words(f"{name} 不是 UTF-8 编码", f"{name} is not in UTF-8")
        return [Fault(layer.name, problem, _EXPORT)]
    except (ValueError, RecursionError) as error:
        if not file.stat().st_size:
            problem = Words(f"{name} 是空文件", f"{name} is an empty file")
        else:
            line = getattr(error, "lineno", 1)
            problem = Words(
                f"{name} 不完整或写坏了（第 {line} 行附近）", f"{name} is broken, near line {line}"
            )
        return [Fault(layer.name, problem, _EXPORT)]
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        problem = Words(
            f"{name} 不是 GeoJSON 图层（FeatureCollection）", f"{name} is not a FeatureCollection"
        )
        return [Fault(layer.name, problem, _EXPORT)]
    problem = Words("不是一个要素（Feature）", "is not a Feature")
    mend = Words(
        "删掉它，或在 QGIS 里重新导出图层", "delete it, or export the layer anew from QGIS"
    )
    return [
        Fault(layer.name, problem, mend, number)
        for number, feature in enumerate(features, 1)
        if not _is_feature(feature)
    ]


def _is_feature(feature: Any) -> bool:
    return (
        isinstance(feature, dict)
        and feature.get("type") == "Feature"
        and isinstance(feature.get("properties"), dict | None)
        and isinstance(feature.get("geometry"), dict | None)
    )
