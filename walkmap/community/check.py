"""What the layers of a community must be to each other, and what a look at them tells."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from walkmap.community.datum_fit import datum_faults
from walkmap.community.ids import id_faults, owner_faults, reference_faults
from walkmap.community.layers import LAYERS
from walkmap.community.look import fine_words, note_words
from walkmap.community.model import Community
from walkmap.community.places import door_faults, emptiness_faults, place_faults
from walkmap.community.read import Draft, read_draft
from walkmap.community.settings import FILE_NAME
from walkmap.community.shapes import centre, shape_faults
from walkmap.errors import Fault
from walkmap.words import Words

_ORDER = (FILE_NAME, *LAYERS, "streets", "wishes", "visits")


@dataclass(frozen=True)
class Report:
    """What a look at a community tells.

    Parameters
    ----------
    faults
        Everything that must be mended, by layer and row.
    fine
        What is in order.
    notes
        What is worth a look, though it may be as it should.
    community
        The community, None if there is any fault.
    """

    faults: tuple[Fault, ...]
    fine: tuple[Words, ...]
    notes: tuple[Words, ...]
    community: Community | None


def read_community(path: Path) -> Community:
    """Read a community, sound or not at all.

    Parameters
    ----------
    path
        Its folder, or a file in it.

    Raises
    ------
    CommunityFaults
        With all faults, if there are any.
    WalkmapError
        If there is no community.
    """
    return _checked(path).community()


def check_community(path: Path, *, today: date | None = None) -> Report:
    """Look at a community, and tell what is wrong, what is fine and what is worth a look.

    Parameters
    ----------
    path
        Its folder, or a file in it.
    today
        The day by which hazards are over; the present one if not given.

    Raises
    ------
    WalkmapError
        If there is no community.
    """
    draft = _checked(path)
    return Report(
        faults=tuple(draft.faults),
        fine=tuple(fine_words(draft)),
        notes=tuple(note_words(draft, today or date.today())),
        community=None if draft.faults else draft.community(),
    )


def _checked(path: Path) -> Draft:
    """Read a draft and add the faults of its layers, sorted.

    The order matters: what a check finds is set aside or mended in the draft, so that one cause
    makes one fault.
    """
    draft = read_draft(path)
    for check in (emptiness_faults, shape_faults, id_faults, reference_faults, owner_faults):
        draft.faults += list(check(draft))
    plane = centre(draft)
    if plane is not None and draft.datums is not None:
        draft.faults += list(datum_faults(draft, plane))
        draft.faults += list(place_faults(draft, plane))
    draft.faults += list(door_faults(draft, plane))
    draft.faults.sort(key=_place)
    return draft


def _place(fault: Fault) -> tuple[int, int]:
    """Return where a fault stands in the order of layers and rows."""
    layer = _ORDER.index(fault.layer) if fault.layer in _ORDER else -1
    return layer, fault.row or 0
