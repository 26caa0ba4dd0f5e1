"""The same maps in a notebook: what `walkmap.shown.Shown` calls."""

import html
from datetime import date
from functools import singledispatch

from walkmap.community import Community
from walkmap.errors import WalkmapError
from walkmap.network import streets_of
from walkmap.pages.common import Sheet
from walkmap.pages.index_page import index_html
from walkmap.pages.overview_page import overview_html
from walkmap.pages.round_page import round_html
from walkmap.rounds.plan import MonthPlan, Round

_HIGH_PX = 640


def html_of(thing: object) -> str | None:
    """Return what a notebook shows of a plan, a round or a community.

    Parameters
    ----------
    thing
        The community is shown as it is today.

    Returns
    -------
    str or None
        HTML with the page in a frame of its own, whose scripts reach neither the notebook nor
        any network; None for a plan that knows no community, which a notebook shows as text.
    """
    try:
        page = _page(thing)
    except WalkmapError as error:
        return f"<p>{html.escape(str(error.words.zh))}<br>{html.escape(str(error.words.en))}</p>"
    if page is None:
        return None
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{html.escape(page)}" '
        f'style="width: 100%; height: {_HIGH_PX}px; border: 1px solid #d9d1c2"></iframe>'
    )


@singledispatch
def _page(_thing: object) -> str | None:
    return None


@_page.register
def _(plan: MonthPlan) -> str | None:
    home = plan.home
    if home is None:
        return None
    sheet = Sheet(home, streets_of(home), plan.rounds)
    return index_html(sheet, plan, lang=home.settings.language, files=None)


@_page.register
def _(round_: Round) -> str | None:
    home = round_.home
    if home is None:
        return None
    sheet = Sheet(home, streets_of(home), [round_])
    return round_html(sheet, round_, lang=home.settings.language)


@_page.register
def _(community: Community) -> str | None:
    sheet = Sheet(community, streets_of(community))
    return overview_html(sheet, [date.today()], lang=community.settings.language)
