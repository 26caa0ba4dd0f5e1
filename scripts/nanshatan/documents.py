"""The sample's words: its settings and its README."""

from __future__ import annotations

NOTE = (
    "示例数据：地点和总数真实，楼形、走访对象和民情均为虚构"
    " / Illustrative: true place and counts, made-up geometry, targets and issues"
)

COMMUNITY_TOML = """\
# 示例数据：地点和总数真实；楼形、院名（五建、和谐除外）、走访对象和民情均为虚构。
# Illustrative data: true place and counts; made-up geometry, names of courtyards (but for
# Wujian and Hexie), targets and issues.
id = "nanshatan"
name = "南沙滩社区"
language = "zh"
datum = "wgs84"
timezone = "Asia/Shanghai"
illustrative = true
source = "WalkMap"
walking_speed_mps = 1.1
step_length_m = 0.602
holiday_rule = "move"
days_between_visits = 21
courtyards_kept = "wish"

[office]
building_id = "M02"
entrance_id = "M02-1"

[shift]
start = "08:30"
end = "11:30"

[minutes]
entrance = 1.5
elderly_party_member = 10
hardship_party_member = 10
partner_organisation = 8
accident_spot = 5
small_shop = 4
frequent_caller = 10
attention = [0, 3, 6, 10]

[times_a_month]
elderly_party_member = 1
hardship_party_member = 1
partner_organisation = 1
accident_spot = 1
small_shop = 1
frequent_caller = 1

[plan]
balance = 1
habit_m = 30
keeper_m = 30

# 社区公布的十年总数（真实）；截止日期为虚构，好与虚构的民情相接。
# The ten-year totals that the community published (true), up to a made-up day.
[balance]
until = 2024-10-31
source = "社区十年总结 · the community's ten-year summary"
mondays = 520
steps = 2730000
walk_km = 1643
households = 4548
people = 12930
organisations = 75
handled = {dispute = 1018, environment = 972, no_property = 1580}

[hazard_factors]
1 = 1.2
2 = 1.5
3 = 2.0

[[teams]]
id = "1"
name = "一组"
people = 3
courtyards = ["C1", "C5"]
no_stairs = false

[[teams]]
id = "2"
name = "二组"
people = 3
courtyards = ["C2", "C6", "C7"]
no_stairs = false

[[teams]]
id = "3"
name = "三组"
people = 2
courtyards = ["C3", "C4", "C8", "C9"]
no_stairs = true
"""

README = """\
# 南沙滩社区（示例数据）

本文件夹是**示例数据**，供试用和测试，不能当作实际情况使用。

真实的：

- 地点：北京市朝阳区奥运村街道南沙滩社区一带；
- 六个老家属院和三个新小区，都在约 600 米以内；
- 无物业楼 32 栋，共 2,547 户；其中五建小区与和谐小区共 1,500 户；
- 周边五条街道的名称：大屯路、科学园南里西街、科学园南里中街、林萃路、北辰西路。

虚构的：楼、院墙、大门、单元门和街巷的形状与位置，其余院名和巷名，每栋楼的户数，
有物业的楼，走访对象，易出事故点，民情记录。

- 走访对象 64 个，六类都有；名称只写地点，不写人。易出事故点 12 处，其中 1 处挡路。
- 民情 720 条，2024-11 至 2026-10，每月约 30 条。
- 一组人从居委会出发，走过 32 栋楼的每个单元门再回来，约 3.2 公里。
- 坐标为 WGS-84。编号：C 院、B 无物业楼、M 有物业楼、G 大门、H 易出事故点、T 走访对象。

重新生成（结果逐字节相同）：`python scripts/make_nanshatan.py`。改数据请改
`scripts/nanshatan/`，不要改这里的文件。

# Nanshatan community (sample data)

This folder is **illustrative**: for trying things out and for tests, not a picture of the facts.

True:

- the place: around Nanshatan, Aoyuncun Subdistrict, Chaoyang District, Beijing;
- six old dormitory courtyards and three newer compounds, all within some 600 m;
- 32 buildings without property management with 2,547 households; 1,500 of them in Wujian
  (五建小区) and Hexie (和谐小区) together;
- the names of five streets around: 大屯路, 科学园南里西街, 科学园南里中街, 林萃路, 北辰西路.

Made up: shapes and positions of buildings, walls, gates, entrances, streets and lanes; all other
names of courtyards and lanes; the households of each building; managed buildings; targets, hazards
and issues.

- 64 targets of all six kinds, each labelled by a place and never by a person; 12 hazards, one of
  which blocks a way.
- 720 issues, November 2024 to October 2026, about thirty a month.
- A round of one team from the office past every entrance of the 32 buildings and back: about
  3.2 km.
- WGS-84. Ids: C courtyard, B unmanaged building, M managed building, G gate, H hazard, T target.

To make it again, the same to the byte: `python scripts/make_nanshatan.py`. To change the data,
change `scripts/nanshatan/`, not the files here.
"""
