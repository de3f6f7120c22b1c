"""星榆花园: the demo town as plain data, used by tests, demo and screenshots alike.

Everything and everyone is fictional; people carry tree names so that none is real.
Lengths are metres from the south-west gate (x east, y north), areas 0.01 m², money fen.
Source: domain.md §7. `tests/places/test_town.py` recomputes the figures that can be recomputed.
"""

from datetime import date
from typing import NamedTuple

CITY, DISTRICT, SUBDISTRICT = "示范市(虚构)", "示范区(虚构)", "望榆街道"
COMMUNITY = "星榆花园社区"
COUNCIL = "星榆花园社区合伙人"
COUNCIL_SINCE = date(2026, 2, 24)


class Building(NamedTuple):
    """One building; `homes` in all its doors, `area_centi` of each home, footprint in metres."""

    number: int
    x: float
    y: float
    width: float
    height: float
    doors: int
    homes: int
    area_centi: int
    floors: int
    note: str


_COLUMNS = (30, 95, 160, 225)
_ROWS = (  # first number, y, width, height, doors, homes, area of a home, floors, what it is
    (1, 40, 40, 14, 4, 48, 6200, 6, "六层,没电梯,老人多"),
    (5, 110, 25, 25, 2, 144, 7800, 18, "十八层塔楼"),
    (9, 180, 40, 16, 3, 66, 9600, 11, "十一层板楼"),
)
BUILDINGS = tuple(
    Building(first + step, x, y, width, height, doors, homes, area, floors, note)
    for first, y, width, height, doors, homes, area, floors, note in _ROWS
    for step, x in enumerate(_COLUMNS)
)


class Spot(NamedTuple):
    """Anything on the plan that is not a building; `kind` is a value of places SpotKind."""

    key: str
    name: str
    kind: str
    x: float
    y: float
    width: float = 0
    height: float = 0


SPOTS = (
    Spot("gate_southwest", "西南门", "gate", 0, 0),
    Spot("gate_south", "南门", "gate", 120, 0),
    Spot("gate_hutong", "西胡同口", "gate", 0, 62),
    Spot("gate_park", "公园南门", "gate", 62, 220),
    Spot("garden", "中心花园", "green", 134.5, 110, 21, 50),
    Spot("square", "小广场", "square", 139, 75, 20, 14),
    Spot("park", "望榆公园", "green", 62, 231, 112, 12),
    Spot("vacant", "闲置空地", "square", 238, 207, 30, 12),
    Spot("committee_house", "居委会", "shed", 136, 201, 20, 9),
    Spot("gatehouse", "原传达室", "shed", 128, 20, 7, 6),
    Spot("guard_box", "南门岗亭", "shed", 80, 19, 5, 5),
    Spot("parcel_lockers", "快递柜", "shed", 204, 20, 9, 4),
    Spot("bicycle_shed", "闲置自行车棚", "shed", 250, 75, 13, 8),
    Spot("charging_shed", "充电车棚", "shed", 250, 132, 13, 8),
    Spot("border_hut", "骑界小房", "shed", 260, 196, 9, 7),
    Spot("lane_south", "南侧路", "lane", 130, 10, 258, 7),
    Spot("lane_first", "中一路", "lane", 130, 62, 258, 7),
    Spot("lane_second", "中二路", "lane", 130, 152, 258, 7),
    Spot("lane_north", "北侧路", "lane", 110, 213, 212, 7),
    Spot("lane_west", "西侧路", "lane", 4.5, 110, 6, 212),
    Spot("lane_axis", "中轴路", "lane", 120, 108, 6, 212),
    Spot("wall_west", "西围墙", "wall", 0, 110, 1.5, 220),
    Spot("wall_east", "东围墙", "wall", 260, 110, 1.5, 220),
    Spot("wall_south", "南围墙", "wall", 130, 0, 260, 1.5),
    Spot("wall_north", "北围墙", "wall", 130, 220, 260, 1.5),
)


class Site(NamedTuple):
    """A candidate for a bin point: nearest window and truck clearance in metres, cost in fen."""

    code: str
    name: str
    x: float
    y: float
    window_m: int
    clear_m: float
    power: bool
    takes: str
    cost_fen: int
    objection: str


SITES = (
    Site("S1", "南门西", 62, 20, 14, 6.0, True, "1个车位", 2_100_000, "岗亭怕味儿"),
    Site("S2", "南门东", 192, 20, 15, 6.0, True, "1个车位", 2_100_000, "快递柜要挪"),
    Site("S3", "1–2号楼北", 62, 75, 7, 3.6, False, "草坪9㎡", 2_800_000, "离2号楼低层窗近"),
    Site("S4", "3–4号楼北", 192, 75, 7, 3.4, False, "草坪9㎡", 2_800_000, "清运车进不去"),
    Site("S5", "中心花园西", 128, 110, 12, 4.2, True, "不占", 3_600_000, "孩子常走这条道"),
    Site("S6", "西围墙", 10, 145, 18, 4.5, False, "2个车位", 2_400_000, "晚上黑"),
    Site("S7", "东围墙", 250, 145, 18, 4.5, True, "2个车位", 2_400_000, "挨着充电车棚"),
    Site("S8", "9–10号楼北", 62, 205, 11, 4.0, True, "不占", 2_200_000, "北风大"),
    Site("S9", "11–12号楼北", 192, 205, 11, 4.0, True, "不占", 2_200_000, "北风大"),
    Site("S10", "中心花园南", 128, 75, 9, 3.8, False, "草坪12㎡", 3_000_000, "挤了跳舞的小广场"),
    Site("H1", "原传达室", 128, 20, 10, 6.0, True, "公用房22㎡", 11_500_000, "紧挨大门"),
    Site("H2", "闲置自行车棚", 250, 75, 13, 5.0, True, "公用车棚40㎡", 14_800_000, "20辆自行车要挪"),
)


class Scheme(NamedTuple):
    """One of the three options: seven points and a station; walks in metres, windows under 10 m."""

    letter: str
    sites: tuple[str, ...]
    farthest_m: int
    mean_m: float
    near_windows: int
    note: str


SCHEMES = (
    Scheme("甲", ("S1", "S2", "S3", "S4", "S5", "S8", "S9", "H2"), 77, 59.1, 2, "S4清运车进不去"),
    Scheme("乙", ("S1", "S2", "S3", "S4", "S6", "S7", "S9", "H2"), 138, 72.7, 2,
           "先用墙根,10号楼太远;S4清运车进不去"),
    Scheme("丙", ("S1", "S2", "S5", "S6", "S7", "S8", "S9", "H2"), 69, 57.0, 0,
           "S5密闭加儿童通道护栏,S6补一盏灯"),
)  # fmt: skip


class BodyOf(NamedTuple):
    """A body of the town; `kind` is a value of councils BodyKind, `delegate` a key of CAST."""

    key: str
    kind: str
    name: str
    short: str
    local: bool
    delegate: str | None = None
    alternate: str | None = None


SEATS = (  # in the order they sit; the first is the convener
    BodyOf("committee", "party_committee", "星榆花园社区党委", "社区党委", True, "secretary", "deputy"),
    BodyOf("residents", "residents_committee", "星榆花园社区居委会", "居委会", True, "staff", "clerk"),
    BodyOf("property", "property_company", "星榆物业服务公司", "星榆物业", True, "property", "porter"),
    BodyOf("owners", "owners_committee", "星榆花园业主委员会", "业委会", True, "owner", "treasurer"),
    BodyOf("enforcement", "department", "望榆街道城管办", "街道城管办", False, "officer", "inspector"),
    BodyOf("school", "partner_unit", "望榆小学", "望榆小学", False, "teacher", "parent"),
)
OTHER_BODIES = (
    BodyOf("hauler", "contractor", "榆洁清运公司", "清运公司", False, "hauler"),
    BodyOf("street", "subdistrict_office", "望榆街道办事处", "街道办事处", False, "street"),
)


class Player(NamedTuple):
    """A person of the cast. `home` is (building, door, unit); `role` a value of accounts Role.

    Several roles of one person (the officer also holds a seat) follow from SEATS.
    """

    key: str
    nickname: str
    phone: str
    role: str
    home: tuple[int, int, str] | None = None
    body: str | None = None


CAST = (
    Player("resident", "杜仲", "13900000001", "resident", home=(3, 1, "301")),
    Player("second_adult", "合欢", "13900000002", "resident", home=(3, 1, "301")),
    Player("steward", "丁香", "13900000003", "door_steward", home=(7, 2, "502")),
    Player("secretary", "银杏", "13900000004", "secretary", body="committee"),
    Player("property", "侧柏", "13900000005", "delegate", body="property"),
    Player("officer", "油松", "13900000006", "officer", body="enforcement"),
    Player("auditor", "银桦", "13900000007", "auditor"),
    Player("administrator", "雪松", "13900000008", "administrator"),
    Player("staff", "海棠", "13900000009", "community_staff", body="residents"),
    Player("owner", "国槐", "13900000010", "delegate", home=(5, 1, "1203"), body="owners"),
    Player("teacher", "玉兰", "13900000011", "delegate", body="school"),
    Player("hauler", "白蜡", "13900000012", "delegate", body="hauler"),
    Player("street", "元宝枫", "13900000013", "street_staff", body="street"),
    Player("pomegranate", "石榴", "13900000014", "resident", home=(10, 2, "602")),
    Player("hawthorn", "山楂", "13900000015", "resident", home=(8, 1, "1101")),
    Player("deputy", "水杉", "13900000016", "delegate", body="committee"),
    Player("clerk", "连翘", "13900000017", "community_staff", body="residents"),
    Player("porter", "女贞", "13900000018", "delegate", body="property"),
    Player("treasurer", "黄栌", "13900000019", "delegate", home=(9, 3, "901"), body="owners"),
    Player("inspector", "云杉", "13900000020", "officer", body="enforcement"),
    Player("parent", "紫薇", "13900000021", "delegate", home=(6, 1, "803"), body="school"),
    Player("district", "白桦", "13900000022", "district_staff"),
)

HOMES, DOORS, AREA_CENTI = 1032, 36, 8_217_600


def units_of(building: Building) -> list[str]:
    """The unit labels of one door, in the order of the stairs: 101, 102, 201, …"""
    homes = building.homes // building.doors
    per_floor = homes // building.floors
    return [
        f"{floor}{unit:02}" for floor in range(1, building.floors + 1) for unit in range(1, per_floor + 1)
    ]


def door_position(building: Building, door: int) -> tuple[float, float]:
    """Where door number `door` is: evenly along the north face, counted from the west."""
    step = building.width / building.doors
    return building.x - building.width / 2 + step * (door - 0.5), building.y + building.height / 2
