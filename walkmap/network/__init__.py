"""Where one can walk: streets, open ground in courtyards, and gates; distances and ways."""

from walkmap.network.gates import gate_states
from walkmap.network.month import Walks, streets_of
from walkmap.network.places import OFFICE, Place, target_places
from walkmap.network.reach import unreached
from walkmap.network.walk import WalkNetwork, build_network
from walkmap.network.ways import Way, Ways, find_ways

__all__ = [
    "OFFICE",
    "Place",
    "WalkNetwork",
    "Walks",
    "Way",
    "Ways",
    "build_network",
    "find_ways",
    "gate_states",
    "streets_of",
    "target_places",
    "unreached",
]
