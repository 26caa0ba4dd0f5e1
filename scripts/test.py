"""Check everything: style, types, imports, and all tests, in a real browser too.

python3 scripts/test.py [arguments for pytest]
"""

import os
import shutil
import subprocess
import sys

from bare import BIN, install_debian, is_root, prepare, run


def _browser() -> None:
    """Get Chromium and a Chinese font where they are missing."""
    missing = []
    if shutil.which("chromium") is None:
        missing.append("chromium")
    if not _has_chinese_font():
        missing += ["fonts-noto-cjk", "fontconfig"]
    if missing and is_root():
        install_debian(*missing)
    elif missing:
        say = f"Tests of the pages need Debian's packages {' '.join(missing)} · 请先安装"
        if os.environ.get("CI"):
            sys.exit(say)
        print(f"{say}; without them those tests are skipped", flush=True)


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


if __name__ == "__main__":
    prepare("test")
    _browser()
    run(BIN / "ruff", "check")
    run(BIN / "ruff", "format", "--check")
    run(BIN / "mypy")
    run(BIN / "lint-imports")
    run(BIN / "python", "-m", "pytest", "--numprocesses", "2", *sys.argv[1:])
