"""The store: what is taken in, what is kept of it, and what is said when it can't be used."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from made import CSV

from walkmap.errors import CommunityFaults, WalkmapError
from walkmap.issues import read_issues
from walkmap.issues.records import Call, Issue, VisitDone
from walkmap.store import calls_of, issues_of, open_store, store_if_any, visits_of

NOON = datetime(2026, 12, 7, 12)
LATER = datetime(2026, 12, 8, 9)
ISSUE = Issue("i1", datetime(2026, 12, 7, 9), "walk", "environment", "small", "灯", "B1")
CALL = Call("W1", "i1", "城市管理->环境", None, True, None, 0.8)
VISIT = VisitDone("2026-12-07/1/B1", date(2026, 12, 7), "1", "B1", "building", NOON)


def test_nothing_is_made_by_reading(community):
    assert len(issues_of(community)) == 2
    assert visits_of(community).empty
    assert calls_of(community).empty
    with store_if_any(community) as store:
        assert store is None
    assert not list(community.folder.glob("records.sqlite*"))


def test_a_new_store_takes_issues_csv_in(community):
    read = read_issues(community)
    with open_store(community) as store:
        kept = store.issues()
    filled = {"handler": {"old-1": "包院居干", "old-2": "人民调解委员会"}}
    filled["due"] = {"old-1": "2026-12-07", "old-2": "2026-12-30"}
    for column, values in filled.items():
        assert kept[column].astype("str").to_dict() == values
    rest = [column for column in read.columns if column not in filled]
    pd.testing.assert_frame_equal(kept[rest], read[rest])
    (community.folder / "issues.csv").write_text(CSV.splitlines()[0])
    pd.testing.assert_frame_equal(issues_of(community), kept)


def test_numbers_and_names_in_issues_csv_stay_out(community):
    mobile = "138" + "0" * 8
    text = CSV.replace("路灯太亮", f"王大爷说路灯太亮，电话{mobile}")
    (community.folder / "issues.csv").write_text(text, encoding="utf-8")
    with open_store(community) as store:
        assert store.issue("old-1")["text"] == "居民说路灯太亮"
    data = (community.folder / "records.sqlite").read_bytes()
    assert mobile.encode() not in data
    assert "王大爷".encode() not in data


def test_faults_of_issues_csv_make_no_store(community):
    (community.folder / "issues.csv").write_text(CSV.replace("small", "tiny"), encoding="utf-8")
    with pytest.raises(CommunityFaults), open_store(community):
        pass
    with store_if_any(community) as store:
        assert store is None


def test_an_empty_community_has_an_empty_store_of_the_same_columns(community):
    full = issues_of(community)
    (community.folder / "issues.csv").unlink()
    with open_store(community) as store:
        empty = store.issues()
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_the_same_again_changes_nothing(community):
    with open_store(community) as store:
        first = store.add([ISSUE], [CALL], [VISIT], by="x", at=NOON)
        assert (first.new, first.calls.new, first.visits.new) == (1, 1, 1)
        history = store.changes()
        again = store.add([ISSUE], [CALL], [VISIT], by="x", at=LATER)
        assert (again.new, again.same, again.changed) == (0, 1, 0)
        assert again.calls == again.visits == (0, 1, 0)
        assert store.changes() == history


def test_what_is_kept_comes_back(community):
    with open_store(community) as store:
        store.add([ISSUE], [CALL], [VISIT], by="x", at=NOON)
    call = calls_of(community).loc["W1"]
    assert (call["issue_id"], call["path"], call["sure"]) == ("i1", "城市管理->环境", 0.8)
    assert call["solved"]
    assert pd.isna(call["satisfied"])
    done = visits_of(community).loc[VISIT.id]
    assert (done["day"], done["stop_id"], done["result"]) == (date(2026, 12, 7), "B1", "done")
    kept = issues_of(community).loc["i1"]
    assert (kept["text"], kept["handler"]) == ("灯", "包院居干")
    assert kept["due"] == datetime(2026, 12, 14)


def test_what_people_changed_stays_when_a_source_says_the_same(community):
    call = replace(ISSUE, source="hotline", building_id="", status="open")
    with open_store(community) as store:
        store.add([call], by="热线", at=NOON)
        store.change("i1", {"building_id": "B2", "level": "medium"}, by="居委会", at=LATER)
        store.add([replace(call, status="in_hand")], by="热线", at=LATER)
        row = store.issue("i1")
    assert (row["building_id"], row["level"], row["status"]) == ("B2", "medium", "in_hand")


def test_a_handler_named_by_hand_stays_when_a_source_names_none(community):
    with open_store(community) as store:
        store.add([ISSUE], by="x", at=NOON)
        due = date(2026, 12, 9)
        store.change("i1", {"handler": "楼门长", "due": due}, by="居委会", at=LATER)
        store.add([replace(ISSUE, text="树")], by="x", at=LATER)
        row = store.issue("i1")
    assert (row["text"], row["handler"], row["due"]) == ("树", "楼门长", due)


def test_another_level_from_a_source_brings_its_own_handler_and_day(community):
    with open_store(community) as store:
        store.add([ISSUE], by="x", at=NOON)
        store.add([replace(ISSUE, level="large")], by="x", at=LATER)
        row = store.issue("i1")
    assert (row["handler"], row["due"]) == ("街道办事处", date(2027, 3, 7))


def test_what_was_said_earlier_is_passed_over(community):
    with open_store(community) as store:
        store.add([replace(ISSUE, text="新")], by="x", at=LATER)
        added = store.add([replace(ISSUE, text="旧")], by="x", at=NOON)
        assert (added.same, added.changed) == (1, 0)
        assert store.issue("i1")["text"] == "新"


def test_what_was_confirmed_is_as_new_as_its_confirmation(community):
    between = NOON + (LATER - NOON) / 2
    with open_store(community) as store:
        for at, text in ((NOON, "灯"), (LATER, "灯"), (between, "树")):
            store.add([replace(ISSUE, text=text)], by="x", at=at)
        assert store.issue("i1")["text"] == "灯"


def test_every_change_tells_who_when_and_what_stood_there(community):
    with open_store(community) as store:
        store.add([ISSUE], by="一组", at=NOON)
        store.change(
            "i1", {"status": "in_hand", "level": "small"}, by="居委会", at=LATER, note="去"
        )
        told, changed, note = store.changes("i1")
    assert (told.by, told.at, told.column, told.old) == ("一组", NOON, "", None)
    assert told.new["text"] == "灯"
    assert (changed.by, changed.at, changed.column) == ("居委会", LATER, "status")
    assert (changed.old, changed.new) == ("open", "in_hand")
    assert (note.column, note.new) == ("note", "去")


def test_remarks_on_issues_are_found_by_their_beginning(community):
    with open_store(community) as store:
        store.add([ISSUE], [], [replace(VISIT, note="地点甲")], by="x", at=NOON)
        store.add([], [], [replace(VISIT, note="地点乙")], by="x", at=LATER)
        for note in ("地点：5号楼", "修好了"):
            store.change("i1", {}, by="x", at=LATER, note=note)
        assert store.notes("地点") == [("i1", "地点：5号楼")]


def test_times_are_kept_in_the_communitys_zone(community):
    moment = datetime(2026, 12, 7, 1, 30, 15, 999, tzinfo=UTC)
    with open_store(community) as store:
        store.add([replace(ISSUE, recorded_at=moment)], by="x", at=moment)
        assert store.issues().loc["i1", "recorded_at"] == datetime(2026, 12, 7, 9, 30, 15)
        assert store.changes("i1")[0].at == datetime(2026, 12, 7, 9, 30, 15)


def test_what_fails_in_the_middle_leaves_nothing(community):
    with open_store(community) as store:
        before = store.issues()

        def one_then_none() -> None:
            with store.together():
                store.add([ISSUE], by="x", at=NOON)
                store.change("nobody", {"status": "handled"}, by="x", at=NOON)

        with pytest.raises(WalkmapError):
            one_then_none()
        pd.testing.assert_frame_equal(store.issues(), before)
        assert store.changes("i1") == []


def test_one_may_read_while_another_writes(community):
    with open_store(community) as writer, writer.together():
        writer.add([ISSUE], by="x", at=NOON)
        assert "i1" not in issues_of(community).index
    assert "i1" in issues_of(community).index


def test_a_call_of_no_issue_is_refused(community):
    from sqlalchemy.exc import IntegrityError

    with open_store(community) as store:
        with pytest.raises(IntegrityError):
            store.add([], [replace(CALL, issue_id="nobody")], by="x", at=NOON)
        assert store.calls().empty


@pytest.mark.parametrize(
    "change", [{"level": "huge"}, {"category": "noise"}, {"status": "lost"}, {"source": "fax"}]
)
def test_unknown_codes_are_bugs(community, change):
    with open_store(community) as store, pytest.raises(ValueError, match=next(iter(change))):
        store.add([replace(ISSUE, **change)], by="x", at=NOON)


@pytest.mark.parametrize(
    ("start", "said"),
    [("zzz", "没有编号以 zzz"), ("old", "不止一件：old-1、old-2"), ("", "没有编号"), ("%", "没有")],
)
def test_an_id_that_fits_none_or_several_is_said(community, start, said):
    with open_store(community) as store:
        assert store.issue("old-2")["text"] == "琴声太响"
        with pytest.raises(WalkmapError) as caught:
            store.issue(start)
    assert said in caught.value.words.zh


class TestAFileThatIsNoUse:
    @staticmethod
    def said(community):
        lines = []
        for use in (open_store, store_if_any):
            with pytest.raises(WalkmapError) as caught, use(community):
                pass
            assert "\n" not in caught.value.words.zh
            lines.append(caught.value.words.zh)
        assert lines[0] == lines[1]
        return lines[0]

    def test_no_database(self, community):
        (community.folder / "records.sqlite").write_text("这不是数据库" * 999, encoding="utf-8")
        assert "records.sqlite 不是记录库" in self.said(community)

    @pytest.mark.parametrize("table", ["birds (name)", "meta (name)", "meta (key, value)"])
    def test_another_programs(self, table, community):
        with sqlite3.connect(community.folder / "records.sqlite") as other:
            other.execute(f"CREATE TABLE {table}")
        assert "别的程序的数据库" in self.said(community)

    def test_one_that_lacks_a_table(self, community):
        with open_store(community):
            pass
        with sqlite3.connect(community.folder / "records.sqlite") as other:
            other.execute("DROP TABLE changes")
        with pytest.raises(WalkmapError, match="is of no use"), open_store(community) as store:
            store.changes()

    def test_a_newer_walkmaps(self, community):
        with open_store(community):
            pass
        with sqlite3.connect(community.folder / "records.sqlite") as other:
            other.execute("UPDATE meta SET value = 99 WHERE key = 'schema'")
        assert "请升级 walkmap" in self.said(community)

    def test_another_communitys(self, community):
        with open_store(community):
            pass
        settings = community.settings.model_copy(update={"id": "elsewhere"})
        said = self.said(replace(community, settings=settings))
        assert "tiny" in said
        assert "elsewhere" in said

    def test_a_url_that_leads_nowhere_shows_no_password(self, community):
        for url in ("nothing://me:secret@host/db", "oracle://me:secret@host/db", "::::"):
            records = community.settings.records.model_copy(update={"url": url})
            settings = community.settings.model_copy(update={"records": records})
            said = self.said(replace(community, settings=settings))
            assert "[records] url" in said
            assert "secret" not in said


def test_a_folder_may_be_called_anything(community, tmp_path):
    community = replace(community, folder=tmp_path / "50% 民情?#1")
    community.folder.mkdir()
    with open_store(community) as store:
        store.add([ISSUE], by="x", at=NOON)
    assert list(issues_of(community).index) == ["i1"]
    assert (community.folder / "records.sqlite").is_file()


def test_the_settings_may_name_another_file(community, tmp_path):
    url = f"sqlite:///{(tmp_path / 'elsewhere.db').as_posix()}"
    records = community.settings.records.model_copy(update={"url": url})
    settings = community.settings.model_copy(update={"records": records})
    community = replace(community, settings=settings)
    with open_store(community) as store:
        store.add([ISSUE], by="x", at=NOON)
    assert "i1" in issues_of(community).index
    assert (tmp_path / "elsewhere.db").is_file()
    assert not (community.folder / "records.sqlite").exists()
