"""Check everything: style, types, imports, and all tests, in a real browser too.

python3 scripts/test.py [arguments for pytest]
"""

import os
import shutil
import subprocess
import sys

from bare import BIN, VENV, install_debian, is_root, prepare, run

_AXE = "4.14.1"


def _browsers() -> None:
    """Get both browsers, a Chinese font and npm where they are missing."""
    missing = [name for name in ("chromium", "firefox-esr", "npm") if shutil.which(name) is None]
    if not _has_chinese_font():
        missing += ["fonts-noto-cjk", "fontconfig"]
    if missing and is_root():
        install_debian(*missing)
    elif missing:
        say = f"Tests of the pages need Debian's packages {' '.join(missing)} · 请先安装"
        if os.environ.get("CI"):
            sys.exit(say)
        print(f"{say}; without them those tests are skipped", flush=True)


def _axe() -> None:
    """Get what tests the pages for people who see, hear or move otherwise."""
    package = VENV / "axe" / "node_modules" / "axe-core" / "package.json"
    npm = shutil.which("npm")
    if npm is None or (package.is_file() and f'"version": "{_AXE}"' in package.read_text()):
        return
    quiet = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error")
    run(npm, "install", *quiet, "--prefix", VENV / "axe", f"axe-core@{_AXE}")


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


if __name__ == "__main__":
    prepare("test")
    _browsers()
    _axe()
    run(BIN / "ruff", "check")
    run(BIN / "ruff", "format", "--check")
    run(BIN / "mypy")
    run(BIN / "lint-imports")
    run(BIN / "python", "-m", "pytest", "--numprocesses", "2", *sys.argv[1:])
