"""The layers of a community: what they must hold, reading, checking, writing."""

from walkmap.community.check import Report, check_community, read_community
from walkmap.community.model import WGS84, Community
from walkmap.community.settings import Settings, Team
from walkmap.community.write import write_community

__all__ = [
    "WGS84",
    "Community",
    "Report",
    "Settings",
    "Team",
    "check_community",
    "read_community",
    "write_community",
]
