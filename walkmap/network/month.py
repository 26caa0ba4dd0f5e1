"""The ways of a month: one network for each state of gates and hazards, built once."""

from dataclasses import dataclass, field
from datetime import date, time

import geopandas as gpd

from walkmap.community.model import Community
from walkmap.network.gates import OPEN, gate_states
from walkmap.network.places import OFFICE, Place, target_places
from walkmap.network.walk import build_network
from walkmap.network.ways import Ways, find_ways
from walkmap.osm.streets import read_streets, street_lines

_AROUND_M = (400.0, 1600.0, float("inf"))
State = tuple[tuple[str, ...], tuple[str, ...], bool]


def streets_of(community: Community) -> gpd.GeoDataFrame:
    """Read a community's streets: WGS-84 lines with `highway`, `name` and `passage`.

    Raises
    ------
    SourceError
        If the file can't be read or holds no street.
    """
    return street_lines(read_streets(community.streets_file))


@dataclass(frozen=True)
class Walks:
    """Gives the ways of any day and shift of a community.

    Parameters
    ----------
    community
        The community.
    streets
        Its streets, as `streets_of` gives them.
    """

    community: Community
    streets: gpd.GeoDataFrame
    _found: dict[State, Ways] = field(default_factory=dict, repr=False)

    def on(self, day: date, start: time, end: time, *, no_stairs: bool = False) -> Ways:
        """Return the ways among all stops for a team that walks on `day` from `start` to `end`.

        The same object is returned for the same state of gates and hazards.
        """
        gates = gate_states(self.community, day, start, end)
        hazards = self.community.active_hazards(day)
        state = (tuple(gates[gates == OPEN].index), tuple(hazards.index), no_stairs)
        if state not in self._found:
            projected = self.streets.to_crs(self.community.utm)
            for around_m in _AROUND_M:
                network = build_network(
                    self.community,
                    projected,
                    gates=gates,
                    hazards=hazards,
                    no_stairs=no_stairs,
                    around_m=around_m,
                )
                ways = find_ways(network, tuple(self.stops))
                if ways.exact:
                    break
            self._found[state] = ways
        return self._found[state]

    @property
    def stops(self) -> list[Place]:
        """The places that rounds may go to: the office, doors of unmanaged buildings, targets."""
        unmanaged = set(self.community.unmanaged.index)
        doors = self.community.entrances["building_id"].isin(unmanaged)
        places = [Place("door", str(id_)) for id_ in self.community.entrances.index[doors]]
        places += target_places(self.community).values()
        return list(dict.fromkeys([OFFICE, *places]))
