"""How a plan, a round and a community show themselves in a notebook: as the maps of the pages."""

from importlib import import_module


class Shown:
    """What a notebook shows as a map.

    Pages are drawn far above those that are drawn on them, so they are called by name, and only
    when there is something to show.
    """

    def _repr_html_(self) -> str | None:
        html: str | None = import_module("walkmap.pages.notebook").html_of(self)
        return html
