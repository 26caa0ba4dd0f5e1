"""What the planner's page says."""

from walkmap.words import Words

EVERY_MONDAY = Words("每个周一", "every Monday")

TEXTS = {
    "plan": Words("月计划", "Month plan"),
    "matrix": Words("每个周一、每个组", "Mondays and teams"),
    "pick": Words(
        "点一格，右边的图上就是那一组的路。方向键换格。",
        "Choose a cell to see its way on the map; arrow keys move.",
    ),
    "pick_phone": Words(
        "点一格，上面的图上就是那一组的路。左右可以滑动。",
        "Choose a cell to see its way on the map above; swipe for more.",
    ),
    "team": Words("走访组", "Team"),
    "month": Words("全月", "Month"),
    "together": Words("各组合计", "All teams"),
    "everyone": Words("各组一起看", "all teams"),
    "no_round": Words("不走", "none"),
    "open": Words("打开走访页面", "Open the round"),
    "whole": Words("全图", "All"),
    "about_month": Words("月计划的说明", "About the month"),
    "unvisited": Words("没排进", "Left out"),
    "all_visited": Words("该走访的都排上了。", "Every visit that is due is in the plan."),
    "changes": Words("改动", "Changes"),
    "no_changes": Words(
        "没有改动，或者没有和原来的计划比较。要比较，排月计划时加上 --like 和原来的 plan.json。",
        "Nothing has changed, or there was nothing to compare with: plan with --like and the "
        "earlier plan.json to see the changes here.",
    ),
    "warnings": Words("请留意", "Please note"),
    "no_warnings": Words("没有要留意的。", "There is nothing to note."),
    "times": Words("时间", "Time"),
    "what": Words("做什么", "For what"),
    "often": Words("次数", "Visits"),
    "time": Words("用时约", "About"),
    "share": Words("占全部时间", "Share of all time"),
    "files": Words("下载", "Downloads"),
    "heat": Words("民情热力图", "Heatmap of the issues"),
    "heat_use": Words("开会时投在墙上看", "for the meeting's projector"),
    "overview": Words("社区总图", "The whole community"),
    "overview_use": Words("投在墙上，按楼院看", "on the wall, courtyard by courtyard"),
    "files_paper": Words(
        "纸质走访单：打开一次走访的页面，直接打印；要一次印全月的，在排计划的电脑上运行"
        " walkmap print round，后面写这个文件夹。",
        "On paper: open a round and print it; for all of the month at once, run walkmap print "
        "round and this folder's path on the computer where the month was planned.",
    ),
    "codes": Words("二维码", "QR codes"),
    "codes_how": Words(
        "用手机扫码，打开那一组的走访页面。打印出来剪开，发给各组。",
        "Scanned with a phone, a code opens its round. Print them, cut them out, hand them round.",
    ),
    "codes_locked": Words("打开时还要输入口令。", "The page then asks for the phrase."),
    "code_of": Words("二维码：", "QR code: "),
    "print_codes": Words("打印二维码", "Print the codes"),
    "no_rounds": Words(
        "这个月还没有走访安排。请检查走访组和上班时间，再重新排月计划。",
        "There are no rounds this month. Check the teams and the shift, then plan again.",
    ),
    "no_rounds_day": Words("这一天没有走访安排。", "No rounds on this day."),
}

FILES: dict[str, tuple[Words, Words]] = {
    "rounds.xlsx": (
        Words("走访表格", "Rounds as a table"),
        Words("用 Excel 或 WPS 打开、修改、打印", "to open and print in Excel or WPS"),
    ),
    "month.ics": (
        Words("日历", "Calendar"),
        Words("导入手机或电脑的日历", "for the calendar of a phone or computer"),
    ),
    "rounds.gpx": (
        Words("步行导航路线", "Routes for walking apps"),
        Words("导入户外导航软件", "for outdoor navigation on a phone"),
    ),
    "rounds.kml": (
        Words("地图路线", "Routes for map viewers"),
        Words("用奥维、谷歌地球等打开", "for Google Earth and the like"),
    ),
    "rounds.geojson": (
        Words("路线图层", "Routes as a layer"),
        Words("给地图软件（QGIS）", "for QGIS and other map programs"),
    ),
    "plan.gpkg": (
        Words("全部图层", "All layers"),
        Words("给地图软件（QGIS），一个文件全有", "for QGIS, all in one file"),
    ),
    "plan.json": (
        Words("月计划数据", "The plan as data"),
        Words("请保存：下次排计划时和它比较", "keep it: the next plan is compared with it"),
    ),
}
"""By file name: what it is, and what it is for."""
