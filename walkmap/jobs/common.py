"""What jobs share: finding and reading a community, and the folder that is written."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd

import walkmap
from walkmap.community import Community, read_community
from walkmap.errors import CommunityFaults, WalkmapError
from walkmap.files import whole_folder
from walkmap.network import streets_of
from walkmap.network.fit import datum_fault
from walkmap.rounds import MonthPlan
from walkmap.words import Words

SAMPLE = Path(walkmap.__file__).resolve().parent.parent / "data" / "geo" / "nanshatan"
# A folder that holds nothing but these is ours to replace: what we write, and what QGIS, Excel and
# file managers leave beside it.
_OURS = re.compile(
    r"(index|heat|overview)\.html|report\.(html|xlsx|json)"
    r"|round-\d{4}-\d\d-\d\d-[a-z0-9-]+\.html|month\.ics|plan\.(json|gpkg)"
    r"|rounds\.(geojson|gpx|kml|xlsx)|plan\.gpkg-(wal|shm|journal)|\.DS_Store|Thumbs\.db|desktop\.ini"
)
Progress = Callable[[Words, float], None]


@dataclass(frozen=True)
class Written:
    """What a job wrote.

    Parameters
    ----------
    folder
        Where.
    paths
        The files, the one to open first.
    lang
        The language in which it is written.
    plan
        The plan, where one was made.
    notes
        What the user should know.
    phrase
        What opens the pages that were locked.
    """

    folder: Path
    paths: tuple[Path, ...]
    lang: str
    plan: MonthPlan | None = None
    notes: tuple[Words, ...] = ()
    phrase: str = field(default="", repr=False)


def silent(_what: Words, _share: float) -> None:
    """Show no progress."""


def find_community(path: Path | None) -> tuple[Path, bool]:
    """Return the community to work on, and whether it is the sample for want of another.

    Parameters
    ----------
    path
        As given by the user; None looks in the current folder.

    Raises
    ------
    WalkmapError
        If there is none.
    """
    if path is not None:
        return path, False
    if Path("community.toml").is_file():
        return Path.cwd(), False
    if SAMPLE.is_dir():
        return SAMPLE, True
    raise WalkmapError(
        Words(
            "当前文件夹不是社区；请用 --community 指明社区文件夹",
            "the current folder is no community; give one by --community",
        )
    )


def sound(path: Path) -> tuple[Community, gpd.GeoDataFrame]:
    """Read a community and its streets, and make sure that they fit each other."""
    community = read_community(path)
    streets = streets_of(community)
    fault = datum_fault(community, streets)
    if fault is not None:
        raise CommunityFaults([fault])
    return community, streets


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Give a new folder that takes the place of `folder`; say so if it can't be written."""
    try:
        with whole_folder(folder) as new:
            yield new
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {folder}（{detail}）；请检查权限，关掉正打开其中文件的程序，"
                "或者换一个文件夹",
                f"{folder} can't be written ({detail}); check its permissions, close programs that "
                "hold its files open, or take another folder",
            )
        ) from error


def write_new(file: Path, data: bytes) -> None:
    """Write a file that must not be there yet."""
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError:
        raise WalkmapError(
            Words(
                f"{file} 已经有了，不会覆盖；移走它，或用 --out 写到别处",
                f"{file} is there already and is not replaced; move it away, or give --out",
            )
        ) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise WalkmapError(
            Words(
                f"写不了 {file}（{detail}）；检查文件夹和权限",
                f"{file} can't be written ({detail}); check its folder and permissions",
            )
        ) from error


def language_of(path: Path) -> str:
    """Return the language that a community asks for, as far as it can be read; else Chinese."""
    try:
        text = (
            (path if path.is_dir() else path.parent).joinpath("community.toml").read_text("utf-8")
        )
    except (OSError, UnicodeDecodeError):
        return "zh"
    return "en" if re.search(r'^language\s*=\s*"en"', text, re.MULTILINE) else "zh"


def ours(folder: Path, *, keep: str = "") -> Path:
    """Return the folder if it can be replaced without losing anything of the user's.

    What we wrote ourselves may go, but for the file named `keep`.
    """
    if not folder.exists():
        return folder
    if folder.is_dir():
        names = [file.name for file in folder.iterdir()]
        if all(_OURS.fullmatch(name) for name in names) and keep not in names:
            return folder
    raise WalkmapError(
        Words(
            f"{folder} 里有别的东西，不会覆盖；请用 --out 指一个新文件夹",
            f"{folder} holds other things and is not replaced; give a new folder by --out",
        )
    )
