"""What a round's page says."""

from walkmap.words import Words

TEXTS = {
    # The round
    "next": Words("下一站", "Next stop"),
    "planned": Words("计划", "planned"),
    "stop_of": Words("第 {order} 站", "Stop {order}"),
    "back_to_next": Words("回到下一站", "Back to the next stop"),
    "list": Words("停留点，按顺序", "Stops, in order"),
    "whole": Words("全程", "All"),
    "shut_gates": Words("今天走不通的大门", "Gates you can't pass today"),
    "to_index": Words("回到月计划", "To the month plan"),
    "progress": Words("已走 {done}/{all} 站", "{done} of {all} stops"),
    "late": Words("比计划晚 {minutes} 分", "{minutes} min late"),
    "early": Words("比计划早 {minutes} 分", "{minutes} min early"),
    "today_is": Words("（今天是 {day}）", " (today is {day})"),
    # The steps
    "walk": Words("走", "Walk"),
    "look": Words("看", "Look"),
    "listen": Words("听", "Listen"),
    "ask": Words("问", "Ask"),
    "here": Words("到了这里", "When you are there"),
    "why": Words("为什么去", "Why you go"),
    "reminder": Words("提醒", "Note"),
    "found": Words("上次记的", "Found last time"),
    "other_maps": Words("用别的地图找这一站", "Find this stop in another map"),
    # The buttons
    "done": Words("完成", "Done"),
    "record": Words("记一条", "Record"),
    "skip": Words("跳过", "Skip"),
    "undo": Words("撤销", "Undo"),
    "export": Words("导出结果", "Export results"),
    "close": Words("关上", "Close"),
    "is_done": Words("{time} 完成", "done at {time}"),
    "is_skipped": Words("{time} 跳过：{reason}", "skipped at {time}: {reason}"),
    "undo_what": Words("撤销：{name}", "Undo: {name}"),
    "said_done": Words("{name}完成了。", "{name} is done."),
    "said_skipped": Words("{name}跳过了。", "{name} is skipped."),
    "said_undone": Words("撤销了：{name}。", "Taken back: {name}."),
    "said_next": Words("下一站：{name}，{walk}。", "Next stop: {name}, {walk}."),
    # Skipping
    "skip_title": Words("为什么跳过{name}？", "Why skip {name}?"),
    "skip_note": Words("补一句（不写也行）", "A few words (if you like)"),
    "skip_say": Words("选“其他”，请在上面写一句原因。", "For “other”, please say why above."),
    "nobody_home": Words("没人在家", "Nobody home"),
    "shut": Words("门锁着，进不去", "Locked, no way in"),
    "no_time": Words("来不及了", "No time"),
    "weather": Words("天气不好", "Weather"),
    "other": Words("其他", "Other"),
    # Recording an issue
    "record_at": Words("记一条：{name}", "Record: {name}"),
    "category": Words("是哪一类", "What is it about"),
    "level": Words("是多大的事", "How large is it"),
    "small_hint": Words("当场能办", "can be solved on the spot"),
    "medium_hint": Words("居委会能办，要走程序", "for the committee, needs a procedure"),
    "large_hint": Words("社区办不了，要往上报", "beyond the community, is passed up"),
    "goes_to": Words("会交给：{handler}", "Goes to: {handler}"),
    "what": Words("一句话：看到、听到了什么", "In a sentence: what you saw or heard"),
    "no_names": Words("别写姓名、电话、身份证号。", "No names, phone or identity numbers."),
    "how_many": Words("涉及几户、几人", "How many households and people"),
    "households": Words("户", "Households"),
    "people": Words("人", "People"),
    "handled": Words("当场办好了", "Solved on the spot"),
    "take_photo": Words("拍照片", "Take a photo"),
    "photo": Words("照片", "Photo"),
    "drop_photo": Words("不要照片", "Remove the photo"),
    "bad_photo": Words(
        "这张照片打不开，换一张试试；不附照片也能记下。",
        "This photo can't be opened. Try another, or save without one.",
    ),
    "save": Words("记下", "Save"),
    "delete": Words("删掉这一条", "Delete this"),
    "edit": Words("改：{text}", "Change: {text}"),
    "need_category": Words("请先选是哪一类。", "Please choose what it is about."),
    "need_level": Words("请先选是多大的事。", "Please choose how large it is."),
    "need_text": Words("请写一句看到、听到了什么。", "Please say in a sentence what it is."),
    "recorded": Words("这次走访记的民情", "Issues recorded on this round"),
    "recorded_here": Words("在这里记的", "Recorded here"),
    "said_recorded": Words("记下了。", "Saved."),
    "said_deleted": Words("删掉了。", "Deleted."),
    # The end
    "finished": Words("都走完了", "All stops are done"),
    "counts": Words(
        "完成 {done} 站，跳过 {skipped} 站，记了 {issues} 条民情",
        "Done {done}, skipped {skipped}, issues {issues}",
    ),
    "export_now": Words(
        "回去前别忘了导出：结果只在这部手机里。",
        "Don't forget to export: the results are on this phone only.",
    ),
    # Results
    "results": Words("结果", "Results"),
    "export_how": Words(
        "把结果发给办公室，用哪种办法都行，重复发也不会多算。",
        "Send the results to the office in any of these ways; sending twice counts once.",
    ),
    "share": Words("发给办公室", "Send to the office"),
    "save_file": Words("存成文件", "Save as a file"),
    "copy": Words("复制成文字", "Copy as text"),
    "nothing_yet": Words(
        "还没有可导出的。走完一站点“完成”，或者点“记一条”。",
        "Nothing to export yet. Tap “Done” at a stop, or record an issue.",
    ),
    "saved_file": Words(
        "文件“{file}”已交给浏览器保存，在“下载”里找。找不到就用“复制成文字”。",
        "The browser is saving “{file}”: look in Downloads. If it isn't there, copy as text.",
    ),
    "share_failed": Words("没发出去，请用另外两种办法。", "Not sent: use the other ways."),
    "shared": Words("发出去了。", "Sent."),
    "copied": Words(
        "复制好了。打开聊天窗口，长按、粘贴、发送。",
        "Copied. Open the chat, press long, paste and send.",
    ),
    "copy_by_hand": Words(
        "浏览器不让复制。请长按下面的文字，选“全选”再“复制”。",
        "The browser doesn't let us copy. Press long on the text below, select all, copy.",
    ),
    "text_is": Words("结果的文字", "The results as text"),
    "no_photos": Words("照片不在文字里，要发文件。", "Photos are in the file only."),
    "was_exported": Words("{time} 导出过", "exported at {time}"),
    "not_exported": Words("还没导出", "not exported yet"),
    "forget": Words("从这部手机上删除这次记录", "Delete this round's records from this phone"),
    "forget_sure": Words("办公室收到了，删除吧", "The office has it, delete"),
    "forgotten": Words("已从这部手机上删除。", "Deleted from this phone."),
    # What a phone can't do
    "not_kept": Words(
        "这个浏览器不保存记录：页面一关，记的就没了。别关页面，走完马上导出。"
        "换手机自带的浏览器打开更稳妥。",
        "This browser keeps nothing: what you record is lost when the page closes. Keep it open "
        "and export at the end. The phone's own browser is safer.",
    ),
    "full_photo": Words(
        "手机里存不下照片了，文字都存住了。请现在导出，照片才不会丢。",
        "There is no room for photos; all words are kept. Export now to save the photos.",
    ),
    "full_text": Words(
        "刚才的没存住：手机里没地方了。页面别关，请现在导出。",
        "The last entry is not kept: the phone is full. Keep the page open and export now.",
    ),
    "my_place": Words("我在哪", "Where am I"),
    "place_found": Words(
        "蓝点是你，误差约 {metres} 米。", "The blue dot is you, within {metres} m."
    ),
    "place_refused": Words(
        "手机没让这一页看位置。不要紧，照着地图走就行。",
        "The phone doesn't let this page see where you are. Never mind: just follow the map.",
    ),
    "place_none": Words(
        "现在定不了位。不要紧，照着地图走，到空地上再试。",
        "No position now. Never mind: follow the map, and try again in the open.",
    ),
    "place_far": Words(
        "你离这张地图很远，或者手机给的位置偏了。照着地图走就行。",
        "You are far from this map, or the phone's position is off. Just follow the map.",
    ),
    "place_off": Words("不再显示位置。", "Your place is no longer shown."),
}
