"""A worker with a phone: the page of a round in Chromium, used by taps alone."""

import json
import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

PHONE = {"width": 390, "height": 844}
MONDAY = "2026-12-07T08:30:00+08:00"
CHOICES = ("dispute", "environment", "no_property"), ("small", "medium", "large")
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
FULL = """{
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (name, text) {
        const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
        if (%s) full();
        set.call(this, name, text);
    };
}"""


def phones(browser: Browser, **options: Any) -> BrowserContext:
    """Return a phone's browser: one hand, no network, Beijing's time."""
    given = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "offline": True}
    context = browser.new_context(**{**given, "timezone_id": "Asia/Shanghai", **options})
    context.set_default_timeout(15_000)
    return context


class Worker:
    """One page of a round, and what a worker does with it."""

    def __init__(
        self, context: BrowserContext, path: Path, shots: Path, *, at: str = MONDAY
    ) -> None:
        self.page, self.path, self.shots = context.new_page(), path, shots
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console", lambda m: m.type in ("error", "warning") and self.faults.append(m.text)
        )
        self.page.clock.install(time=at)
        self.page.goto(path.as_uri())

    def ready(self) -> "Worker":
        """Wait until taps count."""
        self.page.locator("#done:enabled").wait_for()
        return self

    def front(self) -> "Worker":
        """Bring the page before the others of the phone."""
        self.page.bring_to_front()
        return self

    def slow(self, times: int) -> "Worker":
        """Make the phone so many times slower than this machine."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": times})
        return self

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def until(self, script: str) -> None:
        """Wait until `script` is true. (Playwright's own waiting is against the page's policy.)"""
        self.run(
            f"""new Promise((done, failed) => {{
                let left = 500;
                const look = () => {{
                    left -= 1;
                    if ({script}) done();
                    else if (left) setTimeout(look, 20);
                    else failed(new Error("never: " + {json.dumps(script)}));
                }};
                look();
            }})"""
        )

    def text(self, selector: str = "body") -> str:
        return self.page.locator(selector).inner_text()

    def tap(self, selector: str) -> None:
        self.page.locator(selector).tap()

    def done(self, times: int = 1) -> None:
        for _ in range(times):
            self.tap("#done")

    def skip(self, reason: str, note: str = "") -> None:
        self.tap("#skip")
        if note:
            self.page.fill("#skip-note", note)
        self.page.locator("dialog .reasons button").filter(has_text=reason).tap()

    def record(
        self, category: str, level: str, text: str, *, handled: bool = False, photo: str = ""
    ) -> None:
        """Record an issue at the stop that is shown: three taps and a sentence."""
        self.tap("#record")
        self.fill(category, level, text)
        if handled:
            self.tap("dialog .tick")
        if photo:
            self.page.set_input_files("#issue-photo", photo)
            self.page.locator("dialog .photo img[src^=data]").wait_for()
        self.tap("dialog .go")

    def fill(self, category: str, level: str, text: str) -> None:
        for choices, code in zip(CHOICES, (category, level), strict=True):
            assert code in choices
            self.page.locator(f"dialog label:has(input[value={code}])").tap()
        self.page.fill("#issue-text", text)

    def exported(self) -> dict[str, Any]:
        """Return what the file holds that the phone saves."""
        self.tap("#export")
        with self.page.expect_download() as saved:
            self.page.get_by_role("button", name="存成文件").tap()
        self.tap("dialog .close")
        assert saved.value.suggested_filename == "results-2026-12-07-1.json"
        results: dict[str, Any] = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
        return results

    def shot(self, name: str) -> None:
        """Keep a picture: in the folder that WALKMAP_SHOTS names, if there is one."""
        folder = Path(os.environ.get("WALKMAP_SHOTS", self.shots))
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.path.stem}-{name}.png")
