"""Printing: the community for the office wall, and rounds for the pocket."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from walkmap.errors import UsageError, WalkmapError
from walkmap.files import write_whole
from walkmap.issues.found import found_last
from walkmap.jobs.common import Written, sound
from walkmap.pages.codes import folder_url
from walkmap.pages.common import Sheet
from walkmap.rounds.plan import Round
from walkmap.rounds.written import read_rounds
from walkmap.store import issues_of, visits_of
from walkmap.words import Words

if TYPE_CHECKING:
    from walkmap.pages.paper import Format


def make_overview(
    path: Path,
    *,
    day: date,
    format_: "Format | None" = None,
    out: Path | None = None,
    lang: str | None = None,
) -> Written:
    """Write the community as a sheet of A3 for the office wall.

    Parameters
    ----------
    path
        The community.
    day
        Whose gates and hazards it shows.
    format_
        ``"pdf"`` or ``"png"``; by default what the name of `out` says, else PDF.
    out
        The file, or a folder for it; ``maps/<community>/overview.pdf`` by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default.

    Returns
    -------
    Written

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is written then.
    """
    from walkmap.pages import paper  # matplotlib is slow to load, and only this needs it

    named = out.suffix.lower() if out is not None else ""
    kind: Format = format_ or ("png" if named == ".png" else "pdf")
    file = _file(out, f"overview.{kind}")
    community, streets = sound(path)
    file = file or Path("maps") / community.settings.id / f"overview.{kind}"
    lang = lang or community.settings.language
    sheet = Sheet(community, streets)
    return _written(file, paper.print_overview(sheet, day, lang=lang, format_=kind), lang)


def print_rounds(
    path: Path,
    plan: Path,
    *,
    day: date | None = None,
    team: str | None = None,
    base_url: str = "",
    out: Path | None = None,
    lang: str | None = None,
) -> Written:
    """Write rounds of a month on A4.

    Parameters
    ----------
    path
        The community.
    plan
        The folder that `walkmap month` wrote, or its `plan.json`. Nothing is planned anew.
    day, team
        Only these rounds, if given.
    base_url
        Where the month's pages are on the web; QR codes lead there.
    out
        The file, or a folder for it; ``maps/<community>/print/round-….pdf`` by default.
    lang
        ``"zh"`` or ``"en"``; the community's language by default. Reasons are in the plan's.

    Returns
    -------
    Written

    Raises
    ------
    WalkmapError
        For whatever the user can mend; nothing is written then.
    """
    from walkmap.pages import paper

    url = folder_url(base_url) if base_url else ""
    community, streets = sound(path)
    rounds = _chosen(read_rounds(plan, community), day, team)
    parts = [day.isoformat() if day else f"{rounds[0].date:%Y-%m}", *([team] if team else [])]
    name = f"round-{'-'.join(parts)}.pdf"
    file = _file(out, name) or Path("maps") / community.settings.id / "print" / name
    lang = lang or community.settings.language
    sheet = Sheet(community, streets, rounds, base_url=url)
    found = found_last(issues_of(community), visits_of(community))
    return _written(file, paper.print_rounds(sheet, rounds, lang=lang, found=found), lang)


def _chosen(rounds: Sequence[Round], day: date | None, team: str | None) -> list[Round]:
    """Return the rounds of a day and a team; say what there is if there are none."""
    chosen = [
        round_
        for round_ in rounds
        if day in (None, round_.date) and team in (None, round_.team, round_.team_name)
    ]
    if chosen:
        return chosen
    days = sorted({round_.date.isoformat() for round_ in rounds})
    teams = sorted({round_.team for round_ in rounds})
    if not days:
        raise WalkmapError(
            Words(
                "计划里没有走访，没什么可印；请用 walkmap month 重排",
                "the plan has no rounds, so there is nothing to print; plan anew by walkmap month",
            )
        )
    raise UsageError(
        Words(
            f"计划里没有这次走访；日期有 {'、'.join(days)}，走访组有 {'、'.join(teams)}",
            f"the plan has no such round; its dates are {', '.join(days)}, its teams "
            f"{', '.join(teams)}",
        )
    )


def _file(out: Path | None, name: str) -> Path | None:
    """Return the file to write, if the user named one or a folder for it."""
    if out is None:
        return None
    if out.is_dir():
        return out / name
    if out.suffix.lower() != Path(name).suffix:
        raise UsageError(
            Words(
                f"{out} 的名字要以 {Path(name).suffix} 结尾",
                f"let the name of {out} end in {Path(name).suffix}",
            )
        )
    return out


def _written(file: Path, content: bytes, lang: str) -> Written:
    try:
        write_whole(file, content)
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {file}（{detail}）；如果它正开着请先关掉，或者用 --out 换一个名字",
                f"{file} can't be written ({detail}); close it if it is open, or give another "
                "name by --out",
            )
        ) from error
    return Written(file.parent, (file,), lang)
