"""axe finds nothing serious on any page: contrast, names, roles, order."""

import os
from datetime import date
from pathlib import Path

import pytest

from walkmap.community import read_community
from walkmap.issues import read_issues
from walkmap.issues.report import report_of
from walkmap.pages import new_lock
from walkmap.pages.report_page import report_html
from walkmap.pages.skeleton import SCRIPTS
from walkmap.store import visits_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "geo" / "nanshatan"
AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(
    not AXE.is_file() and not os.environ.get("CI"),
    reason="axe is not installed: scripts/test.py does it",
)
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
RUN = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations
    .filter(fault => ["serious", "critical"].includes(fault.impact))
    .map(fault => [fault.id, fault.nodes.map(node => node.html + " " + node.failureSummary)]))"""


def faults(seen):
    seen.run(AXE.read_text(encoding="utf-8"))
    return seen.run(RUN)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, WALL], ids=["phone", "wall"])
def test_axe_finds_nothing_serious(lang, size, write, look):
    kinds = {}
    for path in write(lang=lang):
        kinds.setdefault(path.name.split("-")[0].split(".")[0], path)
    assert set(kinds) == set(SCRIPTS)
    for kind, path in kinds.items():
        assert faults(look(path, size)) == [], kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious_in_the_report(lang, look, tmp_path):
    start, end = date(2026, 1, 1), date(2026, 6, 30)
    sample = read_community(SAMPLE)
    report = report_of(
        sample, read_issues(sample), visits_of(sample), start=start, end=end, today=end
    )
    path = tmp_path / "report.html"
    path.write_text(report_html(sample, report, lang=lang, files=["report.json"]), "utf-8")
    for size in (PHONE, WALL):
        assert faults(look(path, size, wait=False)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("button", ["record", "skip", "export"])
def test_axe_finds_nothing_serious_in_what_a_worker_opens(button, lang, a_page, look):
    seen = look(a_page(lang=lang))
    seen.page.locator(f"#{button}").click()
    seen.page.get_by_role("dialog").wait_for()
    assert faults(seen) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious_before_a_page_is_opened(lang, a_page, look):
    seen = look(a_page(lang=lang, lock=new_lock("tiny/2026-12", lang)), wait=False)
    seen.page.locator("#phrase").wait_for()
    assert faults(seen) == []


def test_axe_sees_a_fault(write, look):
    seen = look(write()[0])
    seen.run("document.querySelector('button').style.cssText = 'color: #ddd; background: #eee'")
    assert [name for name, _ in faults(seen)] == ["color-contrast"]
