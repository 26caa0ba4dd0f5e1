"""The report as it is seen and taken away: the same numbers everywhere, and nobody in them."""

import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from walkmap.community import read_community
from walkmap.exports.report_json import report_json
from walkmap.exports.report_xlsx import report_xlsx
from walkmap.issues import read_issues
from walkmap.issues.report import report_of
from walkmap.issues.report_tables import Label, tables_of
from walkmap.pages.report_page import report_html
from walkmap.store import visits_of
from walkmap.words import Words

SAMPLE = read_community(Path(__file__).resolve().parents[2] / "data" / "geo" / "nanshatan")
ISSUES, VISITS = read_issues(SAMPLE), visits_of(SAMPLE)
SIZES = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1366, "height": 768},
    "wall": {"width": 1920, "height": 1080},
}
FILES = ("report.xlsx", "report.json")
AXE = Path(".venv/axe/node_modules/axe-core/axe.min.js")


def made(issues=ISSUES, community=SAMPLE):
    return report_of(
        community, issues, VISITS, start=date(2026, 1, 1), end=date(2026, 6, 30),
        today=date(2026, 11, 25),
    )  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return made()


@pytest.fixture
def page(tmp_path, report):
    def write(lang="zh", report=report, community=SAMPLE):
        path = tmp_path / f"report-{lang}.html"
        path.write_text(report_html(community, report, lang=lang, files=FILES), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_asks_nobody(page, look, lang, size):
    seen = look(page(lang), SIZES[size], wait=False)
    assert seen.faults == []
    assert seen.run("document.documentElement.scrollWidth - window.innerWidth") <= 0
    wide = "[...document.querySelectorAll('.table')].filter(s => s.scrollWidth > s.clientWidth + 1)"
    assert seen.run(f"{wide}.map(s => s.className)") == []
    if size == "wall":
        sizes = "[...document.querySelectorAll('main *')].filter(e => e.textContent.trim())"
        assert min(seen.run(f"{sizes}.map(e => parseFloat(getComputedStyle(e).fontSize))")) >= 24


@pytest.mark.skipif(not AXE.is_file() and not os.environ.get("CI"), reason="no axe here")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious(page, browser, lang):
    context = browser.new_context(viewport=SIZES["phone"], bypass_csp=True)
    seen = context.new_page()
    seen.goto(page(lang).as_uri())
    seen.evaluate(AXE.read_text("utf-8"))
    found = seen.evaluate("axe.run(document).then(found => found.violations)")
    context.close()
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


def test_page_spreadsheet_and_json_say_the_same(tmp_path, look, page, report):
    report_xlsx(tmp_path / "r.xlsx", SAMPLE, report, lang="en")
    report_json(tmp_path / "r.json", SAMPLE, report)
    data = json.loads((tmp_path / "r.json").read_text("utf-8"))
    book = load_workbook(tmp_path / "r.xlsx")
    shown = look(page("en"), SIZES["laptop"], wait=False).run(
        """Object.fromEntries([...document.querySelectorAll(".table")].map(s =>
        [s.className.slice(6), [...s.querySelectorAll("tbody tr")].map(r => [...r.children]
          .filter(c => c.className !== "drawn").map(c => c.textContent))]))"""
    )
    for table, sheet in zip(tables_of(report, SAMPLE).values(), book.worksheets, strict=True):
        keys = [head.code for head in table.heads]
        plain = [[c.code if isinstance(c, Label) else c for c in row] for row in table.rows]
        assert [[row[key] for key in keys] for row in data[table.key]] == plain
        cells = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        words = [[c.words.en if isinstance(c, Label) else c for c in row] for row in table.rows]
        assert cells == [[None if c == "" else c for c in row] for row in words]
        if table.key in shown:
            on_page = [re.sub(r"[,—=＝ ]", "", "|".join(row)) for row in shown[table.key]]
            first = 1 if keys[0] in ("sort", "month") else 0
            for text, row in zip(on_page, table.rows, strict=True):
                numbers = [c for c in row[first:] if isinstance(c, int | float)]
                told = [float(part) for part in text.split("|") if re.fullmatch(r"[\d.]+", part)]
                assert told == pytest.approx(numbers)
    assert set(shown) >= {"changes", "stuck", "calls", "courtyards", "months", "kinds", "totals"}
    assert (data["from"], data["illustrative"]) == ("2026-01-01", True)


def test_bars_are_as_long_as_their_numbers(look, page, report):
    seen = look(page(), SIZES["laptop"], wait=False)
    bars = seen.run(
        """[...document.querySelectorAll(".months tbody tr")]
        .map(r => [...r.querySelectorAll("rect")]
        .map(b => b.getBoundingClientRect().width))"""
    )
    table = report.by_month
    unit = sum(bars[0]) / table["recorded"].iloc[0]
    for widths, (_, row) in zip(bars, table.iterrows(), strict=True):
        parts = [row[key] for key in ("dispute", "environment", "no_property") if row[key]]
        assert [width / unit for width in widths] == pytest.approx(parts, abs=0.3)


def test_nothing_of_anybody_is_in_any_of_it(tmp_path, report):
    marked = ISSUES.assign(text="这句话不能出现", recorded_by="这个角色不能出现")
    found = made(marked)
    report_xlsx(tmp_path / "r.xlsx", SAMPLE, found, lang="zh")
    report_json(tmp_path / "r.json", SAMPLE, found)
    cells = [
        str(cell)
        for sheet in load_workbook(tmp_path / "r.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    texts = [
        *(report_html(SAMPLE, found, lang=lang, files=FILES) for lang in ("zh", "en")),
        (tmp_path / "r.json").read_text("utf-8"),
        "\n".join(cells),
    ]
    homes = [*SAMPLE.targets["name"], *SAMPLE.targets.index, *SAMPLE.buildings["name"]]
    for text in texts:
        assert "不能出现" not in text
        assert not [id_ for id_ in ISSUES.index if id_ in text]
        # A name of a building alone may be part of a courtyard's; none is here.
        assert not [
            name for name in homes if re.search(rf"(?<![\w#]){re.escape(name)}(?!\w)", text)
        ]


def test_hostile_names_do_nothing(look, page, hostile, tmp_path):
    names = SAMPLE.courtyards.assign(name=hostile)
    changes = {"name": hostile, "source": hostile}
    changes["balance"] = SAMPLE.settings.balance.model_copy(update={"source": hostile})
    community = replace(
        SAMPLE, courtyards=names, settings=SAMPLE.settings.model_copy(update=changes),
        _projected={},
    )  # fmt: skip
    issues = ISSUES.assign(handler=hostile, status="open")
    found = made(issues, community)
    seen = look(page("zh", found, community), wait=False)
    assert seen.faults == []
    assert seen.run("typeof window.__pwned") == "undefined"
    assert seen.run("document.querySelectorAll('script, img').length") == 0
    assert seen.run("document.querySelectorAll('.stuck tbody tr').length") == 1
    report_xlsx(tmp_path / "r.xlsx", community, found, lang="zh")
    load_workbook(tmp_path / "r.xlsx")


def test_without_issues_it_says_what_to_do(look, page):
    seen = look(page("zh", made(ISSUES.iloc[:0])), wait=False)
    assert "先导入民情日志" in seen.run("document.body.innerText")
    assert seen.run("document.querySelectorAll('.table:not(.totals)').length") == 0
    assert seen.faults == []


def test_without_overdue_and_calls_it_says_so():
    issues = ISSUES[ISSUES["source"] == "walk"].assign(due=pd.NaT)
    text = report_html(SAMPLE, made(issues), lang="zh", files=())
    assert "没有超期未办结的民情。" in text
    assert "这段时间没有热线来电。" in text


def test_a_growth_is_what_one_reads_first():
    extra = ISSUES.sample(80, random_state=1).assign(
        recorded_at=pd.Timestamp("2026-05-01"), category="dispute", building_id="B25"
    )
    found = made(pd.concat([ISSUES, extra.set_axis(extra.index + "x")]))
    text = report_html(SAMPLE, found, lang="zh", files=())
    first = text[: text.index("</ol>")]
    assert re.search(r"民事纠纷：明显增多，从 53 件到 139 件。", first)
    assert "向阳楼院：明显增多" in first


def test_on_paper_decisions_come_first_and_all_is_there(page, look):
    seen = look(page(), SIZES["laptop"], wait=False)
    data = seen.page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", data))
    assert 2 <= pages <= 5
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert [round(float(side)) for side in box.groups()] == [595, 842]


def test_every_text_is_in_both_languages():
    from walkmap.pages.texts.report import TEXTS

    assert all(isinstance(text, Words) and text.zh and text.en for text in TEXTS.values())
    assert not [text.zh for text in TEXTS.values() if re.search(r"[A-Za-z]{3}", text.zh)
                and "walkmap" not in text.zh and "--plans" not in text.zh]  # fmt: skip
