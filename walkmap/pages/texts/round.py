"""What a round's page says."""

from walkmap.words import Words

TEXTS = {
    "onward": Words("到了，去下一站", "Done, to the next stop"),
    "next": Words("下一站", "Next stop"),
    "list": Words("停留点，按顺序", "Stops, in order"),
    "whole": Words("全程", "All"),
    "shut_gates": Words("今天走不通的大门", "Gates you can't pass today"),
    "to_index": Words("回到月计划", "To the month plan"),
}
