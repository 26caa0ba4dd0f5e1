"""What the planner's page says."""

from walkmap.words import Words

EVERY_MONDAY = Words("每个周一", "every Monday")

TEXTS = {
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

FILES: dict[str, Words] = {
    "rounds.xlsx": Words("走访表格", "Rounds as a table"),
    "month.ics": Words("日历", "Calendar"),
    "rounds.gpx": Words("步行导航路线", "Routes for walking apps"),
    "rounds.kml": Words("地图路线", "Routes for map viewers"),
    "rounds.geojson": Words("路线图层", "Routes as a layer"),
    "plan.gpkg": Words("全部图层", "All layers"),
    "plan.json": Words("月计划数据", "The plan as data"),
}
