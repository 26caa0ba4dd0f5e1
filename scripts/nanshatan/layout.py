"""The drawing: courtyards, blocks, gates and walls, in local metres."""

from __future__ import annotations

from typing import NamedTuple

from nanshatan.frame import XY

DORMITORY = "dormitory"
COMPOUND = "compound"


class Courtyard(NamedTuple):
    """A walled or open group of buildings."""

    id: str
    name: str
    kind: str
    enclosed: bool
    open_ground: bool
    households: int
    corners: tuple[XY, ...]


class Block(NamedTuple):
    """A building as a rectangle from its south-west corner, with doors on one long side."""

    courtyard_id: str
    x: float
    y: float
    length: float
    depth: float
    doors: int
    side: str
    storeys: int

    @property
    def corners(self) -> tuple[XY, ...]:
        """The four corners, counter-clockwise from the south-west."""
        east, north = self.x + self.length, self.y + self.depth
        return ((self.x, self.y), (east, self.y), (east, north), (self.x, north))

    @property
    def door_points(self) -> list[XY]:
        """The doors from west to east, evenly along the side."""
        y = self.y + (self.depth if self.side == "N" else 0.0)
        step = self.length / self.doors
        return [(self.x + step * (i + 0.5), y) for i in range(self.doors)]


class ManagedBlock(NamedTuple):
    """A building with property management; its name and households are given."""

    id: str
    name: str
    households: int
    lift: bool
    block: Block


class Gate(NamedTuple):
    """An opening in a courtyard's wall."""

    courtyard_id: str
    side: str
    x: float
    y: float
    hours: str | None
    closed: bool


COURTYARDS = (
    Courtyard(
        "C1",
        "五建小区",
        DORMITORY,
        True,
        True,
        790,
        ((-171.1, 93.4), (-11.5, 94.8), (-10.6, -83.7), (-154.6, -84.6), (-172, -71.8)),
    ),
    Courtyard(
        "C2",
        "和谐小区",
        DORMITORY,
        True,
        True,
        710,
        ((11, 77.7), (154.6, 76.8), (168.4, 64.4), (169.3, -86.9), (10.6, -89.2)),
    ),
    Courtyard(
        "C3",
        "槐荫楼院",
        DORMITORY,
        True,
        True,
        331,
        ((-170.2, -96.1), (-11, -95.7), (-10.1, -161.9), (-22.1, -173), (-171.1, -172)),
    ),
    Courtyard(
        "C4",
        "向阳楼院",
        DORMITORY,
        True,
        True,
        240,
        ((11, -99.4), (166.5, -98.4), (167, -130.6), (89.2, -131.6), (88.3, -173.9), (12, -174.8)),
    ),
    Courtyard(
        "C5",
        "青松楼院",
        DORMITORY,
        True,
        True,
        226,
        ((-172, 103.5), (-95.7, 104), (-96.1, 207.9), (-158.2, 208.4), (-173, 196.9)),
    ),
    Courtyard(
        "C6",
        "枣园楼院",
        DORMITORY,
        True,
        True,
        250,
        ((-86.5, 104), (-12, 104.4), (-11.5, 199.6), (-20.2, 208.8), (-86.9, 207.9)),
    ),
    Courtyard(
        "C7",
        "阳光苑",
        COMPOUND,
        True,
        True,
        0,
        ((11, 92.5), (121.4, 92), (122.4, 207.9), (12, 208.8)),
    ),
    Courtyard(
        "C8",
        "望林苑",
        COMPOUND,
        True,
        True,
        0,
        ((181.2, 82.8), (268.6, 83.7), (269.6, -54.3), (181.2, -55.2)),
    ),
    Courtyard(
        "C9",
        "和煦家园",
        COMPOUND,
        False,
        False,
        0,
        ((181.2, -70.8), (269.6, -69.9), (270.5, -173), (181.2, -173.9)),
    ),
)

# North to south, west to east within a row: this is the order of the building numbers.
UNMANAGED = (
    Block("C1", -165, 74, 70, 12, 5, "S", 6),
    Block("C1", -81, 73, 59, 12, 4, "S", 6),
    Block("C1", -162, 40, 57, 12, 4, "N", 6),
    Block("C1", -84, 40, 66, 12, 5, "N", 6),
    Block("C1", -165, 6, 68, 12, 5, "S", 6),
    Block("C1", -83, 6, 61, 12, 4, "S", 5),
    Block("C1", -161, -29, 55, 12, 4, "N", 5),
    Block("C1", -84, -29, 64, 12, 5, "N", 6),
    Block("C1", -164, -66, 81, 12, 6, "N", 6),
    Block("C1", -66, -65, 50, 12, 3, "N", 6),
    Block("C2", 18, 55, 64, 12, 5, "S", 6),
    Block("C2", 98, 56, 57, 12, 4, "S", 6),
    Block("C2", 20, 20, 55, 12, 4, "N", 5),
    Block("C2", 96, 20, 66, 12, 5, "N", 6),
    Block("C2", 17, -13, 68, 12, 5, "N", 6),
    Block("C2", 22, -48, 53, 12, 4, "S", 6),
    Block("C2", 97, -48, 64, 12, 5, "S", 6),
    Block("C2", 18, -81, 66, 12, 5, "N", 5),
    Block("C2", 99, -81, 57, 12, 4, "N", 6),
    Block("C3", -163, -121, 68, 12, 5, "S", 6),
    Block("C3", -83, -121, 63, 12, 4, "S", 6),
    Block("C3", -158, -156, 50, 12, 3, "N", 6),
    Block("C3", -101, -156, 79, 12, 6, "N", 6),
    Block("C4", 18, -121, 61, 12, 4, "S", 6),
    Block("C4", 92, -121, 66, 12, 5, "N", 6),
    Block("C4", 17, -157, 59, 12, 4, "N", 6),
    Block("C5", -163, 181, 57, 12, 4, "S", 6),
    Block("C5", -165, 147, 59, 12, 4, "S", 6),
    Block("C5", -162, 112, 55, 12, 4, "N", 6),
    Block("C6", -79, 180, 55, 12, 4, "S", 6),
    Block("C6", -77, 146, 59, 12, 4, "S", 6),
    Block("C6", -79, 112, 63, 12, 5, "N", 6),
)

MANAGED = (
    ManagedBlock("M01", "阳光苑1号楼", 132, True, Block("C7", 22, 182, 81, 14, 4, "S", 11)),
    ManagedBlock("M02", "阳光苑2号楼", 96, True, Block("C7", 22, 140, 52, 14, 3, "S", 11)),
    ManagedBlock("M03", "阳光苑3号楼", 144, True, Block("C7", 88, 137, 24, 22, 1, "S", 18)),
    ManagedBlock("M04", "阳光苑配套楼", 0, False, Block("C7", 22, 103, 40, 11, 2, "N", 2)),
    ManagedBlock("M05", "望林苑1号楼", 120, True, Block("C8", 190, 57, 70, 14, 4, "S", 10)),
    ManagedBlock("M06", "望林苑2号楼", 110, True, Block("C8", 193, 17, 61, 14, 3, "N", 12)),
    ManagedBlock("M07", "望林苑3号楼", 128, True, Block("C8", 195, -39, 24, 22, 1, "N", 16)),
    ManagedBlock("M08", "和煦家园1号楼", 72, True, Block("C9", 190, -94, 64, 14, 3, "S", 9)),
    ManagedBlock("M09", "和煦家园2号楼", 128, True, Block("C9", 241, -138, 23, 21, 1, "N", 16)),
    ManagedBlock("M10", "和煦家园3号楼", 84, True, Block("C9", 187, -169, 77, 13, 4, "N", 7)),
)

GATES = (
    Gate("C1", "北", -89.2, 94.1, None, False),
    Gate("C1", "东", -10.8, -42.3, "06:00-22:00", False),
    Gate("C1", "西", -171.5, 28.5, "06:30-09:00;16:30-19:00", False),
    Gate("C2", "北", 90.2, 77.3, None, False),
    Gate("C2", "东", 168.9, -12.9, None, True),
    Gate("C2", "南", 90.2, -88, "06:00-22:00", False),
    Gate("C3", "北", -89.2, -95.9, None, False),
    Gate("C3", "东", -10.6, -133.4, None, False),
    Gate("C3", "西", -170.7, -133.4, None, True),
    Gate("C4", "北", 85.6, -98.9, None, False),
    Gate("C4", "西", 11.5, -133.4, None, False),
    Gate("C5", "东", -95.9, 135.2, None, False),
    Gate("C5", "西", -172.3, 135.2, "14:00-18:00", False),
    Gate("C6", "东", -11.8, 135.2, None, False),
    Gate("C6", "西", -86.7, 135.2, None, False),
    Gate("C6", "北", -49.7, 208.5, None, True),
    Gate("C7", "西", 11.3, 127.9, None, False),
    Gate("C7", "北", 108.6, 208.1, "06:00-22:00", False),
    Gate("C8", "西", 181.2, 42.3, "06:00-22:00", False),
    Gate("C8", "东", 269.2, 4.6, None, False),
)

WALLS: tuple[tuple[str, tuple[XY, ...]], ...] = (
    ("和谐小区自行车棚后墙", ((103, -5.5), (138, -6))),
    ("五建小区绿地围栏", ((-156.4, 30.8), (-117.8, 31.3))),
    ("科学园南里中街隔离栏", ((6.4, -55.2), (6, 36.8))),
)


def share_out(total: int, weights: list[int]) -> list[int]:
    """
    Share a whole number out in proportion to weights, by largest remainders.

    Parameters
    ----------
    total
        What is shared out.
    weights
        One for each share.

    Returns
    -------
    list of int
        Shares with exactly this total.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_rest[: total - sum(shares)]:
        shares[i] += 1
    return shares


def unmanaged_households() -> list[int]:
    """
    Households of the unmanaged buildings, in the order of their numbers.

    Returns
    -------
    list of int
        Adding up to each courtyard's true or chosen total.
    """
    households: list[int] = []
    for yard in COURTYARDS:
        blocks = [block for block in UNMANAGED if block.courtyard_id == yard.id]
        if blocks:
            households += share_out(yard.households, [b.doors * b.storeys for b in blocks])
    return households
