"""What a phone brought back: read, rid of people, taken in whole, and refused in one line."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import made
import pytest

from walkmap import jobs
from walkmap.community import read_community
from walkmap.errors import UsageError, WalkmapError
from walkmap.issues.records import is_results
from walkmap.issues.results import read_results
from walkmap.store import Store, issues_of, open_store, visits_of

# Made up, and put together here so that no such number stands in a file.
MOBILE = "138" + "0" * 8
PAPER = "110101" + "19500101" + "123X"


def kept(community):
    return issues_of(community).drop(["old-1", "old-2"])


def test_a_round_is_taken_in_with_its_places(community, phone):
    issues = [
        made.issue(0),
        made.issue(1, stop="T1", building_id="", target_id="T1", level="medium"),
        made.issue(2, stop="T2", building_id="", target_id=""),
        made.issue(3, stop="T3", building_id=""),
        made.issue(4, stop="", building_id="", lon=116.37, lat=40.0, status="handled",
                   handled_at="2026-12-07T09:00:00+08:00"),
    ]  # fmt: skip
    visits = [made.visit("B1"), made.visit("T1", result="skipped", reason="nobody_home")]
    taken = jobs.import_results(community.folder, phone(issues=issues, visits=visits))
    (added,) = taken.added
    assert (added.new, added.visits.new) == (5, 2)
    rows = kept(community).loc[made.IDS]
    assert list(rows["building_id"]) == ["B1", "B1", "", "", ""]
    assert list(rows["target_id"]) == ["", "T1", "T2", "T3", ""]
    shop = community.targets.geometry["T2"]
    ice = community.hazards.geometry["H1"]
    assert list(rows["lon"].iloc[2:]) == pytest.approx([shop.x, ice.x, 116.37], abs=1e-6)
    assert list(rows["handler"].iloc[:2]) == ["包院居干", "公共卫生委员会"]
    assert set(rows["round"]) == {"2026-12-07/1"}
    assert rows["recorded_at"].iloc[0] == datetime(2026, 12, 7, 8, 50)
    assert rows["handled_at"].iloc[4] == datetime(2026, 12, 7, 9)
    made_visits = visits_of(community)
    assert list(made_visits["result"]) == ["done", "skipped"]
    assert set(made_visits["day"]) == {date(2026, 12, 7)}
    assert made_visits["reason"].iloc[1] == "nobody_home"


def test_twice_changes_nothing_and_of_two_exports_the_later_counts(community, phone, tmp_path):
    early = phone("a.json", issues=[made.issue(0), made.issue(1)])
    late = phone(
        "b.json",
        exported_at="2026-12-07T11:50:00+08:00",
        issues=[made.issue(0, status="handled", text="已清走")],
        visits=[made.visit(result="skipped", reason="shut")],
    )
    other = shutil.copytree(community.folder, tmp_path / "other")
    for file in (early, late, early):
        jobs.import_results(community.folder, file)
    for file in (late, early, late):
        jobs.import_results(other, file)
    one, two = issues_of(community), issues_of(read_community(other))
    assert one.to_csv() == two.to_csv()
    assert one.loc[made.IDS[0], "text"] == "已清走"
    assert list(visits_of(community)["result"]) == ["skipped"]
    with open_store(community) as store:
        history = store.changes()
    jobs.import_results(community.folder, late)
    with open_store(community) as store:
        assert store.changes() == history


def test_what_the_phone_took_back_goes_whatever_the_order(community, phone, tmp_path):
    issues = [made.issue(0, photo=made.photo()[0]), made.issue(1)]
    first = phone("a.json", issues=issues)
    then = phone(
        "b.json", exported_at="2026-12-07T11:50:00+08:00", issues=issues[1:],
        withdrawn=[made.issue(0, text="")],
    )  # fmt: skip
    again = phone("c.json", exported_at="2026-12-07T11:55:00+08:00", issues=issues)
    other = shutil.copytree(community.folder, tmp_path / "other")
    jobs.import_results(community.folder, first)
    assert "撤回 1 项" in jobs.import_results(community.folder, then).lines[0].zh
    jobs.import_results(community.folder, first)
    jobs.import_results(other, then)
    assert "撤回" not in jobs.import_results(other, first).lines[0].zh
    for one in (community, read_community(other)):
        assert list(kept(one).index) == [made.IDS[1]]
        with pytest.raises(WalkmapError):
            jobs.show_issue(one.folder, made.IDS[0])
        assert not list(one.folder.glob("photos/*"))
        jobs.import_results(one.folder, again)
        assert list(kept(one)["text"]) == ["楼道里堆了纸箱"] * 2
        assert jobs.show_issue(one.folder, made.IDS[0]).photo


def test_a_visit_that_was_undone_is_none_whatever_the_order(community, phone, tmp_path):
    first = phone("a.json", visits=[made.visit("B1"), made.visit("T1")])
    gone = made.visit("T1", result="withdrawn")
    then = phone("b.json", exported_at="2026-12-07T11:50:00+08:00", visits=[made.visit(), gone])
    again = phone("c.json", exported_at="2026-12-07T11:55:00+08:00", visits=[made.visit("T1")])
    other = shutil.copytree(community.folder, tmp_path / "other")
    jobs.import_results(community.folder, first)
    line = jobs.import_results(community.folder, then).lines[0].zh
    assert "走访 1 站（跳过 0 站），新增 0，改动 0" in line
    assert "撤回 1 项" in line
    jobs.import_results(community.folder, first)
    jobs.import_results(other, then)
    jobs.import_results(other, first)
    for one in (community, read_community(other)):
        assert list(visits_of(one)["stop_id"]) == ["B1"]
        jobs.import_results(one.folder, again)
        assert list(visits_of(one)["stop_id"]) == ["B1", "T1"]


def test_what_the_office_works_on_is_not_taken_back(community, phone):
    jobs.import_results(community.folder, phone("a.json", issues=[made.issue(0)]))
    jobs.take_issue(community.folder, made.IDS[0], by="院长")
    then = phone(
        "b.json", exported_at="2026-12-07T11:50:00+08:00", issues=[],
        withdrawn=[made.issue(0, text="")],
    )  # fmt: skip
    assert "撤回" not in jobs.import_results(community.folder, then).lines[0].zh
    assert list(kept(community)["status"]) == ["in_hand"]


def test_a_chats_text_holds_results_of_two_teams(community, tmp_path):
    one = json.dumps(made.results(), ensure_ascii=False)
    two = json.dumps(
        made.results(team="2", visits=[made.visit(id="2026-12-07/2/B2", stop="B2")], issues=[]),
        ensure_ascii=False, indent=1,
    )  # fmt: skip
    one = one.replace("楼道里堆了纸箱", "楼道里堆了\n纸箱")  # as chats break long lines
    file = tmp_path / "chat.txt"
    text = f"一组今天走完了 {{笑}}\n{one}\n好的，收到 👍\n{two} 谢谢"
    file.write_text(text, encoding="utf-8")
    assert is_results(file.read_bytes())
    taken = jobs.import_results(community.folder, file)
    assert [results.team for results in taken.results] == ["1", "2"]
    assert list(visits_of(community)["stop_id"]) == ["B1", "B2"]
    assert kept(community)["text"].iloc[0] == "楼道里堆了\n纸箱"


def test_null_is_as_good_as_nothing(community, phone):
    file = phone(
        visits=[made.visit(reason=None, note=None)],
        issues=[made.issue(text=None, target_id=None, households=None, building_id=None)],
    )
    jobs.import_results(community.folder, file)
    assert kept(community)["building_id"].iloc[0] == "B1"


def test_half_an_emoji_keeps_nothing_out(community, phone):
    text = "灯坏了" + chr(0xD83D)  # cut off between the two halves of a sign
    jobs.import_results(community.folder, phone(issues=[made.issue(0, text=text)]))
    assert kept(community)["text"].tolist() == ["灯坏了"]


def test_tables_are_no_results(community):
    assert not is_results((community.folder / "issues.csv").read_bytes())
    assert not is_results("工单编号,主要内容\n1,灯".encode("gb18030"))


def test_numbers_and_names_are_cut_out(community, phone):
    text = f"王大爷说路灯太亮，电话{MOBILE}，身份证{PAPER}"
    note = f"没人，打{MOBILE}"
    taken = jobs.import_results(
        community.folder, phone(issues=[made.issue(text=text)], visits=[made.visit(note=note)])
    )
    files = [file.read_bytes() for file in community.folder.glob("records.sqlite*")]
    for secret in (MOBILE, PAPER, "王大爷"):
        assert not any(secret.encode() in data for data in files)
    assert "路灯太亮" in kept(community)["text"].iloc[0]
    assert any("号码 3 处、姓名 1 处" in line.zh for line in taken.lines)


class TestPhotos:
    def test_the_picture_stays_and_what_it_says_of_itself_goes(self, community, phone):
        from PIL import Image

        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        exif[0x8825] = {1: "N", 2: (40.0, 0.0, 0.0)}
        for options in ({}, {"progressive": True}, {"quality": 95, "subsampling": 0}):
            uri, data = made.photo(exif=exif, comment=b"SecretRemark", **options)
            assert b"SecretCamera" in data
            jobs.import_results(community.folder, phone(issues=[made.issue(photo=uri)]))
            file = community.folder / "photos" / f"{made.IDS[0]}.jpg"
            stripped = file.read_bytes()
            assert b"Secret" not in stripped
            assert not {"exif", "comment", "jfif"} & set(Image.open(file).info)
            (community.folder / "original.jpg").write_bytes(data)
            original = Image.open(community.folder / "original.jpg")
            assert Image.open(file).tobytes() == original.tobytes()
        assert jobs.show_issue(community.folder, made.IDS[0]).photo == file

    def test_what_hangs_on_behind_the_picture_goes(self, community, phone):
        import base64

        _, data = made.photo()
        hung = base64.b64encode(data + b"SecretTrailer").decode()
        photo = f"data:image/jpeg;base64,{hung}"
        jobs.import_results(community.folder, phone(issues=[made.issue(photo=photo)]))
        (file,) = (community.folder / "photos").iterdir()
        assert file.read_bytes().endswith(b"\xff\xd9")

    @pytest.mark.parametrize(
        "photo",
        [
            "data:image/png;base64,iVBORw0KGgo=",
            "data:image/jpeg;base64,",
            "data:image/jpeg;base64,AAAA",
            "data:image/jpeg;base64,/9j/2Q==",
            "data:image/jpeg;base64,/9j/4AAQ",
            "data:image/jpeg;base64,///9",
            "data:image/jpeg;base64,=A",
            "data:image/jpeg;base64," + "/9j/" * 400_000,
            made.photo()[0][:-40],
            "<script>",
        ],
    )
    def test_one_that_is_no_use_is_said_and_its_issue_kept(self, community, phone, photo):
        taken = jobs.import_results(community.folder, phone(issues=[made.issue(photo=photo)]))
        assert any("1 张照片用不了" in line.zh for line in taken.lines)
        assert len(kept(community)) == 1
        assert not (community.folder / "photos").exists()

    def test_none_stays_of_an_import_that_fails(self, community, phone, monkeypatch):
        def fail(*_args: object, **_options: object) -> None:
            raise OSError("no room")

        with open_store(community):
            monkeypatch.setattr(Store, "add", fail)
        file = phone(issues=[made.issue(photo=made.photo()[0])])
        with pytest.raises(OSError, match="no room"):
            jobs.import_results(community.folder, file)
        assert not list(community.folder.glob("photos/*"))


BAD = {
    "社区 elsewhere 的，不是 tiny 的": {"community": "elsewhere"},
    "请升级 walkmap": {"format": "walkmap-results/2"},
    "没有 B9、T9": {"visits": [made.visit("T9")], "issues": [made.issue(stop="B9")]},
    "没有 B8": {"issues": [made.issue(building_id="B8")]},
    "没有 B1": {"visits": [made.visit("B1", kind="target")]},
    "visits.1.result": {"visits": [made.visit(result="perhaps")]},
    "visits.2.at": {"visits": [made.visit(), made.visit("B2", at="noon")]},
    "issues.1.id": {"issues": [made.issue(id="../../etc/passwd")]},
    "issues.1.level": {"issues": [made.issue(level="huge")]},
    "issues.1.lon": {"issues": [made.issue(lon=999)]},
    "issues.1.people": {"issues": [made.issue(people=-1)]},
    "exported_at": {"exported_at": ""},
    "exported_at 这": {"exported_at": "2026-12-07T11:20:00"},
    "visits.1.at": {"visits": [made.visit(at="0001-01-01T00:00:00+14:00")]},
    "issues.1 ": {"issues": ["none"]},
    "date": {"date": "Monday"},
}


@pytest.mark.parametrize("said", BAD)
def test_what_is_wrong_is_one_line_and_nothing_is_taken(said, community, phone):
    file = phone(**BAD[said])
    with pytest.raises(WalkmapError) as caught:
        jobs.import_results(community.folder, file)
    words = caught.value.words
    assert said in words.zh
    assert words.zh.startswith("results.json：")
    assert "\n" not in words.zh + words.en
    assert len(kept(community)) == 0
    assert visits_of(community).empty


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_broken_json_is_said(community, phone, cut):
    file = phone()
    file.write_text(file.read_text(encoding="utf-8")[:-cut], encoding="utf-8")
    with pytest.raises(WalkmapError) as caught:
        jobs.import_results(community.folder, file)
    assert "没复制全" in caught.value.words.zh


def test_a_text_with_one_good_and_one_bad_round_takes_none(community, tmp_path):
    good, bad = made.results(), made.results(team="2", community="elsewhere")
    file = tmp_path / "chat.txt"
    file.write_text(json.dumps(good) + json.dumps(bad), encoding="utf-8")
    with pytest.raises(WalkmapError):
        jobs.import_results(community.folder, file)
    assert len(kept(community)) == 0


def test_a_file_that_is_not_there(community, tmp_path):
    with pytest.raises(WalkmapError) as caught:
        read_results(tmp_path / "none.json", community)
    assert "打不开" in caught.value.words.zh


@pytest.mark.parametrize("by", ["", "王大爷", MOBILE, "字" * 21, "一\n组\x00"])
def test_who_brings_them_is_a_role(community, phone, by):
    with pytest.raises(UsageError):
        jobs.import_results(community.folder, phone(), by=by)


def test_the_sample_stays_as_it_is(phone):
    with pytest.raises(WalkmapError) as caught:
        jobs.import_results(jobs.SAMPLE, phone(community="nanshatan"))
    assert "示例" in caught.value.words.zh
    assert not list(Path(jobs.SAMPLE).glob("records.sqlite*"))
