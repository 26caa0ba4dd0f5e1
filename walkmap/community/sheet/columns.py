"""What the planner's spreadsheet holds: its sheets, its columns, and the words in their cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from walkmap.community.sheet.spelling import heading
from walkmap.words import TARGET_KINDS, WISH_WORDS, Words

_NOTHING = Words("", "")
TARGETS_SHEET = Words("走访对象", "targets")
WISHES_SHEET = Words("安排要求", "wishes")
LISTS_SHEET = Words("选项", "lists")
EXAMPLE = Words("示例", "example")
"""What stands in the first cell of a row that shows how to fill in the sheet."""


@dataclass(frozen=True)
class Field:
    """One column of a sheet.

    Parameters
    ----------
    name
        What it is called in the program.
    words
        Its heading.
    note
        What goes there, in plain words.
    example
        What stands there in the example row.
    also
        Other headings by which it is known.
    width
        Its width in characters.
    """

    name: str
    words: Words
    note: Words
    example: Words = _NOTHING
    also: tuple[str, ...] = ()
    width: float = 12


_ID = Field(
    "id",
    Words("编号", "id"),
    Words(
        "说明：新加的行留空，程序会编；已有的不要改",
        "Note: leave it empty in a new row; don't change one that is there",
    ),
    EXAMPLE,
    ("对象编号",),
)
_LABEL = Field(
    "label",
    Words("单位或店名", "organisation or shop"),
    Words(
        "只有单位、门店、易出事故点才填；住户不填，不写人名",
        "only for organisations, shops and spots; never a person's name",
    ),
    also=("单位名称", "单位", "店名", "店铺名称", "门店名称", "商户名称", "organisation", "shop"),
    width=20,
)
TARGET_FIELDS = (
    _ID,
    Field(
        "kind",
        Words("类别", "kind"),
        Words("从下拉表里选", "choose from the list"),
        TARGET_KINDS["elderly_party_member"],
        ("走访类别", "对象类别", "种类", "类型"),
        14,
    ),
    Field(
        "place",
        Words("地点", "place"),
        Words(
            "写到楼、单元、房号就行，如 5号楼3单元201 或 5-3-201。不要写姓名、电话、身份证号",
            "building, entrance and room, as 5号楼3单元201 or 5-3-201. "
            "No names, phone numbers or ID numbers",
        ),
        Words("5号楼3单元201", "5-3-201"),
        ("地址", "住址", "家庭住址", "详细地址", "走访地点", "位置", "address"),
        26,
    ),
    _LABEL,
    Field(
        "hazard",
        Words("易出事故点", "hazard"),
        Words(
            "类别是易出事故点时选；别的留空", "for an accident-prone spot: choose which; else empty"
        ),
        also=("隐患点", "事故点"),
        width=20,
    ),
    Field(
        "minutes",
        Words("分钟", "minutes"),
        Words("走访要几分钟；留空按类别算", "minutes of a visit; empty: as for its kind"),
        Words("15", "15"),
        ("走访分钟", "时长", "分钟数"),
    ),
    Field(
        "hours",
        Words("时间段", "hours"),
        Words(
            "什么时候能去，如 09:00-11:30;14:00-17:00；都可以就留空",
            "when it can be visited, as 09:00-11:30;14:00-17:00; empty: always",
        ),
        Words("09:00-11:30", "09:00-11:30"),
        ("走访时间", "营业时间", "开放时间", "方便时间"),
        18,
    ),
    Field(
        "priority",
        Words("先后", "priority"),
        Words("1 最要紧，3 可以缓；留空按类别", "1 is first, 3 is last; empty: as for its kind"),
        Words("1", "1"),
        ("优先级", "优先", "紧要"),
        8,
    ),
    Field(
        "weeks",
        Words("第几个周一", "weeks"),
        Words("如 1,3；哪个周一都行就留空", "which Mondays of the month, as 1,3; empty: any"),
        Words("1,3", "1,3"),
        ("周次", "第几周", "哪几周"),
    ),
    Field(
        "last_visit",
        Words("上次走访", "last visit"),
        Words("日期，如 2026-11-16", "a date, as 2026-11-16"),
        Words("2026-11-16", "2026-11-16"),
        ("上次走访日期", "最近走访", "上次日期"),
        13,
    ),
    Field(
        "stairs",
        Words("爬几层", "stairs"),
        Words("要爬几层楼，有电梯写 0", "floors to climb; 0 if there is a lift"),
        Words("2", "2"),
        ("爬楼层数", "爬楼", "楼梯层数"),
        8,
    ),
    Field(
        "note",
        Words("备注", "note"),
        Words(
            "走访时要知道的事。不要写姓名、电话、身份证号",
            "what one must know there. No names, phone numbers or ID numbers",
        ),
        Words("听力不好，多按几次门铃", "hard of hearing: ring twice"),
        ("说明", "备注说明", "注意事项", "remarks"),
        36,
    ),
    Field(
        "lon",
        Words("经度", "lon"),
        Words("不在哪栋楼里时才填", "only where it is in no building"),
        also=("longitude", "lng"),
    ),
    Field(
        "lat",
        Words("纬度", "lat"),
        Words("同上", "the same"),
        also=("latitude",),
    ),
)
PARTS = (
    Field("building", Words("楼号", "building"), _NOTHING, also=("楼", "楼栋", "楼栋号", "楼门")),
    Field("entrance", Words("单元", "entrance"), _NOTHING, also=("单元号", "单元门", "unit")),
    Field("room", Words("房号", "room"), _NOTHING, also=("房间号", "室", "门牌号", "房间")),
)
"""Columns of planners' own lists that say in parts what stands in ``place``."""

WISH_FIELDS = (
    Field(
        "date",
        Words("日期", "date"),
        Words(
            "说明：哪个周一，如 2026-12-07；整个月就留空",
            "Note: which Monday, as 2026-12-07; empty: the whole month",
        ),
        EXAMPLE,
        ("走访日期",),
        16,
    ),
    Field(
        "what",
        Words("要求", "what"),
        Words("从下拉表里选", "choose from the list"),
        Words("指定", "pin"),
        ("安排", "要求内容"),
        12,
    ),
    Field(
        "about",
        Words("对象", "about"),
        Words(
            "哪个走访对象、楼、大门或走访组：从下拉表里选，或写编号",
            "which target, building, gate or team: choose from the list, or write its id",
        ),
        Words("5号楼", "5号楼"),
        ("针对", "走访对象", "楼或大门", "id"),
        30,
    ),
    Field(
        "team",
        Words("走访组", "team"),
        Words("指定或避开哪个组；都行就留空", "which team; empty: any"),
        Words("一组", "1"),
        ("组", "小组"),
        12,
    ),
    Field(
        "note",
        Words("备注", "note"),
        Words("不要写姓名、电话", "no names, no phone numbers"),
        Words("修路", "road works"),
        ("原因", "remarks"),
        30,
    ),
)
_KINDS_ALSO = {
    "elderly_party_member": ("高龄党员家", "高龄老党员", "老党员", "高龄"),
    "hardship_party_member": ("困难党员户", "困难党员家", "生活困难党员", "困难"),
    "partner_organisation": ("共建", "社会单位", "单位", "partner"),
    "accident_spot": (
        "易出安全事故的地方",
        "易出事故的地方",
        "事故多发点",
        "安全隐患点",
        "隐患点",
        "危险点",
    ),
    "small_shop": ("六小门店", "门店", "小店", "商铺", "店铺", "shop"),
    "frequent_caller": ("诉求较多户", "来电较多户", "12345来电户", "高频诉求户", "频繁来电户"),
}
PRIVATE = frozenset(
    heading(text)
    for text in (
        *("姓名", "名字", "户主", "户主姓名", "对象姓名", "党员姓名", "老人姓名", "本人", "负责人"),
        *("联系人", "联系人姓名", "紧急联系人", "家属", "家属姓名", "家属电话", "电话", "联系电话"),
        *("电话号码", "手机", "手机号", "手机号码", "座机", "联系方式", "微信", "微信号", "QQ"),
        *("身份证", "身份证号", "身份证号码", "证件号", "证件号码", "公民身份号码", "性别", "年龄"),
        *("出生日期", "出生年月", "生日", "民族", "入党时间", "name", "full name", "person"),
        *("contact", "phone", "telephone", "tel", "mobile", "phone number", "ID number", "ID card"),
        *("age", "sex", "birthday", "date of birth"),
    )
)
"""Headings of columns about a person: nothing in them is read."""


def fields_by_heading(fields: Iterable[Field]) -> dict[str, str]:
    """Return the names of columns by every heading that they may have, in one spelling."""
    return {
        heading(text): each.name for each in fields for text in (*each.words, *each.also, each.name)
    }


def codes(words: Mapping[str, Words], also: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return codes by every word that may stand for them, in one spelling."""
    return {
        heading(text): code
        for code, names in words.items()
        for text in (code, *names, *also.get(code, ()))
    }


KINDS = codes(TARGET_KINDS, _KINDS_ALSO)
WHATS = codes(WISH_WORDS, {})
KIND_WORDS = tuple(
    sorted(
        {
            text
            for code, names in TARGET_KINDS.items()
            for text in (names.zh, *_KINDS_ALSO[code])
            if len(text) > 3
        },
        key=lambda text: (-len(text), text),
    )
)
"""The Chinese words of kinds that may stand beside a place."""
