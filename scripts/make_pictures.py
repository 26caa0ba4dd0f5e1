"""Take the README's picture: a round on a phone beside the planner's month, from the sample.

    python scripts/make_pictures.py

Needs Chromium and what the tests need.
"""

import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from walkmap.jobs import SAMPLE, make_month

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "pages.png"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_HEIGHT = 844
_MORNING = "2026-12-07T08:30:00+08:00"
_SHOTS = {"round-2026-12-07-1.html": 390, "index.html": 1366}


def shots(folder: Path) -> list[Path]:
    """Photograph pages of a month offline, at the height of a phone."""
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_ARGUMENTS
        )
        for name, width in _SHOTS.items():
            context = browser.new_context(
                offline=True,
                viewport={"width": width, "height": _HEIGHT},
                timezone_id="Asia/Shanghai",
            )
            context.clock.set_fixed_time(_MORNING)
            page = context.new_page()
            page.goto((folder / name).as_uri())
            page.wait_for_function("document.querySelector('canvas')")
            taken.append(folder / f"{name}.png")
            page.screenshot(path=taken[-1])
            context.close()
        browser.close()
    return taken


def beside(paths: list[Path], picture: Path) -> None:
    """Put pictures of one height side by side, in few colours so that the file stays small."""
    images = [Image.open(path).convert("RGB") for path in paths]
    gap = 16
    sheet = Image.new("RGB", (sum(i.width + gap for i in images) - gap, _HEIGHT), "white")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + gap
    picture.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(128).save(picture, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        written = make_month(SAMPLE, "2026-12", out=Path(made) / "out")
        beside(shots(written.folder), PICTURE)
    print(PICTURE)
