"""The whole community, for the office wall and the projector: no target, no home."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from walkmap.community import Community
from walkmap.network.gates import SHUT, gate_states
from walkmap.pages import format as say
from walkmap.pages.common import Sheet, view
from walkmap.pages.skeleton import page_html
from walkmap.words import Words


def overview_html(sheet: Sheet, days: Sequence[date], *, lang: str) -> str:
    """Return the page of the community.

    Parameters
    ----------
    sheet
        The community's map.
    days
        Whose hazards it shows; gates are as on the first one.
    lang
        ``"zh"`` or ``"en"``.

    Returns
    -------
    str
        HTML.
    """
    data = overview_data(sheet, days, lang=lang)
    return page_html("overview", lang, f"{data['title']} · {data['community']}", data)


def overview_data(sheet: Sheet, days: Sequence[date], *, lang: str) -> dict[str, Any]:
    """Return what the page and the paper for the wall are drawn from.

    Parameters
    ----------
    sheet, days, lang
        As for `overview_html`.

    Returns
    -------
    dict
        The page's data; all hazards are put on its one day.
    """
    community = sheet.community
    data = sheet.data("overview", lang, days)
    for hazard in data["hazards"]:
        hazard["days"] = [0]
    shift = community.settings.shift
    shut = gate_states(community, days[0], shift.start, shift.end) == SHUT
    names = _gate_names(community, lang)
    source = community.settings.source
    return data | {
        "title": community.settings.name,
        "subtitle": data["texts"]["title"],
        "date": say.day_with_year(days[0], lang),
        "source_line": Words(f"数据来源：{source}", f"Source: {source}").in_(lang)
        if source
        else "",
        "open_gates": [[not state for state in shut]],
        "base": data["base"]
        | {
            "gates": [
                gate | {"name": name}
                for gate, name in zip(data["base"]["gates"], names, strict=True)
            ]
        },
        "yards": [
            _yard(sheet, data["texts"]["whole_community"], None, shut, days),
            *(
                _yard(sheet, name, id_, shut, days)
                for id_, name in community.courtyards["name"].items()
            ),
        ],
    }


def _gate_names(community: Community, lang: str) -> list[str]:
    """Return the gates' names without their courtyard's, and with their hours if they have some."""
    stop = ", " if lang == "en" else "、"
    names = []
    for gate in community.gates.itertuples():
        yard = str(community.courtyards["name"][gate.courtyard_id])
        own = str(gate.name).removeprefix(yard).strip() or str(gate.name)
        names.append(f"{own} {gate.hours.replace(';', stop)}".strip())
    return names


def _yard(
    sheet: Sheet, name: str, id_: str | None, shut: pd.Series, days: Sequence[date]
) -> dict[str, Any]:
    """Return what is said of a courtyard, or of all that is on the map, and where it is."""
    community = sheet.community
    buildings, gates, hazards = community.buildings, community.gates, community.hazards
    active = {id_ for day in days for id_ in community.active_hazards(day).index}
    hazards = hazards[hazards.index.isin(active)]
    box = sheet.area
    if id_ is not None:
        ground = community.courtyards.geometry[id_]
        buildings = buildings[buildings["courtyard_id"] == id_]
        gates = gates[gates["courtyard_id"] == id_]
        hazards = hazards[hazards.intersects(ground)]
        box = list(ground.bounds)
    return {
        "name": name,
        "buildings": len(buildings),
        "unmanaged": int((~buildings["managed"]).sum()),
        "gates": [community.gates.index.get_loc(gate) for gate in gates.index],
        "hazards": [
            name or kind for name, kind in zip(hazards["name"], hazards["kind"], strict=True)
        ],
        "fit": view(box),
    }
