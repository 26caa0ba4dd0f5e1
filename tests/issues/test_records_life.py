"""The steps of an issue, who gets it by when, and what is shown where it was found."""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from walkmap.community import Settings
from walkmap.community.settings import Office, settings_of
from walkmap.errors import UsageError, WalkmapError
from walkmap.issues import life
from walkmap.issues.found import MOST, found_last
from walkmap.issues.records import Issue, issue_table
from walkmap.store import visits_of
from walkmap.words import ISSUE_CATEGORIES, ISSUE_LEVELS

DAY = date(2026, 12, 7)
OFFICE = {"lon": 116.37, "lat": 40.0}
SETTINGS = Settings(id="a", name="a", office=Office(**OFFICE))


def row(**changes):
    return vars(Issue("i1", datetime(2026, 12, 1, 9), "walk", "environment", "small")) | changes


class TestWhoAndWhen:
    @pytest.mark.parametrize(
        ("level", "category", "handler", "due"),
        [
            ("small", "dispute", "包院居干", date(2026, 12, 8)),
            ("medium", "dispute", "人民调解委员会", date(2026, 12, 31)),
            ("medium", "environment", "公共卫生委员会", date(2026, 12, 31)),
            ("medium", "no_property", "社区服务委员会", date(2026, 12, 31)),
            ("large", "no_property", "街道办事处", date(2027, 3, 1)),
        ],
    )
    def test_by_level_and_category(self, level, category, handler, due):
        given = life.assigned(row(level=level, category=category), SETTINGS)
        assert (given["handler"], given["due"]) == (handler, due)

    def test_as_the_settings_say(self):
        wanted = {
            "days": {"medium": 10},
            "medium": {"dispute": "治安保卫委员会"},
            "small": "楼院长",
        }
        settings, faults = settings_of({"id": "a", "name": "a", "office": OFFICE, "issues": wanted})
        assert not faults
        given = life.assigned(row(level="medium", category="dispute"), settings)
        assert (given["handler"], given["due"]) == ("治安保卫委员会", date(2026, 12, 11))
        assert life.assigned(row(), settings)["handler"] == "楼院长"
        assert life.assigned(row(level="medium"), settings)["handler"] == "公共卫生委员会"

    def test_what_a_source_says_goes_first(self):
        given = life.assigned(row(handler="社会单位", due=DAY), SETTINGS)
        assert (given["handler"], given["due"]) == ("社会单位", DAY)

    @pytest.mark.parametrize(
        ("wrong", "where"),
        [
            ({"days": {"huge": 3}}, "issues.days.huge"),
            ({"days": {"small": -1}}, "issues.days.small"),
            ({"larg": "街道"}, "issues.larg"),
            ({"medium": {"noise": "委员会"}}, "issues.medium.noise"),
        ],
    )
    def test_settings_that_make_no_sense_are_said(self, wrong, where):
        _, faults = settings_of({"id": "a", "name": "a", "office": OFFICE, "issues": wrong})
        assert [fault.column for fault in faults] == [where]


class TestSteps:
    def test_up_by_one_level_to_whom_the_level_belongs(self):
        up = life.passed_up(row(status="in_hand"), SETTINGS, DAY)
        assert up == {
            "level": "medium",
            "status": "open",
            "handler": "公共卫生委员会",
            "due": date(2027, 1, 6),
        }
        up = life.passed_up(row(level="medium"), SETTINGS, DAY, "社会单位")
        assert (up["level"], up["handler"]) == ("large", "社会单位")

    def test_there_is_nowhere_above_large(self):
        with pytest.raises(WalkmapError, match="large"):
            life.passed_up(row(level="large"), SETTINGS, DAY)

    def test_nothing_more_happens_to_what_is_handled(self):
        now = datetime(2026, 12, 7, 9, 30)
        done = row() | life.handled(row(), now)
        assert (done["status"], done["handled_at"]) == ("handled", now)
        for step in (
            lambda: life.handled(done, now),
            lambda: life.taken(done),
            lambda: life.passed_up(done, SETTINGS, DAY),
        ):
            with pytest.raises(WalkmapError, match="2026-12-07"):
                step()

    def test_in_hand_keeps_its_handler_unless_another_takes_it(self):
        assert life.taken(row(handler="楼门长")) == {"status": "in_hand", "handler": "楼门长"}
        assert life.taken(row(handler="楼门长"), "楼院长")["handler"] == "楼院长"

    def test_overdue_from_the_day_after(self):
        rows = [
            row(id="b", due=date(2026, 12, 6)),
            row(id="a", due=date(2026, 12, 5)),
            row(id="today", due=DAY),
            row(id="done", due=date(2026, 12, 1), status="handled"),
            row(id="none", due=None),
        ]
        assert list(life.overdue(issue_table(rows), DAY).index) == ["a", "b"]

    @pytest.mark.parametrize(
        "text", ["包院居干", " 楼院长1 ", "居委会", "网格员 3", "street office"]
    )
    def test_roles(self, text):
        assert life.role(text) == " ".join(text.split())

    @pytest.mark.parametrize("text", ["", "李大爷", "王小明", "138" + "1" * 8, "x" * 21, "a\x07"])
    def test_no_roles(self, text):
        with pytest.raises(UsageError):
            life.role(text)


class TestFoundLastTime:
    @staticmethod
    def issues(*rows):
        return issue_table([row(id=str(k), **cells) for k, cells in enumerate(rows)])

    @staticmethod
    def visits(*rows):
        columns = ["day", "stop_id", "result"]
        return pd.DataFrame(list(rows), columns=columns)

    def test_of_the_latest_day_only_and_at_its_own_stop(self, community):
        at = datetime(2026, 12, 7, 9)
        issues = self.issues(
            {"building_id": "B1", "text": "前一周"},
            {"building_id": "B1", "recorded_at": at, "text": "楼里"},
            {"building_id": "B1", "target_id": "T1", "recorded_at": at, "text": "家里"},
            {"building_id": "B2", "recorded_at": at, "source": "hotline"},
            {"lon": 116.37, "lat": 40.0, "recorded_at": at},
        )
        found = found_last(issues, visits_of(community), ["B1", "B2", "T1"])
        assert {stop: [f.text for f in told] for stop, told in found.items()} == {
            "B1": ["楼里"],
            "T1": ["家里"],
        }
        assert found["B1"][0].day == DAY
        assert set(found_last(issues, visits_of(community))) == {"B1", "T1"}
        assert found_last(issues, visits_of(community), ["T1"]).keys() == {"T1"}

    def test_what_is_open_first_then_what_is_large_and_not_too_many(self):
        cells = {"building_id": "B1"}
        issues = self.issues(
            cells | {"status": "handled", "level": "large"},
            *(cells | {"level": level} for level in ("small", "medium", "large", "small")),
        )
        (told,) = found_last(issues, self.visits(), ["B1"]).values()
        assert len(told) == MOST
        assert [f.level for f in told] == ["large", "medium", "small"]

    def test_what_was_settled_is_gone_after_a_visit_without_anything(self):
        issues = self.issues(
            {"building_id": "B1", "status": "handled"}, {"building_id": "B2", "status": "open"}
        )
        later = self.visits((DAY, "B1", "done"), (DAY, "B2", "done"))
        assert found_last(issues, later, ["B1", "B2"]).keys() == {"B2"}
        left_out = self.visits((DAY, "B1", "skipped"), (DAY, "B2", "skipped"))
        assert found_last(issues, left_out, ["B1", "B2"]).keys() == {"B1", "B2"}

    def test_what_was_never_taken_in_names_nobody(self):
        said = "王大爷说灯不亮，电话138" + "0" * 8
        issues = self.issues({"building_id": "B1", "text": said})
        ((found,),) = found_last(issues, self.visits()).values()
        assert found.text == "居民说灯不亮"

    def test_nothing_at_all(self, community):
        assert found_last(self.issues(), visits_of(community), ["B1"]) == {}


def test_the_settings_in_the_docs_are_those_without_any():
    docs = (Path(__file__).resolve().parents[2] / "docs" / "issues.md").read_text("utf-8")
    blocks = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", docs, re.DOTALL)]
    (told,) = [block["issues"] for block in blocks if "issues" in block]
    rules = SETTINGS.issues
    assert (told["small"], told["large"]) == (rules.small, rules.large)
    assert told["days"] == {level: rules.days_of(level) for level in ISSUE_LEVELS}
    assert told["medium"] == {c: rules.handler_of("medium", c) for c in ISSUE_CATEGORIES}
