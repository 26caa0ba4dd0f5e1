"""What a locked page says before it is opened."""

from walkmap.pages.texts import common
from walkmap.words import Words

TEXTS = {
    "open_in_browser": common.TEXTS["open_in_browser"],
    "locked": Words("这一页上了锁", "This page is locked"),
    "ask": Words(
        "请输入 {count} 个词的口令。不知道口令，请问做月计划的同事。",
        "Enter the phrase of {count} words. If you don't know it, ask who made the plan.",
    ),
    "phrase": Words("口令", "Phrase"),
    "spaces": Words("词之间空不空格都行。", "One word after the other, with spaces."),
    "keep": Words(
        "今天在这部手机上不再问（别人也用这部手机就别勾）",
        "Don't ask again on this phone today (not if others use it too)",
    ),
    "open": Words("打开", "Open"),
    "opening": Words("正在打开……", "Opening…"),
    "strange": Words(
        "“{word}”不是口令里会有的词，请看看是不是打错了。",
        "“{word}” is no word of any phrase: is it misspelt?",
    ),
    "number": Words(
        "口令是 {count} 个词，这里有 {found} 个。",
        "The phrase has {count} words; these are {found}.",
    ),
    "wrong": Words(
        "口令不对，没有打开。请再核对一遍，多试几次也不要紧。",
        "That is not the phrase; nothing was opened. Check it and try again, as often as you like.",
    ),
    "no_crypto": Words(
        "从这里打不开锁：这个网址不安全。请用 https 开头的网址打开，"
        "或者把文件存到手机上，再用手机自带的浏览器打开。",
        "The lock can't be opened here, since this address is not secure. Use an address that "
        "begins with https, or save the file on the phone and open it in the phone's own browser.",
    ),
}
