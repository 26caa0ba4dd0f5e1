"""Texts in both languages of the interface, and the words of the field.

Whatever a user may read is a `Words`: written once in Chinese and once in English, where it arises,
and chosen at the edge (a command's output, a page).
"""

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Words(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the text in `lang`; anything but ``"en"`` is Chinese."""
        return self.en if lang == "en" else self.zh

    @classmethod
    def same(cls, text: object) -> "Words":
        """Return a text that is the same in both languages, such as a name."""
        return cls(str(text), str(text))


ILLUSTRATIVE = "示意数据 · illustrative data"
"""What marks made-up data, in either language."""

TARGET_KINDS: dict[str, Words] = {
    "elderly_party_member": Words("高龄党员", "elderly party member"),
    "hardship_party_member": Words("困难党员", "party member in hardship"),
    "partner_organisation": Words("共建单位", "partner organisation"),
    "accident_spot": Words("易出事故点", "accident-prone spot"),
    "small_shop": Words("小门店", "small shop"),
    "frequent_caller": Words("高频来电户", "frequent caller"),
}
HOME_KINDS = frozenset({"elderly_party_member", "hardship_party_member", "frequent_caller"})

COURTYARD_KINDS: dict[str, Words] = {
    "dormitory": Words("老国企宿舍", "dormitory courtyard"),
    "compound": Words("小区", "compound"),
}
LAYER_NAMES: dict[str, Words] = {
    "courtyards": Words("楼院", "courtyards"),
    "buildings": Words("楼", "buildings"),
    "entrances": Words("单元门", "entrances"),
    "gates": Words("大门", "gates"),
    "hazards": Words("易出事故点", "hazards"),
    "targets": Words("走访对象", "targets"),
    "walls": Words("围墙", "walls"),
    "streets": Words("街道", "streets"),
    "wishes": Words("安排要求", "wishes"),
    "visits": Words("走访记录", "visits"),
    "issues": Words("民情", "issues"),
    "community.toml": Words("community.toml", "community.toml"),
}
WISH_WORDS: dict[str, Words] = {
    "pin": Words("指定", "pin"),
    "forbid": Words("不安排", "forbid"),
    "add": Words("增加", "add"),
    "close_gate": Words("关门", "close gate"),
    "open_gate": Words("开门", "open gate"),
    "absent": Words("请假", "absent"),
}
ISSUE_CATEGORIES: dict[str, Words] = {
    "dispute": Words("民事纠纷", "civil dispute"),
    "environment": Words("环境问题", "environment"),
    "no_property": Words("无物业问题", "no property management"),
}
ISSUE_LEVELS: dict[str, Words] = {
    "small": Words("小事", "small"),
    "medium": Words("中事", "medium"),
    "large": Words("大事", "large"),
}
ISSUE_SOURCES: dict[str, Words] = {
    "walk": Words("走访", "walk"),
    "hotline": Words("12345 热线", "hotline 12345"),
    "import": Words("导入", "import"),
}
