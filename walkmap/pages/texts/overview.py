"""What the overview says: the community on the wall."""

from walkmap.words import Words

TEXTS = {
    "title": Words("社区总图", "The whole community"),
    "office": Words("社区办公室", "Community office"),
    "gate_open": Words("大门", "Gate"),
    "gate_shut": Words("大门，关着", "Gate, shut"),
    "whole": Words("全图", "All"),
    "whole_community": Words("全社区", "The whole community"),
    "previous": Words("上一个", "Previous"),
    "next": Words("下一个", "Next"),
    "keys": Words("按 ← → 换楼院，按 0 看全图", "← → for the next courtyard, 0 for all"),
    "courtyards": Words("楼院", "Courtyards"),
    "buildings": Words("楼", "Buildings"),
    "of_them": Words("其中无物业", "without property management"),
    "gates": Words("大门", "Gates"),
    "hazards": Words("易出事故点", "Accident-prone spots"),
    "none": Words("没有", "None"),
    "shut": Words("关着", "shut"),
    "print": Words(
        "打印成墙上的大图：walkmap print overview", "On paper for the wall: walkmap print overview"
    ),
    "to_index": Words("回到月计划", "To the month plan"),
}
