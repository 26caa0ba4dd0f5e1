"""What every page says."""

from walkmap.words import Words

TEXTS = {
    "map": Words("地图", "Map"),
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "north": Words("北", "N"),
    "north_up": Words("上方为北", "North is up"),
    "metre": Words("米", "m"),
    "kilometre": Words("公里", "km"),
    "legend": Words("图例", "Key to the map"),
    "office": Words("办公室（出发和返回）", "Office (start and end)"),
    "gate_open": Words("大门，走得通", "Gate, open"),
    "gate_shut": Words("大门，走不通", "Gate, shut"),
    "hazard": Words("易出事故点", "Accident-prone spot"),
    "hazard_blocks": Words("易出事故点，挡路", "Accident-prone spot, in the way"),
    "door": Words("单元门", "Entrance"),
    "unmanaged": Words("无物业的楼", "Without property management"),
    "managed": Words("有物业的楼", "With property management"),
    "wall": Words("围墙", "Wall"),
    "assumed": Words("虚线：推定，未核实", "Dashed: not checked"),
    "source": Words("数据来源", "Source"),
    "amap": Words("高德地图", "Amap"),
    "tencent": Words("腾讯地图", "Tencent Maps"),
    "apple": Words("苹果地图", "Apple Maps"),
    "open_in_browser": Words(
        "这一页要在浏览器里打开：请点右上角菜单，选“在浏览器中打开”。",
        "Open this page in a browser: use the menu and choose “Open in browser”.",
    ),
}
