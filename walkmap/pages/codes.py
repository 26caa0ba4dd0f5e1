"""QR codes: from paper or the planner's screen to the page of a round."""

import re
from urllib.parse import quote, urlsplit

import segno

from walkmap.errors import UsageError
from walkmap.words import Words

_QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks
_LONGEST = 400  # letters of a folder's address whose codes can still be read off paper
_HOST = re.compile(r"[a-z0-9.:-]+")


def qr(url: str) -> str:
    """Return a QR code as an SVG in a data URI.

    It can be read with 15% of it dirty or creased (error correction M), at any size.

    Parameters
    ----------
    url
        What it leads to, as ASCII.
    """
    code = segno.make(url, error="m", micro=False)
    return str(
        code.svg_data_uri(
            border=_QUIET, omitsize=True, light="#fff", svgclass="", lineclass="", nl=False
        )
    )


def page_url(folder: str, name: str) -> str:
    """Return the address of the page `name` in the folder that `folder_url` gave."""
    return folder + quote(name)


def folder_url(text: str) -> str:
    """Return the address of the folder that will hold a month's pages, with a slash at its end.

    Parameters
    ----------
    text
        As the planner gives it; names in Chinese are fine.

    Raises
    ------
    UsageError
        If a page in it can't be opened by its address.
    """
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode()
        sound = parts.scheme in ("http", "https") and _HOST.fullmatch(host)
    except ValueError:
        sound = None
    if not sound or "@" in parts.netloc or parts.query or parts.fragment or len(text) > _LONGEST:
        raise UsageError(
            Words(
                f"--base-url 要写放这些页面的文件夹的网址，像 https://网站/2026-12/，“{text}”不是",
                "--base-url takes the address of the folder that holds these pages, like "
                f"https://SITE/2026-12/, not '{text}'",
            )
        )
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path.rstrip("/") + "/", safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{host}{port}{path}"
