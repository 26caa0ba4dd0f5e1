"""What the heatmap says."""

from walkmap.words import Words

TEXTS = {
    "by_place": Words("按地方", "By place"),
    "by_building": Words("按楼", "By building"),
    "view": Words("看法", "View"),
    "whole": Words("全图", "All"),
    "unit_place": Words("每公顷每年民情件数", "Issues per hectare and year"),
    "unit_building": Words("每百户民情件数", "Issues per 100 households"),
    "few": Words("少于 3 件，不显示", "Fewer than 3, not shown"),
    "most": Words("每百户民情最多的楼", "Most issues for their households"),
    "building": Words("楼", "Building"),
    "issues": Words("件", "Issues"),
    "per_100": Words("每百户", "per 100"),
    "to_index": Words("回到月计划", "To the month plan"),
    "empty": Words("还没有民情记录", "No issues yet"),
    "empty_next": Words(
        "把民情日志导入以后，再打开这一页，就能看到哪里的民情最多。",
        "Import the issues from the diary, then open this page again to see where they are.",
    ),
}
