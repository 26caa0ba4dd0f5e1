"""Cutting what is about a person out of texts: numbers of phones and papers, and names.

Numbers are found by their length. Names are found where something tells them from words: a title
after them (张大爷), a word before them (联系人：张三), or nothing around them. A text without any
name stays as it is; a name that nothing tells from words can't be found.
"""

import re
from typing import NamedTuple

RESIDENT = "居民"
"""What stands for a person whose name was cut."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_IS_WIDE = re.compile("[\uff02-\uff0b\uff0d-\uff19\uff20-\uff5e\u3000]")  # but for ，；：！？
_LABEL = (
    r"(?:(?:联系)?(?:电话|手机|方式)(?:号码|号)?|身份证(?:号码|号)?|微信号?|QQ号?|座机"
    r"|tel|phone|mobile|wechat|id(?: card)?(?: no\.?)?)[:： ]*"
)
_NUMBERS = re.compile(
    rf"(?:{_LABEL})?(?:"
    r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9-]{1,64}"
    r"(?:\.[A-Za-z0-9-]{1,64}){1,4}"  # an address of e-mail
    r"|(?<![\dA-Za-z])[1-9](?:[ -]?\d){5}[ -]?(?:18|19|20)(?:[ -]?\d){9}[ -]?[\dXx](?![\dA-Za-z])"
    r"|(?<!\d)\d{3,6}[*＊xX]{3,}\d{2,4}[Xx]?"  # partly hidden
    r"|(?<!\d)(?:\+?86[ -]?)?1[ .-]?[3-9](?:[ .-]?\d){9}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d)[48]00[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)"
    r"|(?<![\d-])[2-8]\d{3}[ -]\d{4}(?![\d-])"
    r"|\d\.\d+[Ee]\+\d{2}"  # as a spreadsheet shows a long number
    r"|\d{7,}[Xx]?"
    r"|[〇零一二三四五六七八九幺]{7,}"
    r")"
    rf"|(?:微信|QQ|VX|WX|wechat)号?[:： ]*[A-Za-z0-9][\w-]{{4,}}",
    re.IGNORECASE,
)

# Signs that begin many a word (和, 时, 平, 路, 水) are left out, though they are surnames too.
_COMMON = (
    "赵孙李周吴郑王冯陈蒋沈韩杨朱秦许吕张曹魏姜谢邹潘范彭袁薛罗宋梁杜郭林徐邱蔡胡卢邓崔程陆段侯刘廖曾傅"
    "谭邵贾董孟尹姚汪孔钟熊何马高黄夏任方石金田戴龚"
)
_RARE = (
    "钱褚卫尤施严华陶戚喻柏窦章苏葛鲁韦苗凤俞柳鲍史唐费廉岑雷贺倪汤滕殷毕郝邬安常乐于皮卞齐康伍余元卜顾穆"
    "萧肖湛祁毛狄米贝臧伏谈茅庞纪舒屈项祝阮蓝闵席季麻江童颜梅盛刁骆樊凌霍虞柯管莫丁洪包左崔邢裴荣翁宁仇祖"
    "武龙叶黎印白蒲申聂晁翟劳姬冉雍桑桂牛尚温庄晏柴阎闫连茹艾鱼容古易耿匡欧蔚隆师巩敖辛阚简饶沙丰关蒯相查"
    "荆游竺盖桓岳帅苟丘邸覃佟单万"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|轩辕|宇文|长孙"
_SURNAME = f"(?:{_COMPOUND}|[{_COMMON}{_RARE}])"
_USUAL = f"(?:{_COMPOUND}|[{_COMMON}])"
# Words that begin with a surname and are none.
_WORDS = (
    "高龄|高血|高频|高层|高温|单元|单亲|单身|单独|单位|单人|安全|安排|安装|安静|安置|方便|方向|方面"
    "|常年|常住|常常|常来|常去|常有|何时|何处|何种|任何|周[一二三四五六日末边围]|许多|许可|关[爱心怀注门"
    "闭于照]|金婚|金属|康复|严重|于是|成年|林立|陈旧|李子|曾经|范围|胡同|杨树|孙[女子]|丁字|钟[表点]"
    "|郑重|罗列|张贴|董事|杜绝|陆续|段落|白[天发色]|温[和暖度]|连[续接]|包[括裹含]|石[头板阶]|马[上路桶]"
    "|毛病|程序|龙头|管[道理线]|叶子|柳树|梅花|米面|皮肤|田地|夏[天季]|席位|易[出发]|古树|容易|相[关邻]"
    "|查看|项目|师傅|盖板|游园|权利|沙[发滩]|丰富|简单|冷[天暖]|宁静|景观|符合|祖孙|武装|荣[誉军]|翁婿"
    "|江[边南]|华[北侨]|贝壳|余[下额]|顾[客问]|元[月旦件]|齐全|乐[意于]|伏天|谈[话心]|纪[念律]|申请|劳动"
    "|印[章刷]|桂花|牛奶|庄严|尚未|柴[油火]|鱼塘|麻[将烦]|蓝[色牌]|童车|颜色|盛[夏开]|黄[色线]|雷雨|唐突"
    "|费用|史料|汤药|章程|苏打|潘家园|葛根|喻为|鲁莽|苗[木圃]|凤凰|俞|谢[谢绝]|宋体|梁上|林[荫木]|徐徐"
)
_TITLE = (
    "老太太|老爷子|老先生|老大爷|老大妈|老大娘|大爷|大妈|大娘|大叔|大婶|大姐|大哥|大嫂|奶奶|爷爷|阿姨"
    "|叔叔|伯伯|婆婆|同志|先生|女士|小姐|太太|老师|师傅|书记|主任|医生|大夫|老人|老太|老伯|嫂子|阿婆|阿公"
    "|老汉|姥姥|姥爷|大伯"
)
_GIVEN = "[\u4e00-\u9fa5]"
_TITLED = rf"[老小]?{_SURNAME}(?:{_GIVEN}{{0,2}}?(?:{_TITLE})|[姨叔婶伯爷奶妈](?!{_GIVEN}))"
_HOUSE = rf"(?<!{_GIVEN})[老小]?{_SURNAME}{_GIVEN}{{0,2}}家(?![园具电庭属长乐常务访])"
_BEFORE = (
    "联系人|姓名|户主|业主|住户|居民|党员|家属|本人|老伴|老人|儿子|女儿|配偶|联系|找到?|名叫|叫"
)
_TOLD = rf"(?P<before>(?:{_BEFORE})[:：为是 ]*)(?!{_WORDS}){_SURNAME}{_GIVEN}{{1,2}}(?!{_GIVEN})"
_CALLED = "我叫|名叫|叫做|姓名"
_SAID = (
    rf"(?P<before>(?:{_CALLED})[:：为是 ]*)(?!{_WORDS})"
    rf"(?:{_COMPOUND}|{_SURNAME}){_GIVEN}{{1,2}}"
)  # what follows need not tell where the name ends
_SPEAKERS = "市民|居民|业主|住户|群众|租户|来电人|反映人|诉求人|投诉人|老人"
_SPEAKS = (
    rf"(?P<before>{_SPEAKERS}|(?<!{_GIVEN}))"
    rf"(?!{_WORDS}){_USUAL}{_GIVEN}{{1,2}}?"
    "(?=再?次?(?:反映|来电|致电|称|表示|投诉|诉求|咨询|举报|报修|求助|说))"
)
_SOMEBODY = rf"{_SURNAME}某{{1,2}}"
_ALONE = rf"(?<!\w){_USUAL}{_GIVEN}{{1,2}}(?!\w)"
_OLD = rf"(?<!{_GIVEN})[老小][{_COMMON}](?:头儿?|太太?|爷子)?(?!{_GIVEN})"
_CUES = f"{_BEFORE}|{_CALLED}|{_SPEAKERS}"
_STARTS = "".join(
    sorted(
        {
            *_COMMON,
            *_RARE,
            *"老小",
            *(word[0] for word in f"{_COMPOUND}|{_WORDS}|{_CUES}".split("|")),
        }
    )
)


def _finding(name: str) -> re.Pattern[str]:
    """Return a pattern for a name, or a word that only looks like one; it looks at few places."""
    return re.compile(f"(?=[{_STARTS}])(?:(?P<word>{_WORDS})|{name})")


_PEOPLE = tuple(
    (_finding(name), new)
    for name, new in (
        (_SAID, RESIDENT),
        (_TITLED, RESIDENT),
        (_SOMEBODY, RESIDENT),
        (_SPEAKS, RESIDENT),
        (_HOUSE, f"{RESIDENT}家"),
        (_TOLD, RESIDENT),
        (_ALONE, RESIDENT),
        (_OLD, RESIDENT),
    )
)
_BESIDE_A_PLACE = _finding(f"{_TITLED}家?|{_HOUSE}")
_ONLY_A_NAME = re.compile(_ALONE)
_TRADE = re.compile("[店馆站所校园院行社厅堂室局队部铺摊厂司场心会房吧楼库银超药发]")


class Scrubbed(NamedTuple):
    """A text without what is about a person, and how much was cut: numbers and names."""

    text: str
    numbers: int
    names: int


def without_numbers(text: str) -> tuple[str, int]:
    """Return a text without the numbers of phones and papers, and how many there were."""
    shadow = text.translate(_WIDE) if _IS_WIDE.search(text) else text  # the same length
    spans = [match.span() for match in _NUMBERS.finditer(shadow)]
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return (_tidy(text), len(spans)) if spans else (text, 0)


def scrub(text: str) -> Scrubbed:
    """Cut numbers and names out of a text that is kept, such as a note.

    Parameters
    ----------
    text
        As it stands in a cell.

    Returns
    -------
    Scrubbed
        ``"张大爷听力不好，电话13800000000"`` becomes ``"居民听力不好"``.
    """
    return scrub_telling(text)[0]


def scrub_telling(text: str) -> tuple[Scrubbed, list[str]]:
    """Scrub a text, and tell also which names were cut, so that a person may look them over."""
    clean, numbers = without_numbers(text)
    names: list[str] = []
    for pattern, new in _PEOPLE:
        clean = _replaced(pattern, new, clean, names)
    return Scrubbed(clean, numbers, len(names)), names


def is_name(text: str) -> bool:
    """Tell whether a text that should name an organisation or a shop is a person's name."""
    return bool(_ONLY_A_NAME.fullmatch(text.strip())) and not _TRADE.search(text)


def without_people(text: str, gap: str) -> str:
    """Return a text with `gap` for each person who is named by a title."""
    return _replaced(_BESIDE_A_PLACE, gap, text, [])


def _replaced(pattern: re.Pattern[str], new: str, text: str, names: list[str]) -> str:
    """Return a text with `new` for each name, and note the names; words stay as they are."""

    def instead(match: re.Match[str]) -> str:
        found = match.groupdict()
        if found["word"]:
            return match[0]
        before = found.get("before") or ""
        names.append(match[0].removeprefix(before))
        return before + new

    return pattern.sub(instead, text)


def _tidy(text: str) -> str:
    """Return a text without the blanks and marks that a cut leaves behind."""
    text = re.sub(r"[(（\[【]\s*[)）\]】]", "", text)
    text = re.sub(r"\s+([，。；、,;.）)])", r"\1", text)
    return re.sub(r"\s{2,}", " ", text).strip(" ，,、;；:：")
