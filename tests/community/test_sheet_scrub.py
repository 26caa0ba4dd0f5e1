"""Numbers of phones and papers and names are cut; what is none of them stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkmap.community.sheet.scrub import is_name, scrub

QUIET = settings(derandomize=True, database=None, deadline=None, max_examples=300)
SURNAMES = [
    "张",
    "王",
    "李",
    "赵",
    "刘",
    "陈",
    "杨",
    "黄",
    "周",
    "吴",
    "徐",
    "孙",
    "马",
    "朱",
    "高",
    "欧阳",
]
GIVEN = ["", "伟", "秀英", "建国", "淑兰", "志强", "桂芝"]
TITLES = ["大爷", "大妈", "阿姨", "奶奶", "同志", "先生", "女士", "老师", "师傅", "书记", "老人"]
NUMBERS = [
    "13812345678", "138-1234-5678", "138 1234 5678", "+8613812345678", "86-13812345678",
    "１３８１２３４５６７８", "010-64881234", "(010)64881234", "64881234", "6488-1234",
    "400-810-8888", "110105194903120021", "11010519490312002X", "110105 19490312 0021",
    "110105490312002",
    "138****5678", "110105********0021", "1.38123E+10", "一三八一二三四五六七八",
    "zhang.san@example.com", "zhang_san@mail.example.cn",
    "微信zhangsan88", "QQ：12345678", "wx: abc_12345",
]  # fmt: skip
INNOCENT = [
    "听力不好，多按几次门铃", "需要带政策宣传册", "了解取暖情况", "上月反映的漏水要当面回访",
    "门禁需先打对讲", "高龄老人，行动不便", "单元门坏了", "周一上午方便", "2026-11-16 去过",
    "2026年11月16日", "09:00-11:30", "安静时去", "方便时再来", "关爱老人", "任何老人都行", "康复中",
    "国家补贴", "商家在一层", "回家吃饭", "家园门口", "何时都行", "石头台阶滑", "金属门", "201室",
    "3层，没有电梯", "B05-3-201", "独居，耳背", "管道漏水", "马上要拆", "连续三次", "白天在",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_about_nobody_stays_as_it_is(text):
    assert scrub(text) == (text, 0, 0)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("frame", ["{}", "电话：{}，上午打", "打 {} 联系", "耳背{}"])
def test_numbers_are_cut_in_any_spelling(number, frame):
    clean = scrub(frame.format(number))
    assert number not in clean.text
    assert sum(sign.isdigit() for sign in clean.text) == 0
    assert clean.numbers == 1


@QUIET
@given(
    st.sampled_from(SURNAMES),
    st.sampled_from(GIVEN),
    st.sampled_from(TITLES),
    st.sampled_from(["{}耳背", "找{}开门", "要带药给{}。", "{}家，按两次铃", "请{}和{}一起"]),
)
def test_names_with_a_title_become_a_resident(surname, given_name, title, frame):
    text = frame.replace("{}", surname + given_name + title)
    clean = scrub(text)
    assert surname + given_name + title not in clean.text
    assert "居民" in clean.text
    assert clean.names >= 1


@QUIET
@given(
    st.sampled_from(SURNAMES),
    st.sampled_from([name for name in GIVEN if name]),
    st.sampled_from(
        ["{}", "联系人：{}", "{}，耳背", "独居老人{}", "户主 {}", "耳背（{}）", "联系{}"]
    ),
)
def test_full_names_are_cut_where_something_tells_them(surname, given_name, frame):
    name = surname + given_name
    clean = scrub(frame.format(name))
    assert name not in clean.text
    assert clean.names == 1


@pytest.mark.parametrize("text", ["老张耳背", "小李家"])
def test_nicknames_with_a_word_after_them_may_stay_but_alone_they_go(text):
    assert "居民" in scrub(f"{text[:2]}，{text[2:]}").text


@QUIET
@given(st.lists(st.sampled_from([*INNOCENT, *NUMBERS, "张大爷", "李秀英女士"]), max_size=5))
def test_nothing_is_left_to_cut_after_a_cut(parts):
    clean = scrub("，".join(parts)).text
    assert scrub(clean).text == clean


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三", True),
        ("王秀英", True),
        ("社区卫生站", False),
        ("张记面馆", False),
        ("李家饭店", False),
        ("银行", False),
    ],
)
def test_a_shop_called_like_a_person_is_told_from_a_person(text, name):
    assert is_name(text) == name
