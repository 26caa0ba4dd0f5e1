"""What the report says."""

from walkmap.words import Words

TITLE = Words("走访民情报告", "Report on rounds and issues")
TEXTS = {
    "look": Words("请看这几件", "What to look at"),
    "changes": Words("多了还是少了", "More or fewer"),
    "stuck": Words("卡在哪里", "What is stuck"),
    "calls": Words("热线来电以前，走访见过没有", "Had a round seen it before the call?"),
    "months": Words("逐月", "Month by month"),
    "courtyards": Words("各楼院", "Courtyards"),
    "kinds": Words("类别和层级", "Category and level"),
    "standing": Words("收了多少，办了多少", "What came in, what was done"),
    "rounds": Words("走访", "Rounds"),
    "totals": Words("开始走访以来", "Since the beginning"),
    "how": Words("怎么算的", "How this is reckoned"),
    "files": Words("下载", "Downloads"),
    "xlsx": Words("表格", "Spreadsheet"),
    "json": Words("数据", "Data for programs"),
    "source": Words("数据来源", "Source"),
    "now": Words("本期", "now"),
    "before": Words("对比期", "before"),
    "empty": Words("这段时间没有民情记录", "No issues in this period"),
    "empty_next": Words(
        "先导入民情日志、热线表格或手机上的走访结果，或者换一段时间，再做报告。",
        "Import the diary, the hotline's table or what phones brought back, or take another "
        "period; then draw up the report again.",
    ),
    "no_before": Words(
        "记录不够早，没有可以对比的时期。", "Records don't reach back to a period to compare with."
    ),
    "no_calls": Words("这段时间没有热线来电。", "No calls to the hotline in this period."),
    "nothing_stuck": Words("没有超期未办结的民情。", "Nothing is overdue."),
    "no_visits": Words(
        "这段时间没有保存走访结果，走了哪些楼和户就不知道。请导入手机上的走访结果。",
        "No visits are kept for this period, so what was visited isn't known. Import what phones "
        "brought back.",
    ),
    "no_plan": Words(
        "没有这些周一的月计划，公里和步数就不知道：做报告时用 --plans 指明月计划的文件夹。",
        "There is no plan of these Mondays, so kilometres and steps aren't known: give the folder "
        "of the plans by --plans.",
    ),
    "totals_short": Words(
        "没有月计划的周一，步数和公里没有加上。",
        "Steps and kilometres of Mondays without a plan are not in it.",
    ),
    "no_rounds": Words("这段时间没有走访的记录。", "Nothing tells of rounds in this period."),
    "how_changes": Words(
        "变化：两段时间按天数比，差别若只是偶然也常会有，就写“看不出变化”（精确二项检验，"
        "多项比较校正后 5%）。走得多，记的也会多。",
        "Change: the two periods are compared by their days; a difference that chance alone often "
        "makes is “unclear” (exact binomial test, 5% after correction for many). Who walks "
        "more notes more.",
    ),
    "how_stuck": Words(
        "未办结和超期：按期末那一天算。明细请看 walkmap issues overdue。",
        "Open and overdue: as of the last day. For the list see walkmap issues overdue.",
    ),
    "how_few": Words(
        "不到 3 件的楼院并入“其他地方”；有楼院的对比期是 1 或 2 件时，各楼院都不写对比期。",
        "Courtyards with fewer than 3 are put under “elsewhere”; if one had 1 or 2 before, the "
        "numbers before are told of none.",
    ),
    "how_total": Words(
        "户次、人次是各件民情之和，同一户可能算几次。",
        "Households and people are sums over issues: a household may count several times.",
    ),
}
