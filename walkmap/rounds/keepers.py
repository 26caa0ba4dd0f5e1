"""Which teams look after a visit's courtyard, and which can't climb to it."""

from collections.abc import Iterator, Mapping
from datetime import date

from walkmap.community.model import Community
from walkmap.network.places import Place, places_of
from walkmap.rounds.insist import Insisted, Slots
from walkmap.words import Words


def courtyards_of(community: Community, targets: Mapping[str, Place]) -> dict[str, str]:
    """Return the courtyard of each building and target: empty where there is none.

    Parameters
    ----------
    community
        The community.
    targets
        Where its targets are visited, as `walkmap.network.places.target_places` gives it.

    Returns
    -------
    dict
        A target's is its building's, else the innermost that its place is in.
    """
    found = {str(id_): str(yard) for id_, yard in community.buildings["courtyard_id"].items()}
    yards = community.in_metres("courtyards").geometry
    inner_first = yards.iloc[yards.area.argsort(kind="stable")]
    points = places_of(community)
    for id_, place in targets.items():
        yard = found.get(building_of(community, id_, place), "")
        if not yard:
            around = inner_first.index[inner_first.intersects(points[place])]
            yard = str(around[0]) if len(around) else ""
        found[id_] = yard
    return found


def building_of(community: Community, target: str, place: Place) -> str:
    """Return the building that a target is in, by its own cell or else its door; empty if none."""
    own = str(community.targets["building_id"][target])
    if own or place.kind != "door":
        return own
    return str(community.entrances["building_id"][place.id])


def climbing(community: Community, targets: Mapping[str, Place]) -> dict[str, frozenset[str]]:
    """Return for each target the teams that can't climb to it: there are stairs and no lift."""
    unable = frozenset(team.id for team in community.settings.teams if team.no_stairs)
    found = {}
    for id_, place in targets.items():
        building = building_of(community, id_, place)
        lift = building != "" and bool(community.buildings["lift"][building])
        found[id_] = unable if community.targets["stairs"][id_] > 0 and not lift else frozenset()
    return found


def keepers_of(community: Community, courtyard: str) -> tuple[str, ...]:
    """Return the teams that look after a courtyard."""
    return tuple(
        team.id for team in community.settings.teams if courtyard and courtyard in team.courtyards
    )


def kept_off(keepers: tuple[str, ...], chosen: Mapping[int, str], walking: Slots) -> Slots:
    """Return the days and teams that may not visit a courtyard where its teams alone may.

    Parameters
    ----------
    keepers
        The teams that look after it. On days on which none of them walks anybody may.
    chosen
        For each day the team that the planner insists on: it may, whoever looks after it.
    walking
        The days and teams that walk.
    """
    kept = {day for day, team in walking if team in keepers} - set(chosen)
    return frozenset((day, team) for day, team in walking if day in kept and team not in keepers)


def yard_notes(
    community: Community, yards: Mapping[str, str], book: Insisted, dates: tuple[date, ...]
) -> Iterator[Words]:
    """Say where another team goes than the one that alone should.

    Parameters
    ----------
    community
        Its teams look after its courtyards.
    yards
        The courtyard of each visit.
    book
        The wishes that hold.
    dates
        The days of the month.
    """
    working = {day for day, _ in book.walking}
    for yard in dict.fromkeys(yards.values()):
        keepers = keepers_of(community, yard)
        there = {day for day, team in book.walking if team in keepers}
        away = "、".join(f"{dates[day]:%m-%d}" for day in sorted(working - there))
        if keepers and away:
            name = str(community.courtyards["name"][yard]) or yard
            yield Words(
                f"{away} {name}的走访组都不在，由别的组走访",
                f"{away.replace('、', ', ')}: no team of {name} walks, others visit it",
            )
    for wish in book.wishes:
        keepers = keepers_of(community, yards.get(wish.id, ""))
        if wish.what != "forbid" and wish.team and keepers and wish.team not in keepers:
            yield Words(
                f"{wish.words.zh}：那里由 {'、'.join(keepers)} 组包院，按这条要求办",
                f"{wish.words.en}: that courtyard is kept by team {', '.join(keepers)}; "
                "the wish holds",
            )
