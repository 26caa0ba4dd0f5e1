"""What the paper of a round says, printed from its page or by `walkmap print`."""

from walkmap.words import Words

TEXTS = {
    "paper_order": Words("站", "No."),
    "paper_time": Words("时间", "Time"),
    "paper_where": Words("到哪里，做什么", "Where, and what to do"),
    "paper_done": Words("走到", "Done"),
    "paper_notes": Words("看到、听到、问到的", "Seen, heard, asked"),
    "paper_page": Words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "paper_scan": Words("扫码在手机上看", "Scan for the phone"),
    "paper_shut": Words("走不通的大门：", "Gates you can't pass: "),
    "paper_last": Words("上次（{day}）：{text}", "Last time ({day}): {text}"),
    "paper_more": Words("路上看到的、别的事", "Seen on the way, and anything else"),
}
