"""Pages without a map and without a script; texts are escaped as they are written."""

from importlib.resources import files
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def el(tag: str, *children: Element | str | None, **attributes: str) -> Element:
    """Return an element.

    Parameters
    ----------
    tag
        Such as ``"p"``.
    children
        What stands in it: elements and texts; None is left out.
    attributes
        Its attributes; ``class_`` is its class, and ``_`` stands for a hyphen.
    """
    made = Element(tag, {name.rstrip("_").replace("_", "-"): _clean(value)
                         for name, value in attributes.items()})  # fmt: skip
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            made.append(child)
            last = child
        elif child and last is None:
            made.text = (made.text or "") + _clean(child)
        elif child and last is not None:
            last.tail = (last.tail or "") + _clean(child)
    return made


def document(body: Element, *, lang: str, title: str, styles: tuple[str, ...]) -> str:
    """Return a whole page, self-contained: it asks nobody for anything and runs nothing.

    Parameters
    ----------
    body
        Its body.
    lang
        ``"zh"`` or ``"en"``.
    title
        What stands on its tab.
    styles
        Names of style sheets in `static/`.
    """
    own = files("walkmap.pages") / "static"
    css = "".join((own / f"{name}.css").read_text(encoding="utf-8") for name in styles)
    style = el("style")
    style.text = css  # our own: a browser takes what is in it as it stands
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="format-detection", content="telephone=no"),
        el("title", title),
        style,
    )
    page = el("html", head, body, lang="en" if lang == "en" else "zh-CN")
    return "<!DOCTYPE html>\n" + ElementTree.tostring(page, encoding="unicode", method="html")


def _clean(text: str) -> str:
    """Return a text without what can't be seen: controls, turned writing, halves of characters."""
    return "".join(sign for sign in text if sign.isprintable())
