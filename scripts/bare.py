"""From a bare machine to a `.venv` that walkmap runs in. Plain Python, nothing to install first."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
_WANTED = (3, 11)


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; end with its exit code if it fails."""
    print("$", " ".join(map(str, command)), flush=True)
    code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def is_root() -> bool:
    """Tell whether Debian's packages can be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian(*packages: str) -> None:
    """Install Debian's packages, as root."""
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def prepare(extra: str = "") -> None:
    """Make `.venv` and install walkmap in it, if that isn't done already.

    Parameters
    ----------
    extra
        An optional part of the project to install too, such as ``test``.
    """
    if sys.version_info < _WANTED:
        sys.exit("walkmap needs Python 3.11 or newer · 需要 Python 3.11 或更新的版本")
    recipe = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    digest = hashlib.sha256(b"\0".join([*recipe, extra.encode()])).hexdigest()
    done = VENV / "installed.sha256"
    if done.is_file() and done.read_text() == digest:
        return
    _make_venv()
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    run(
        BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--constraint", ROOT / "constraints.txt", "--editable", what,
    )  # fmt: skip
    done.write_text(digest)


def _make_venv() -> None:
    """Make `.venv`; Debian keeps the module for it in a package of its own."""
    if (BIN / "python").exists() or (BIN / "python.exe").exists():
        return
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        if not is_root():
            sys.exit(
                "Python can't make a virtual environment: install python3-venv and try again"
                " · 请先安装 python3-venv"
            )
        install_debian("python3-venv")
        run(sys.executable, "-m", "venv", VENV)
