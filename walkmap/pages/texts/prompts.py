"""What to look at, listen for and ask at each kind of stop."""

from typing import NamedTuple

from walkmap.words import Words


class Prompts(NamedTuple):
    """Three of the six steps at one kind of stop."""

    look: Words
    listen: Words
    ask: Words


PROMPTS: dict[str, Prompts] = {
    "building": Prompts(
        Words(
            "楼道里有没有杂物、电动车、小广告；路灯、井盖、垃圾桶好不好",
            "Things, e-bikes or stickers in the stairwell; lamps, covers and bins in order?",
        ),
        Words(
            "楼门口的人在聊什么；有没有吵架的、漏水的",
            "What people at the door talk about; quarrels, water running",
        ),
        Words(
            "“楼里最近有什么不方便？水、电、暖都好使吗？”",
            "“What is awkward in the building these days? Water, power, heating all right?”",
        ),
    ),
    "elderly_party_member": Prompts(
        Words(
            "气色好不好，屋里冷不冷；地上绊不绊脚，煤气、电线安不安全",
            "How they look, whether it is warm; things to trip over, gas and wires safe?",
        ),
        Words(
            "先让老人说，别急着记：身体、家人、邻居",
            "Let them speak first, note later: health, family, neighbours",
        ),
        Words(
            "“药够吗？谁帮着买菜？想参加什么活动？”",
            "“Enough medicine? Who does the shopping? Anything you would like to join?”",
        ),
    ),
    "hardship_party_member": Prompts(
        Words("屋里暖不暖，吃的用的缺什么", "Whether it is warm; what is short at home"),
        Words(
            "难在哪儿：看病、用钱、孩子、找活儿",
            "Where it is hard: illness, money, children, work",
        ),
        Words(
            "“补助拿到了吗？有什么要社区出面的？”",
            "“Has the allowance come? What should the community speak up for?”",
        ),
    ),
    "partner_organisation": Prompts(
        Words(
            "门前停车、卫生，消防通道堵没堵",
            "Parking and litter at the door; is the fire lane free?",
        ),
        Words(
            "对社区有什么要求，愿意出什么力",
            "What they want of the community, what they would give",
        ),
        Words(
            "“这个月有什么能一起办？场地、人手能不能借？”",
            "“What can we do together this month? Could you lend a room or hands?”",
        ),
    ),
    "accident_spot": Prompts(
        Words(
            "比上次好了还是坏了；警示牌、围挡在不在，夜里有没有灯",
            "Better or worse than last time; sign and fence there, light at night?",
        ),
        Words(
            "路过的人怎么说，有没有人摔过、碰过",
            "What passers-by say; has anybody fallen or been hit?",
        ),
        Words(
            "“最近有人在这儿出过事吗？跟谁反映过？”",
            "“Has anything happened here lately? Who has been told?”",
        ),
    ),
    "small_shop": Prompts(
        Words(
            "灭火器、出口、电线、煤气罐；门前占没占道",
            "Extinguisher, exit, wires, gas bottles; is the pavement free?",
        ),
        Words(
            "老板有什么难处；邻居嫌不嫌吵、嫌不嫌油烟",
            "What troubles the owner; do neighbours mind noise or smoke?",
        ),
        Words(
            "“灭火器谁会用？煤气罐放哪儿？夜里有人住吗？”",
            "“Who can use the extinguisher? Where is the gas? Does anybody sleep here?”",
        ),
    ),
    "frequent_caller": Prompts(
        Words(
            "上次说的事，到现场看一眼办成了没有",
            "Go and see whether what they called about is done",
        ),
        Words("让人把话说完，不争、不打断", "Let them finish; don't argue or interrupt"),
        Words(
            "“上次打电话的事怎么样了？还有哪件没办好？”",
            "“What became of your last call? What is still not solved?”",
        ),
    ),
}
"""By kind of stop."""

HAZARD_LOOKS: dict[str, Words] = {
    "paving": Words(
        "坑变大了没有，轮椅、婴儿车过不过得去",
        "Has the hole grown? Can a wheelchair or a pram pass?",
    ),
    "ice": Words(
        "冰化没化，撒没撒融雪剂，水从哪儿来",
        "Is the ice gone or gritted? Where does the water come from?",
    ),
    "construction": Words(
        "围挡严不严，夜里亮不亮灯，料堆挡不挡路",
        "Is the fence closed and lit at night? Does material block the way?",
    ),
    "manhole": Words(
        "井盖严不严，踩着响不响、晃不晃", "Is the cover tight? Does it rattle or rock underfoot?"
    ),
    "low_wire": Words(
        "线垂到多高，人和车碰不碰得到", "How low does the wire hang? Can people or cars touch it?"
    ),
    "blind_corner": Words(
        "镜子在不在，车快不快，有没有东西挡住视线",
        "Is the mirror there? Are cars fast? Does anything block the view?",
    ),
    "puddle": Words(
        "水有多深，从哪儿来，地漏堵没堵",
        "How deep is the water, where from, is the drain blocked?",
    ),
    "leaning_pole": Words(
        "杆子歪得更厉害没有，根部松不松", "Does the pole lean more? Is its foot loose?"
    ),
    "steps": Words(
        "扶手牢不牢，台阶缺没缺角、滑不滑", "Is the handrail firm? Are steps broken or slippery?"
    ),
    "ev_charging": Words(
        "有没有从窗户拉线充电，插座烫不烫，楼道里停没停车",
        "Wires out of windows? Hot sockets? E-bikes in the stairwell?",
    ),
}
"""What to look at where a hazard of this kind is."""
