"""The page around the map, drawn by folium; the only module that imports it.

Folium compiles whatever is put into it as a template, so nothing from data ever enters it: it
draws a skeleton for a kind of page and a language, and titles and data are put in afterwards.
"""

import html
import re
from functools import cache
from importlib.resources import files
from typing import Any

import folium
from branca.element import Figure
from folium.map import Layer
from folium.template import Template

from walkmap.pages.lock import Lock
from walkmap.pages.pack import json_for_html

_WAY = ("ground", "streets", "blocks", "way", "names", "stops")
LAYERS = {
    "index": _WAY,
    "round": (*_WAY, "me"),
    "heat": ("ground", "heat", "streets", "blocks", "found", "names"),
    "overview": ("ground", "streets", "blocks", "office", "yards", "names"),
}
"""What each kind of page draws on its map, from the ground up."""
_MAP = ("data", "canvas", "controls", "base", "names")
_ROUNDS = (*_MAP, "way", "stops", "legend")
_WORKER = (
    *("keep", "walked", "roundway", "position", "dialog", "photo", "record", "skip", "results"),
    "card",
)
SCRIPTS = {
    "index": (*_ROUNDS, "matrix", "panels", "index"),
    "round": (*_ROUNDS, "links", *_WORKER, "round", "svg", "paper"),
    "heat": (*_MAP, "contour", "surface", "heat_map", "heat"),
    "overview": (*_MAP, "stops", "legend", "overview"),
}
"""The scripts of each kind of page, in `static/`; its style is the one of the same name."""
_PRINTED = {"round": ("paper",)}
_LOCKED, _TILED = ("keyring", "lock"), ("tiles",)
_COMMENT = re.compile(r"^ */\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
# Leaflet's own controls, bubbles and markers: our pages have none of them.
_ABSENT = re.compile(
    r"leaflet-(?:bar|control-|attribution|(?:popup|tooltip|marker|shadow)(?!-pane)|\w+-icon|oldie|vml)"
    r"|lvml"
)
_TITLE, _DATA = "@@walkmap-title@@", "@@walkmap-data@@"
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:{hosts}; connect-src 'none'; base-uri 'none'; form-action 'none'"
)


class _Page(Figure):
    """The document: language, policy and viewport first.

    Scripts and data stand in the head: a browser then never lays out and paints a page that says
    nothing yet.
    """

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.lang }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="format-detection" content="telephone=no">\n'
        "<title>{{ this.title }}</title>\n{{ this.styles }}\n{{ this.scripts }}\n"
        "<script>\nwalkmap.start(() => {\n{{ this.script.render(**kwargs) }}\n});\n</script>\n"
        '</head>\n<body class="{{ this.kind }}">\n{{ this.before }}'
        "{{ this.html.render(**kwargs) }}{{ this.after }}"
        "</body>\n</html>\n"
    )

    def __init__(self, kind: str, lang: str, hosts: tuple[str, ...], locked: bool) -> None:
        super().__init__(title=_TITLE)
        self.kind, self.lang = kind, "en" if lang == "en" else "zh-CN"
        self.policy = _POLICY.format(hosts="".join(f" {host}" for host in hosts))
        self.styles = _styles(kind, *_PRINTED.get(kind, ()), *(["lock"] if locked else []))
        extra = (_TILED if hosts else ()) + (_LOCKED if locked else ())
        self.scripts = _scripts(*SCRIPTS[kind], *extra)
        self.before, self.after = _own(f"templates/{kind}.html").split("<!-- map -->")


class _Map(folium.Map):
    """A map without tiles, and without the styles and viewport that folium adds.

    It has no centre: Leaflet adds the layers when the page knows what to show (`static/data.js`).
    Where its element has no position of its own, Leaflet makes the browser work out all styles.
    """

    _template = Template(
        """
        {%- macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" style="position: absolute"></div>
        {%- endmacro %}
        {%- macro script(this, kwargs) %}
        var {{ this.get_name() }} = walkmap.map = L.map("{{ this.get_name() }}",
            {{ this.options|tojavascript }});
        {%- endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(tiles=None, zoom_control=False)
        self._name, self._id = "map", "plan"
        self.default_js, self.default_css = [], []
        self.options.update(
            attribution_control=False, max_zoom=20.5, min_zoom=13, zoom_snap=0.25, zoom_delta=0.75
        )


class _Painted(Layer):
    """A layer that `static/*.js` paints from the page's data."""

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        var {{ this.get_name() }} = walkmap.layer("{{ this.kind }}");
        {%- endmacro %}
        """
    )

    def __init__(self, kind: str) -> None:
        super().__init__(name=kind)
        self._name, self._id, self.kind = "layer", kind, kind


def _own(path: str) -> str:
    return (files("walkmap.pages") / path).read_text(encoding="utf-8")


def leaflet(name: str) -> bytes:
    """Return one of Leaflet's own files, ``leaflet.js`` or ``leaflet.css``, as it is."""
    folder = files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    return (folder / name).read_bytes()


def leaflet_style() -> str:
    """Return the rules of ``leaflet.css`` that can apply to our pages."""

    def needed(rule: re.Match[str]) -> str:
        selectors = [each for each in rule[1].split(",") if not _ABSENT.search(each)]
        return ",".join(selectors) + rule[2] if selectors else ""

    css = re.sub(r"/\*.*?\*/", "", leaflet("leaflet.css").decode(), flags=re.DOTALL)
    return _RULE.sub(needed, " ".join(css.split()))


def _static(*names: str) -> str:
    """Return scripts or styles of ours; what they say to their readers stays at home."""
    return _COMMENT.sub("", "\n".join(_own(f"static/{name}") for name in names))


def _styles(*names: str) -> str:
    own = _static(*(f"{name}.css" for name in ("walkmap", *names)))
    return f"<style>\n{leaflet_style()}\n</style>\n<style>\n{own}</style>"


def _scripts(*names: str) -> str:
    library = leaflet("leaflet.js").decode().split("//# sourceMappingURL")[0]
    own = _static(*(f"{name}.js" for name in names))
    data = f'<script type="application/json" id="walkmap-data">{_DATA}</script>'
    return f"{data}\n<script>\n{library}</script>\n<script>\n{own}</script>"


@cache
def _skeleton(kind: str, lang: str, hosts: tuple[str, ...], locked: bool) -> tuple[str, str, str]:
    """Return the parts of a page before its title, between title and data, and after them."""
    page, sheet = _Page(kind, lang, hosts, locked), _Map()
    page.add_child(sheet)
    for layer in LAYERS[kind]:
        sheet.add_child(_Painted(layer))
    text: str = page.render()
    for token in (_TITLE, _DATA):
        assert text.count(token) == 1, f"{token} is in the page {text.count(token)} times"
    head, rest = text.split(_TITLE)
    middle, tail = rest.split(_DATA)
    return head, middle, tail


def page_html(
    kind: str, lang: str, title: str, data: dict[str, Any], lock: Lock | None = None
) -> str:
    """Return a whole page, self-contained.

    Parameters
    ----------
    kind
        ``"index"``, ``"round"`` or ``"heat"``: which template and scripts.
    lang
        ``"zh"`` or ``"en"``.
    title, data
        Title and content; any text in them is safe. With ``tiles`` in the data
        (`walkmap.pages.tiles`) the page may ask their hosts for pictures.
    lock
        Encrypts the data. The title stays in clear: it must say nothing about residents then.

    Returns
    -------
    str
        HTML.
    """
    hosts = tuple(data["tiles"]["hosts"]) if "tiles" in data else ()
    head, middle, tail = _skeleton(kind, lang, hosts, lock is not None)
    if lock is not None:
        data = lock.block(data, lang, title)
    text = head + html.escape(title) + middle + json_for_html(data) + tail
    return text.encode("utf-8", "replace").decode("utf-8")
