"""The columns of tables of issues: our own template's, and those of the hotline's exports."""

import re
from collections.abc import Mapping

from walkmap.community.settings import HotlineColumn
from walkmap.community.sheet.columns import EXAMPLE, PRIVATE, Field
from walkmap.community.sheet.spelling import heading
from walkmap.words import Words

ISSUES_SHEET = Words("民情", "issues")
_NOTHING = Words("", "")
OWN_FIELDS = (
    Field(
        "id",
        Words("编号", "id"),
        Words(
            "说明：新加的行留空，程序会编；已有的不要改",
            "Note: leave it empty in a new row; don't change one that is there",
        ),
        EXAMPLE,
        ("民情编号",),
        14,
    ),
    Field(
        "recorded_at",
        Words("时间", "time"),
        Words("什么时候听到、看到的，如 2026-12-07 09:30", "when it was heard or seen"),
        Words("2026-12-07 09:30", "2026-12-07 09:30"),
        ("日期", "记录时间", "记录日期", "反映时间", "走访时间", "走访日期", "发生时间", "date"),
        18,
    ),
    Field(
        "source",
        Words("来源", "source"),
        Words("从下拉表里选；留空算导入", "choose from the list; empty: import"),
        Words("走访", "walk"),
        ("民情来源", "信息来源"),
    ),
    Field(
        "place",
        Words("地点", "place"),
        Words(
            "写到楼和单元，如 5号楼3单元。不要写姓名、电话",
            "building and entrance, as 5号楼3单元. No names, no phone numbers",
        ),
        Words("5号楼3单元", "5号楼3单元"),
        ("地址", "位置", "楼号", "楼栋", "楼", "反映地点", "发生地点", "address"),
        24,
    ),
    Field(
        "category",
        Words("类别", "category"),
        Words("从下拉表里选", "choose from the list"),
        Words("环境问题", "environment"),
        ("民情类别", "问题类别", "事项类别"),
        14,
    ),
    Field(
        "level",
        Words("级别", "level"),
        Words("小事、中事、大事，从下拉表里选", "small, medium or large: choose from the list"),
        Words("小事", "small"),
        ("民情级别", "事项级别", "大中小事", "分级"),
        8,
    ),
    Field(
        "text",
        Words("内容", "text"),
        Words(
            "说了什么、看到什么。不要写姓名、电话、身份证号",
            "what was said or seen. No names, phone numbers or ID numbers",
        ),
        Words("楼道灯不亮", "the light in the stairwell is broken"),
        ("民情内容", "主要内容", "问题描述", "反映内容", "具体内容", "事项内容", "content"),
        40,
    ),
    Field(
        "households",
        Words("户数", "households"),
        Words("关系到几户；不知道就留空", "how many it concerns; empty: not known"),
        Words("12", "12"),
        ("涉及户数", "受益户数"),
        8,
    ),
    Field(
        "people",
        Words("人数", "people"),
        Words("关系到几人；不知道就留空", "how many it concerns; empty: not known"),
        Words("30", "30"),
        ("涉及人数", "受益人数"),
        8,
    ),
    Field(
        "status",
        Words("状态", "status"),
        Words("从下拉表里选；留空算待办", "choose from the list; empty: open"),
        Words("待办", "open"),
        ("办理状态", "办理情况", "是否办结"),
        10,
    ),
    Field(
        "handler",
        Words("经办", "handler"),
        Words("写单位或岗位，不写姓名；留空按级别定", "a body or post; empty: by the level"),
        also=("办理单位", "承办单位", "责任单位", "经办单位", "办理岗位"),
        width=16,
    ),
    Field(
        "due",
        Words("期限", "due"),
        Words("日期；留空按级别定", "a date; empty: by the level"),
        also=("办理期限", "截止日期", "要求完成时间"),
        width=13,
    ),
    Field(
        "handled_at",
        Words("办结时间", "handled"),
        Words("办结了才填", "only once it is handled"),
        also=("办结日期", "完成时间", "完成日期", "解决时间"),
        width=18,
    ),
    Field(
        "recorded_by",
        Words("记录岗位", "recorded by"),
        Words("如 楼院长、居干，不写姓名", "a post, no name"),
        Words("楼院长", "楼院长"),
        ("记录人岗位", "记录角色", "记录人", "上报人"),
        12,
    ),
    Field(
        "lon",
        Words("经度", "lon"),
        Words("不在哪栋楼里时才填", "only where it is at no building"),
        also=("longitude", "lng", "x"),
    ),
    Field("lat", Words("纬度", "lat"), Words("同上", "the same"), also=("latitude", "y")),
)
_KEPT = (
    Field("building_id", Words("楼", "building"), _NOTHING, also=("楼id",)),
    Field("target_id", Words("走访对象", "target"), _NOTHING),
    Field("round", Words("走访", "round"), _NOTHING),
)
"""Columns of `issues.csv` that nobody fills in by hand."""

_HOTLINE: dict[HotlineColumn, tuple[str, ...]] = {
    "order": ("工单编号", "工单号", "工单流水号", "诉求编号", "受理编号", "案件编号"),
    "recorded_at": (
        *("来电时间", "受理时间", "诉求时间", "登记时间", "创建时间", "派单时间", "反映时间"),
        *("工单时间", "转派时间", "接单时间", "受理日期", "来电日期"),
    ),
    "closed_at": ("办结时间", "办结日期", "结案时间", "办理完成时间"),
    "path": ("问题分类", "诉求分类", "问题类型", "诉求类型", "工单分类", "问题类别"),
    "text": ("主要内容", "诉求内容", "问题描述", "反映内容", "来电内容", "工单内容", "内容"),
    "place": ("小区点位", "点位", "小区", "诉求地址", "问题点位", "事发地址", "地址", "具体地址"),
    "street": ("被反映街乡镇", "街乡镇", "街道", "所属街道"),
    "lon": ("经度", "lon", "lng", "longitude"),
    "lat": ("纬度", "lat", "latitude"),
    "solved": ("是否解决", "解决情况", "是否已解决"),
    "satisfied": ("是否满意", "满意情况", "满意度"),
    "households": ("户数", "涉及户数"),
    "people": ("人数", "涉及人数"),
}
TELLING = frozenset({"order", "path", "street", "solved", "satisfied"})
"""Columns that only the hotline's exports have."""

_PRIVATE = re.compile(
    r"电话|手机|身份证|证件号|姓名|名字|联系方式|联系人|微信|邮箱|住址"
    r"|(?:来电|诉求|反映|投诉|当事|申请|举报|报修|受访|回访)人|(?:主叫|被叫|来电)号码"
    r"|年龄|性别|出生|民族|phone|mobile|callername|fullname"
)


def own_headings() -> dict[str, str]:
    """Return our columns by every heading that a table of our own may have, in one spelling.

    A column's own name and heading go before other headings for it.
    """
    fields = (*OWN_FIELDS, *_KEPT)
    first = {heading(text): each.name for each in fields for text in (each.name, *each.words)}
    return {heading(text): each.name for each in fields for text in each.also} | first


def hotline_headings(wanted: Mapping[HotlineColumn, tuple[str, ...]]) -> dict[str, str]:
    """Return our columns by the headings of the hotline's exports, in one spelling.

    Parameters
    ----------
    wanted
        Headings by our names, from the settings; for those columns no others count.
    """
    usual: dict[str, str] = {
        heading(text): name
        for name, texts in _HOTLINE.items()
        for text in texts
        if name not in wanted
    }
    return usual | {heading(text): name for name, texts in wanted.items() for text in texts}


def is_private(text: str) -> bool:
    """Tell whether a heading, in one spelling, is one of a column about people."""
    return text in PRIVATE or bool(_PRIVATE.search(text))
