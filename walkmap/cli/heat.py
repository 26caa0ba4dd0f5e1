"""`walkmap heat`."""

from walkmap.cli.options import Lang, Out, Where
from walkmap.cli.speak import community_at, files, progress
from walkmap.words import Words


def heat(community: Where = None, out: Out = None, lang: Lang = None) -> None:
    """画民情热力图。 Draw the heatmap of issues."""
    from walkmap import jobs

    where = community_at(community, lang)
    with progress() as show:
        show(Words("画热力图", "drawing heat"), 0.0)
        written = jobs.make_heat(where, out=out, lang=lang)
    files(written)
