"""Firefox, too, opens every page without an error and draws its map.

Playwright drives no stock Firefox, and Debian has no geckodriver: Firefox itself speaks WebDriver
BiDi over a socket on the loopback.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from walkmap.pages import new_lock

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = pytest.mark.skipif(
    FIREFOX is None and not os.environ.get("CI"), reason="Firefox is not installed"
)
# A fresh profile that calls nobody: what it wants to fetch goes to a proxy that is not there.
PHONE = {"MOZ_HEADLESS_WIDTH": "390", "MOZ_HEADLESS_HEIGHT": "844"}
PREFS = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "toolkit.telemetry.enabled": False,
}
PAINTED = """(async () => {
    for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
    const canvas = document.querySelector(".leaflet-overlay-pane canvas");
    const parts = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let i = 0; i < parts.length; i += 4) {
        if (parts[i + 3]) colours.add((parts[i] << 16) | (parts[i + 1] << 8) | parts[i + 2]);
    }
    return colours.size;
})()"""


class Firefox:
    """One window, driven by WebDriver BiDi; `faults` are errors and warnings of its pages."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.faults: list[str] = []
        self.number = 0
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            if answer.get("method") == "log.entryAdded":
                entry = answer["params"]
                if entry["level"] in ("error", "warn"):
                    self.faults.append(entry["text"])
            elif answer.get("id") == self.number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, path: Path) -> None:
        self.ask(
            "browsingContext.navigate", context=self.context, url=path.as_uri(), wait="complete"
        )

    def run(self, script: str) -> Any:
        answer = self.ask(
            "script.evaluate",
            expression=script, target={"context": self.context}, awaitPromise=True,
        )  # fmt: skip
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"].get("value")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    home = tmp_path_factory.mktemp("firefox")
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFS.items()]
    (home / "user.js").write_text("\n".join(lines))
    program = subprocess.Popen(
        [FIREFOX, "--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0"],
        env=os.environ | {"HOME": str(home)} | PHONE,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert program.stderr is not None
    try:
        said = (re.search(r"BiDi listening on (ws://\S+)", line) for line in program.stderr)
        address = next((found[1] for found in said if found), None)
        assert address, "Firefox ended before it listened"
        with connect(f"{address}/session", max_size=2**26, proxy=None) as socket:
            yield Firefox(socket)
    finally:
        program.terminate()
        program.wait(timeout=30)
        program.stderr.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_draws_its_map_without_an_error(lang, write, firefox):
    for path in write(lang=lang):
        firefox.faults.clear()
        firefox.open(path)
        assert firefox.run(PAINTED) >= 8, path.name
        assert firefox.run("document.getElementById('title').textContent"), path.name
        assert firefox.faults == [], path.name


def test_a_locked_page_opens_by_its_phrase(a_page, firefox):
    lock = new_lock("tiny/2026-12", "zh")
    firefox.faults.clear()
    firefox.open(a_page(lock=lock))
    typed = f"""(async () => {{
        while (!document.getElementById("phrase")) await new Promise(requestAnimationFrame);
        document.getElementById("phrase").value = {json.dumps(lock.phrase)};
        document.querySelector("form .go").click();
        while (!walkmap.map) await new Promise(requestAnimationFrame);
    }})()"""
    firefox.run(typed)
    assert firefox.run(PAINTED) >= 8
    assert firefox.faults == []


def test_an_error_in_a_page_is_noticed(tmp_path, firefox):
    page = tmp_path / "broken.html"
    page.write_text("<script>nothing_of_this_name();</script>", encoding="utf-8")
    firefox.faults.clear()
    firefox.open(page)
    assert any("nothing_of_this_name" in fault for fault in firefox.faults)
