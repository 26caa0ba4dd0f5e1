"""OSMnx's settings are global and mutable: set for a while, and put back."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import osmnx


@contextmanager
def osmnx_settings(**values: Any) -> Iterator[None]:
    """Set OSMnx's settings while the block runs.

    Parameters
    ----------
    **values
        Settings by name, see `osmnx.settings`.
    """
    before = {name: getattr(osmnx.settings, name) for name in values}
    lookup = socket.getaddrinfo  # which OSMnx replaces on a request
    try:
        for name, value in values.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        socket.getaddrinfo = lookup
        for name, value in before.items():
            setattr(osmnx.settings, name, value)
