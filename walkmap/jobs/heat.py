"""Where the issues are, for the meeting."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from walkmap.community import Community
from walkmap.issues import Choice, Slides, heat_of, slides_of
from walkmap.issues.bandwidth import USUAL_M
from walkmap.issues.ground import ground_of
from walkmap.issues.heat import Bandwidth
from walkmap.jobs.common import Written, ours, sound, writing
from walkmap.pages import write_heat_page
from walkmap.store import issues_of, visits_of


@dataclass(frozen=True)
class HeatAsk:
    """What a meeting wants to see.

    Parameters
    ----------
    start, end, bandwidth_m, choice
        As `walkmap.issues.heat_of` takes them.
    """

    start: date | None = None
    end: date | None = None
    bandwidth_m: Bandwidth = USUAL_M
    choice: Choice = field(default_factory=Choice)


def make_heat(
    path: Path, *, out: Path | None = None, lang: str | None = None, ask: HeatAsk | None = None
) -> Written:
    """Write `heat.html`, the meeting's map of where issues lie.

    Parameters
    ----------
    path, out, lang
        As for `make_month`; the folder is ``maps/<community>/heat`` by default.
    ask
        What is looked at; the last twelve months by default.

    Returns
    -------
    Written
    """
    community, streets = sound(path)
    folder = ours(out or Path("maps") / community.settings.id / "heat", keep="plan.json")
    slides = slides_for(community, streets, issues_of(community), visits_of(community), ask)
    lang = lang or community.settings.language
    with writing(folder) as new:
        page = write_heat_page(new, community, streets, slides, lang=lang)
    return Written(folder, (folder / page.name,), lang)


def slides_for(
    community: Community,
    streets: gpd.GeoDataFrame,
    issues: pd.DataFrame,
    visits: pd.DataFrame,
    ask: HeatAsk | None = None,
) -> Slides:
    """Return what `heat.html` shows.

    Parameters
    ----------
    community, streets
        As `sound` returns them.
    issues, visits
        As `walkmap.store` gives them.
    ask
        What is looked at.

    Returns
    -------
    Slides
    """
    ask, ground = ask or HeatAsk(), ground_of(community, streets)
    heat = heat_of(
        community, issues, start=ask.start, end=ask.end, bandwidth_m=ask.bandwidth_m,
        ground=ground, choice=ask.choice,
    )  # fmt: skip
    return slides_of(community, issues, heat, visits=visits, ground=ground)
