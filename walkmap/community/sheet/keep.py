"""Writing targets and wishes back into a community's files: all of it, or nothing."""

import csv
import io
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import shapely

from walkmap.community.cells import text_of
from walkmap.community.check import check_community
from walkmap.community.layers import LAYERS, STREET_FILES, WISHES
from walkmap.community.model import WGS84
from walkmap.community.settings import FILE_NAME
from walkmap.community.sheet.site import COLUMNS, LAYER, Held, Point, Site
from walkmap.community.write import feature_text, write_numbers
from walkmap.errors import WalkmapError
from walkmap.files import decoded
from walkmap.words import Words

_WISHES = "wishes.csv"
_UNWRITABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
)


def keep(
    site: Site,
    targets: Mapping[str, Held],
    wishes: Sequence[Mapping[str, str]],
    *,
    attention: Mapping[str, Mapping[str, int]] | None = None,
    dry_run: bool = False,
) -> None:
    """Write the targets and wishes of a community, after a look at what it would be with them.

    Parameters
    ----------
    site
        The community as it is.
    targets
        All its targets as they are to be, by id, in the order in which they are written.
    wishes
        All its wishes as they are to be.
    attention
        By layer and id, where the attention is to be another one.
    dry_run
        Whether to look only.

    Raises
    ------
    WalkmapError
        If the community would have a fault, or its files can't be written; nothing is changed.
    """
    folder = site.sources.folder
    new_targets = list(targets) != list(site.targets) or any(
        held.differs(site.targets[id_]) for id_, held in targets.items()
    )
    new_wishes = list(wishes) != site.community.wishes.to_dict("records")
    if not (new_targets or new_wishes or attention):
        return
    try:
        with tempfile.TemporaryDirectory(
            prefix=".targets-", dir=None if dry_run else folder
        ) as name:
            new = Path(name)
            _copy(site, new)
            written = [_write_targets(site, targets, new)] if new_targets else []
            written += [_write_wishes(wishes, new / _WISHES)] if new_wishes else []
            for layer, numbers in (attention or {}).items():
                written.append(_write_attention(site, layer, numbers, new))
            _must_be_sound(site, new)
            if not dry_run:
                _take_over(new, folder, list(dict.fromkeys(written)))
    except (OSError, *_UNWRITABLE) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {folder}（{detail}），什么都没改；请检查权限，关掉正打开其中文件的程序",
                f"{folder} can't be written ({detail}), and nothing was changed; check its "
                "permissions, and close programs that hold its files open",
            )
        ) from error


def _copy(site: Site, new: Path) -> None:
    """Copy what makes a community, as far as it is looked at, into a folder."""
    folder, package = site.sources.folder, site.sources.package
    for file in (FILE_NAME, _WISHES, "visits.csv", *(f"{layer}.geojson" for layer in LAYERS)):
        if (folder / file).is_file():
            shutil.copy2(folder / file, new / file)
    for file in STREET_FILES:  # that they are there is enough: they stay as they are
        if (folder / file).is_file():
            (new / file).touch()
    if package:
        shutil.copy2(package, new / package.name)


def _must_be_sound(site: Site, new: Path) -> None:
    """Raise if the copy, as it is now, has a fault."""
    package = site.sources.package
    report = check_community(new / package.name if package else new)
    if report.faults:
        problem = report.faults[0].words
        raise WalkmapError(
            Words(
                f"什么都没改：导入后{problem.zh}",
                f"nothing was changed: with these rows, {problem.en}",
            )
        )


def _write_targets(site: Site, targets: Mapping[str, Held], new: Path) -> str:
    """Write the targets into a copy of the community; return the name of the file changed."""
    package = site.sources.package
    if package is None or LAYER.name not in site.sources.tables:
        _write_geojson(site, targets, new / f"{LAYER.name}.geojson")
        return f"{LAYER.name}.geojson"
    _no_journal(package)
    _write_table(site, targets, new / package.name)
    return package.name


def _write_attention(site: Site, layer: str, numbers: Mapping[str, int], new: Path) -> str:
    """Write attention into a copy of the community; return the name of the file changed."""
    package = site.sources.package
    if package is not None and layer in site.sources.tables:
        _no_journal(package)
    else:
        package = None
    name = package.name if package else f"{layer}.geojson"
    write_numbers(new / name, layer, "attention", numbers)
    return name


def _take_over(new: Path, folder: Path, names: Sequence[str]) -> None:
    """Put files in the place of those in a folder, all of them or none."""
    done: list[str] = []
    for name in names:
        if (folder / name).exists():
            shutil.copy2(folder / name, new / f"{name}.old")
            shutil.copymode(folder / name, new / name)
    try:
        for name in names:
            done.append(name)
            (new / name).replace(folder / name)
    except BaseException:
        for name in done:
            old = new / f"{name}.old"
            with suppress(OSError):  # what could not be replaced needs not be put back
                if old.exists():
                    old.replace(folder / name)
                else:
                    (folder / name).unlink(missing_ok=True)
        raise


def _values(held: Held, old: Held | None) -> dict[str, Any]:
    """Return the columns of a target that are to be written, empty ones as None."""
    names = COLUMNS if old is None else held.differs(old)
    values = {}
    for name in names:
        if name in COLUMNS:
            value = held.cells[name]
            empty = value == COLUMNS[name].default or text_of(value) == ""
            number = float(value) if COLUMNS[name].kind == "number" and not empty else None
            whole = number is not None and number.is_integer()
            values[name] = None if empty else int(number or 0) if whole else number or value
    return values


def _write_geojson(site: Site, targets: Mapping[str, Held], path: Path) -> None:
    """Write the targets into their GeoJSON file; whatever else it holds stays."""
    data: dict[str, Any] = {"type": "FeatureCollection", "name": LAYER.name, "features": []}
    if path.exists():
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    old = {text_of((each.get("properties") or {}).get("id")): each for each in data["features"]}
    to_file = _into(site, path)
    features = []
    for id_, held in targets.items():
        feature = old.get(id_) or {"type": "Feature", "properties": {"id": id_}, "geometry": None}
        before = site.targets.get(id_)
        feature["properties"] = {**feature["properties"], **_plain_values(_values(held, before))}
        if before is None or held.point != before.point:
            at = to_file(held.point) if held.point else None
            feature["geometry"] = {"type": "Point", "coordinates": list(at)} if at else None
        features.append(feature)
    path.write_text(feature_text({**data, "features": features}), encoding="utf-8")


def _plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them, without numpy's types."""
    return {
        name: value.item() if hasattr(value, "item") else value for name, value in values.items()
    }


def _into(site: Site, path: Path, layer: str | None = None) -> Any:
    """Return what turns a point into the numbers of a file that is in a projection."""
    if not site.projected:
        return lambda point: point
    crs = pyogrio.read_info(path, layer=layer)["crs"]
    turn = pyproj.Transformer.from_crs(WGS84, crs, always_xy=True)

    def turned(point: Point) -> Point:
        return turn.transform(*point)

    return turned


def _write_table(site: Site, targets: Mapping[str, Held], package: Path) -> None:
    """Write the targets into their table of a GeoPackage; its other columns stay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = gpd.read_file(package, layer=LAYER.name, engine="pyogrio")
        if not isinstance(table, gpd.GeoDataFrame):
            table = gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=WGS84)
        to_file = _into(site, package, LAYER.name)
        name = table.geometry.name
        rows = {text_of(row["id"]): row for row in table.to_dict("records")}
        made = []
        for id_, held in targets.items():
            before = site.targets.get(id_)
            row = {"id": id_, name: None, **rows.get(id_, {}), **_values(held, before)}
            if before is None or held.point != before.point:
                row[name] = shapely.Point(to_file(held.point)) if held.point else None
            made.append(row)
        columns = list(dict.fromkeys([*table.columns, *(key for row in made for key in row)]))
        result = gpd.GeoDataFrame(
            pd.DataFrame(made, columns=columns, dtype=object), geometry=name, crs=table.crs
        )
        for column in columns:
            if column != name:
                result[column] = _as_before(result[column], table.get(column))
        result.to_file(package, layer=LAYER.name, driver="GPKG", engine="pyogrio")


def _as_before(values: pd.Series, before: pd.Series | None) -> pd.Series:
    """Return a column with the type that it had, if it can hold what it is to hold."""
    dtype = None if before is None else before.dtype
    if dtype is not None and dtype.kind in "iu":
        dtype = pd.Int64Dtype()
    try:
        return values.infer_objects() if dtype is None else values.astype(dtype)
    except (ValueError, TypeError):
        return values.infer_objects()


def _no_journal(package: Path) -> None:
    """Make sure that no other program is in the middle of writing a GeoPackage."""
    journal = package.with_name(package.name + "-wal")
    if journal.exists() and journal.stat().st_size:
        raise WalkmapError(
            Words(
                f"{package.name} 正在别的程序里打开（QGIS？）；关掉再试",
                f"{package.name} is open in another program (QGIS?); close it and try again",
            )
        )


def _write_wishes(wishes: Sequence[Mapping[str, str]], path: Path) -> str:
    """Write `wishes.csv` and return its name; columns unknown here stay with their wish."""
    lines: list[dict[str, str]] = []
    if path.exists():
        reader = csv.DictReader(io.StringIO(decoded(path.read_bytes()), newline=""))
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        lines = list(reader)
    others = [name for name in (lines[0] if lines else ()) if name and name not in WISHES]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*WISHES, *others], lineterminator="\n")
    writer.writeheader()
    for wish in wishes:
        same = next((line for line in lines if _is(line, wish)), None)
        if same is not None:
            lines.remove(same)
        kept = {name: same.get(name) or "" for name in others} if same else {}
        writer.writerow({**kept, **wish})
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return path.name


def _is(line: Mapping[str, str | None], wish: Mapping[str, str]) -> bool:
    """Tell whether a line of the file is a wish, its date aside, which may be spelt otherwise."""
    return all((line.get(name) or "").strip() == wish[name] for name in WISHES if name != "date")
