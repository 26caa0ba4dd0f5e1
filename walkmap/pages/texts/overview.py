"""What the overview says: the community on the wall."""

from walkmap.words import Words

TEXTS = {
    "title": Words("社区总图", "The whole community"),
    "office": Words("社区办公室", "Community office"),
    "gate_open": Words("大门", "Gate"),
    "gate_shut": Words("大门，关着", "Gate, shut"),
    "whole": Words("全图", "All"),
    "steps": Words("看哪里", "What to look at"),
    "keys": Words("按 ← → 换楼院，按 0 看全社区", "Keys: ← → next courtyard, 0 all"),
    "gates": Words("大门", "Gates"),
    "hazards": Words("易出事故点", "Accident-prone spots"),
    "to_index": Words("回到月计划", "To the month plan"),
}
