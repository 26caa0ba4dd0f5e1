"""Our category for the hotline's, which are paths such as ``住房->物业管理->小区环境卫生``."""

import re

from walkmap.community.settings import Category, Hotline

_WORDS: dict[Category, str] = {
    "dispute": "邻里 纠纷 矛盾 调解 生活噪 噪声扰民 噪音扰民 家庭 圈占 占用公共",
    "no_property": (
        "物业 供暖 供热 供水 供电 供气 停水 停电 漏水 渗漏 下水 管道 堵塞 电梯 门禁 单元门 "
        "楼道 楼内 屋顶 防水 房屋 住房 维修 外墙 化粪池 充电 飞线 加装 公共设施 停车管理"
    ),
    "environment": (
        "环境 垃圾 卫生 绿化 树木 市容 积水 路面 道路 井盖 路灯 施工 污染 违建 违章 停车 虫 "
        "犬 油烟 异味 噪 交通 小广告 扬尘"
    ),
}
_USUAL = {word: category for category, words in _WORDS.items() for word in words.split()}
ARROW = "->"
_ARROWS = re.compile(r"[-—－]*[>＞]|→")


class Categories:
    """Finds our category for one of the hotline's.

    Parameters
    ----------
    hotline
        The settings: a key with ``->`` is the beginning of a path, any other a word in it.

    Attributes
    ----------
    unknown
        How often each path came that nothing was known of.
    """

    def __init__(self, hotline: Hotline) -> None:
        own = hotline.categories
        paths = {key: tidy_path(key).casefold() for key in own}
        self._starts = {path: own[key] for key, path in paths.items() if ARROW in path}
        self._words = {path: own[key] for key, path in paths.items() if ARROW not in path}
        self._other = hotline.other
        self._known: dict[str, Category | None] = {}
        self.unknown: dict[str, int] = {}

    def of(self, path: str) -> Category:
        """Return our category.

        Parameters
        ----------
        path
            The hotline's category.

        Returns
        -------
        str
            By the settings' beginnings, then by their words, then by the usual words; of each,
            by the longest that the path holds, and of several by the last. Else `other`.
        """
        if path not in self._known:
            self._known[path] = self._find(path)
        found = self._known[path]
        if found is None:
            self.unknown[path] = self.unknown.get(path, 0) + 1
        return found or self._other

    def _find(self, path: str) -> Category | None:
        whole = tidy_path(path).casefold()
        starts = [start for start in self._starts if f"{whole}{ARROW}".startswith(start + ARROW)]
        if starts:
            return self._starts[max(starts, key=len)]
        for words in (self._words, _USUAL):
            found = [(len(word), whole.rfind(word), word) for word in words if word in whole]
            if found:
                return words[max(found)[2]]
        return None


def tidy_path(path: str) -> str:
    """Return a path in one spelling: its parts joined by ``->``."""
    parts = _ARROWS.split(path)
    return ARROW.join(part.strip() for part in parts if part.strip())
