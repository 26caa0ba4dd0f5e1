"""What the pages say of their own accord, in both languages."""

from walkmap.words import Words

EVERY_MONDAY = Words("每个周一", "every Monday")

_COMMON = {
    "map": Words("地图", "Map"),
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "north": Words("北", "N"),
    "north_up": Words("上方为北", "North is up"),
    "metre": Words("米", "m"),
    "kilometre": Words("公里", "km"),
    "legend": Words("图例", "Key to the map"),
    "office": Words("办公室（出发和返回）", "Office (start and end)"),
    "gate_open": Words("大门，走得通", "Gate, open"),
    "gate_shut": Words("大门，走不通", "Gate, shut"),
    "hazard": Words("易出事故点", "Accident-prone spot"),
    "hazard_blocks": Words("易出事故点，挡路", "Accident-prone spot, blocks the way"),
    "door": Words("单元门", "Entrance"),
    "unmanaged": Words("无物业的楼", "Building without property management"),
    "managed": Words("有物业的楼", "Building with property management"),
    "wall": Words("围墙", "Wall"),
    "assumed": Words("虚线：推定，未核实", "Dashed: assumed, not checked"),
    "source": Words("数据来源", "Source"),
    "open_in_browser": Words(
        "这一页要在浏览器里打开：请点右上角菜单，选“在浏览器中打开”。",
        "Open this page in a browser: use the menu and choose “Open in browser”.",
    ),
}
_INDEX = {
    "plan": Words("月计划", "Month plan"),
    "by_monday": Words("每个周一", "Mondays"),
    "team": Words("走访组", "Team"),
    "stops": Words("停留点", "Stops"),
    "distance": Words("步行", "Walk"),
    "time": Words("时间", "Time"),
    "walking": Words("走路约", "Walking, about"),
    "visiting": Words("走访约", "Visits, about"),
    "steps": Words("步数", "Steps"),
    "choose_day": Words("看哪个周一", "Monday to show"),
    "whole": Words("全图", "All"),
    "unvisited": Words("排不进去的走访", "Visits that don't fit"),
    "all_visited": Words("所有该走访的都已排上。", "Every visit that is due is in the plan."),
    "warnings": Words("请留意", "Please note"),
    "more": Words("更多", "More"),
    "heat": Words("民情热力图", "Heatmap of the issues"),
    "files": Words("下载", "Downloads"),
    "no_rounds": Words(
        "这个月还没有走访安排。请检查走访组和上班时间，再重新排月计划。",
        "There are no rounds this month. Check the teams and the shift, then plan again.",
    ),
    "no_rounds_day": Words("这一天没有走访安排。", "No rounds on this day."),
}
_ROUND = {
    "onward": Words("到了，去下一站", "Done, to the next stop"),
    "next": Words("下一站", "Next stop"),
    "list": Words("停留点，按顺序", "Stops, in order"),
    "whole": Words("全程", "All"),
    "shut_gates": Words("今天走不通的大门", "Gates you can't pass today"),
    "to_index": Words("回到月计划", "To the month plan"),
}
_HEAT = {
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
_PAGES = {"index": _INDEX, "round": _ROUND, "heat": _HEAT}

FILES: dict[str, Words] = {
    "rounds.xlsx": Words("走访表格", "Rounds as a table"),
    "month.ics": Words("日历", "Calendar"),
    "rounds.gpx": Words("步行导航路线", "Routes for walking apps"),
    "rounds.kml": Words("地图路线", "Routes for map viewers"),
    "rounds.geojson": Words("路线图层", "Routes as a layer"),
    "plan.gpkg": Words("全部图层", "All layers"),
    "plan.json": Words("月计划数据", "The plan as data"),
}


def texts(kind: str, lang: str) -> dict[str, str]:
    """Return the texts of one kind of page in one language."""
    return {key: words.in_(lang) for key, words in {**_COMMON, **_PAGES[kind]}.items()}
