"""Finding layers whose numbers are in another datum than is declared.

A layer in GCJ-02 or BD-09 that is taken for WGS-84 lies some hundred metres off, and so does a
WGS-84 layer that is declared to be one of those. Layers that belong together tell: doors lie on
their buildings, gates in their walls, buildings in their courtyards. Where most rows of two layers
don't fit each other, the fewest layers are found that must be in another datum so that they do.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from walkmap.community.places import (
    DATUM_NAMES,
    NEAR_M,
    Pairs,
    declared_datum,
    doors_and_buildings,
    gates_and_courtyards,
    pairs_of,
    redeclared,
)
from walkmap.community.plane import Plane
from walkmap.community.read import Draft
from walkmap.community.shapes import COLUMN, place_of, shapes_of
from walkmap.datum import DATUMS, Datum
from walkmap.errors import Fault
from walkmap.words import Words

# The more often a layer comes from a web map, the earlier it stands: this decides a tie.
_SUSPECTS = ("targets", "gates", "entrances", "courtyards", "buildings")
_MISFIT = 0.3  # share of rows that don't fit, above which two layers don't
_SOME_M = 30.0  # how far buildings and targets may be outside of what they belong to
_FEWEST = 2  # rows below which nothing is said about a layer


class _Bond(NamedTuple):
    """Two layers that should fit, and how nearly."""

    pairs: Pairs
    within_m: float


class _Choice(NamedTuple):
    """How bad it is to read the layers in certain datums; the least is the best."""

    bad: int
    changed: int
    misfit: float
    rank: int
    datums: dict[str, Datum]


def datum_faults(draft: Draft, plane: Plane) -> Iterator[Fault]:
    """Find layers that fit the others only in another datum, and put them there.

    Parameters
    ----------
    draft
        The geometries of layers with a fault are converted, so that later checks find them where
        they should be.
    plane
        Where the community is.
    """
    bonds = [bond for bond in _bonds(draft) if len(bond.pairs.rows) >= _FEWEST]
    layers = [name for name in _SUSPECTS if any(name in bond.pairs[:2] for bond in bonds)]
    now: dict[str, dict[Datum, Any]] = {}
    declared = {name: declared_datum(draft, name) for name in layers}
    for name in layers:
        now[name] = {declared[name] or "wgs84": shapes_of(draft.layers[name])}
    if not any(_misfit(bond, now, plane, {}, declared) > _MISFIT for bond in bonds):
        return
    for name in layers:
        mine = declared[name]
        if mine is not None:
            shapes = shapes_of(draft.layers[name])
            now[name] = {datum: redeclared(shapes, mine, datum) for datum in DATUMS}
    best = min(_choices(bonds, now, plane, layers, declared), key=lambda choice: choice[:4])
    for name in sorted(best.datums, key=list(draft.layers).index):
        shapes = now[name][best.datums[name]]
        draft.layers[name] = draft.layers[name].assign(geometry=shapes)
        yield _fault(draft, name, best.datums[name])


def _bonds(draft: Draft) -> list[_Bond]:
    """Return what should fit what."""
    return [
        _Bond(doors_and_buildings(draft), NEAR_M),
        _Bond(gates_and_courtyards(draft), NEAR_M),
        _Bond(pairs_of(draft, "buildings", "courtyards", "courtyard_id", inside=True), _SOME_M),
        _Bond(pairs_of(draft, "targets", "buildings", "building_id", inside=True), _SOME_M),
    ]


def _misfit(
    bond: _Bond,
    shapes: dict[str, dict[Datum, Any]],
    plane: Plane,
    datums: dict[str, Datum],
    declared: dict[str, Datum | None],
) -> float:
    """Return the share of rows that don't fit if the layers are in these datums."""
    chosen = {
        name: shapes[name][datums.get(name) or declared[name] or "wgs84"] for name in bond.pairs[:2]
    }
    return float(np.mean(bond.pairs.distances(chosen, plane) > bond.within_m))


def _choices(
    bonds: list[_Bond],
    shapes: dict[str, dict[Datum, Any]],
    plane: Plane,
    layers: list[str],
    declared: dict[str, Datum | None],
) -> Iterator[_Choice]:
    """Return every way to read the layers."""
    known: dict[tuple[int, Datum, Datum], float] = {}
    for readings in product(*(shapes[name] for name in layers)):
        taken = dict(zip(layers, readings, strict=True))
        shares = []
        for number, bond in enumerate(bonds):
            key = (number, taken[bond.pairs.layer], taken[bond.pairs.owner])
            if key not in known:
                known[key] = _misfit(bond, shapes, plane, taken, declared)
            shares.append(known[key])
        changed = {
            name: datum for name, datum in taken.items() if datum != (declared[name] or "wgs84")
        }
        bad = sum(share > _MISFIT for share in shares)
        rank = sum(layers.index(name) for name in changed)
        yield _Choice(bad, len(changed), round(sum(shares), 6), rank, changed)


def _fault(draft: Draft, layer: str, datum: Datum) -> Fault:
    """Say what to declare."""
    name = DATUM_NAMES[datum]
    line = f'datums.{layer} = "{datum}"'
    problem = Words(
        f"坐标像是 {name.zh}：换算后才与其他图层吻合",
        f"the coordinates look like {name.en}: only so do they fit the other layers",
    )
    mend = Words(
        f"在 community.toml 最前面写上 {line}", f"write {line} at the top of community.toml"
    )
    if draft.settings is not None and layer in draft.settings.datums:
        mend = Words(f"在 community.toml 里改成 {line}", f"change it to {line} in community.toml")
    elif draft.settings is not None and draft.settings.datums:
        mend = Words(
            f"在 community.toml 的 datums 里加上 {line}", f"add {line} to datums in community.toml"
        )
    return Fault(layer, problem, mend, column=COLUMN, value=_first(draft, layer, datum))


def _first(draft: Draft, layer: str, datum: Datum) -> str:
    """Return where the layer's first geometry begins in its file's numbers."""
    there = draft.layers[layer].geometry.dropna()
    shape = redeclared(np.array([there.iloc[0]]), datum, "wgs84")[0] if len(there) else None
    return "" if shape is None else place_of(shape)
