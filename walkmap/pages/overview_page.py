"""The whole community, for the office wall and the projector: no target, no home."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from walkmap.community import Community
from walkmap.community.hours import hours_said
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
    community, settings = sheet.community, sheet.community.settings
    data = sheet.data("overview", lang, days)
    states = gate_states(community, days[0], settings.shift.start, settings.shift.end)
    named = zip(data["base"]["gates"], _gate_names(community, lang), strict=True)
    source = settings.source
    parts = _Parts(community, days, states == SHUT, lang)
    for hazard, name in zip(data["hazards"], parts.hazards["name"], strict=True):
        hazard |= {"days": [0], "name": name}
    return data | {
        "title": settings.name,
        "wall_title": _wall_title(settings.name).in_(lang),
        "subtitle": data["texts"]["title"],
        "date": say.day_with_year(days[0], lang),
        "source_line": Words(f"数据来源：{source}", f"Source: {source}").in_(lang) * bool(source),
        "open_gates": [[not shut for shut in parts.shut]],
        "base": data["base"] | {"gates": [gate | {"name": name} for gate, name in named]},
        "parts": [parts.whole(view(sheet.area)), *parts.yards()],
    }


def _wall_title(name: str) -> Words:
    """Return what stands above the map on paper: 南沙滩社区总图."""
    return Words(f"{name.removesuffix('社区')}社区总图", f"{name} · Map of the community")


def _gate_names(community: Community, lang: str) -> list[str]:
    """Return the gates' names without their courtyard's, and with their hours if they have some."""
    names = []
    for gate in community.gates.itertuples():
        yard = str(community.courtyards["name"][gate.courtyard_id])
        own = str(gate.name).removeprefix(yard).strip() or str(gate.name)
        names.append(f"{own} {hours_said(gate.hours).in_(lang)}".strip())
    return names


def _hazard_names(community: Community, hazards: pd.DataFrame) -> list[str]:
    """Return the hazards' names, without their courtyard's for those inside it, or their kinds."""
    names = []
    for hazard in hazards.itertuples():
        around = community.courtyards["name"][community.courtyards.contains(hazard.geometry)]
        name = str(hazard.name or hazard.kind)
        for yard in filter(None, around):
            name = name.removeprefix(str(yard)).strip() or name
        names.append(name)
    return names


class _Parts:
    """What is said of the community and of each courtyard, few words each.

    Parameters
    ----------
    community
        What is looked at.
    days
        Whose hazards count.
    shut
        Of each gate, whether it is shut.
    lang
        ``"zh"`` or ``"en"``.
    """

    def __init__(
        self, community: Community, days: Sequence[date], shut: pd.Series, lang: str
    ) -> None:
        self.community, self.shut, self.lang = community, shut, lang
        active = {id_ for day in days for id_ in community.active_hazards(day).index}
        hazards = community.hazards[community.hazards.index.isin(active)]
        self.hazards = hazards.assign(name=_hazard_names(community, hazards))
        self.gates = pd.Series(_gate_names(community, lang), index=shut.index, dtype=object)

    def whole(self, fit: list[list[float]]) -> dict[str, Any]:
        """Return what is said of the community: numbers only."""
        gates, hazards = len(self.gates), len(self.hazards)
        facts = [
            say.count(len(self.community.courtyards), self.lang, "个楼院", "courtyard"),
            *self._buildings(self.community.buildings),
            say.count(gates, self.lang, "个大门", "gate"),
        ]
        if hazards:
            facts.append(say.count(hazards, self.lang, "处易出事故点", "accident-prone spot"))
        name = Words("全社区", "Community").in_(self.lang)
        return {"name": name, "facts": facts, "gates": [], "hazards": [], "fit": fit}

    def yards(self) -> list[dict[str, Any]]:
        """Return what is said of each courtyard."""
        community, rows = self.community, []
        for yard in community.courtyards.itertuples():
            here = self.hazards[self.hazards.intersects(yard.geometry)]
            mine = community.gates.index[community.gates["courtyard_id"] == yard.Index]
            buildings = community.buildings
            rows.append(
                {
                    "name": yard.name,
                    "facts": self._buildings(buildings[buildings["courtyard_id"] == yard.Index]),
                    "gates": [self._gate(gate) for gate in mine],
                    "hazards": list(here["name"]),
                    "fit": view(yard.geometry.bounds),
                }
            )
        return rows

    def _buildings(self, buildings: pd.DataFrame) -> list[str]:
        bare = int((~buildings["managed"]).sum())
        facts = [say.count(len(buildings), self.lang, "栋楼", "building")]
        if bare == len(buildings) > 1:
            facts.append(Words("都没有物业", "all without property management").in_(self.lang))
        elif bare:
            words = Words(f"其中无物业 {bare} 栋", f"{bare} without property management")
            facts.append(words.in_(self.lang))
        return facts

    def _gate(self, id_: str) -> str:
        shut = Words("（关着）", " (shut)").in_(self.lang)
        return str(self.gates[id_]) + shut * bool(self.shut[id_])
