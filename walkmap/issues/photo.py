"""Photos of issues: taken out of a data URI, and rid of all that isn't the picture."""

import base64
import binascii
import re

LARGEST = 1_000_000
_URI = re.compile(r"data:image/jpeg;base64,([A-Za-z0-9+/=\s]*)")
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_SAYS = {*range(0xE0, 0xF0), 0xFE}  # APPn and COM: camera, place and time, thumbnails, remarks


def photo_of(uri: str) -> bytes:
    """Return the JPEG of a data URI without metadata.

    Parameters
    ----------
    uri
        ``data:image/jpeg;base64,…``, the picture at most `LARGEST` bytes.

    Returns
    -------
    bytes
        The same picture, without any APPn or COM segment, or anything after its end.

    Raises
    ------
    ValueError
        If it is something else, or too large.
    """
    match = _URI.fullmatch(uri)
    if match is None:
        raise ValueError("no JPEG")
    if len(match[1]) > LARGEST * 3 / 2:
        raise ValueError("too large")
    try:
        data = base64.b64decode("".join(match[1].split()), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(data) > LARGEST:
        raise ValueError("too large")
    return _stripped(data)


def _stripped(data: bytes) -> bytes:
    """Return a JPEG (ITU-T T.81, annex B) without what only says something of it."""
    if data[:2] != bytes((0xFF, _SOI)):
        raise ValueError("no JPEG")
    kept, at, drawn = [data[:2]], 2, False
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == _EOI and drawn:
            return b"".join([*kept, data[at : at + 2]])
        end = at + 2
        if marker not in _ALONE:
            length = int.from_bytes(data[at + 2 : at + 4], "big")
            end += length
            if length < 2 or end > len(data):
                raise ValueError("cut off")
        if marker == _SOS:
            drawn, end = True, _scan_end(data, end)
        if marker not in _SAYS:
            kept.append(data[at:end])
        at = end
    raise ValueError("cut off")


def _scan_end(data: bytes, at: int) -> int:
    """Return where the picture's own data ends: at a marker that isn't a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("cut off")
        if data[at + 1] != 0 and data[at + 1] not in _ALONE:
            return at
        at += 2
