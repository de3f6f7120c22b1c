"""The words of the demo town's three meetings (domain.md §7) and of one whose minutes wait for a yes.

Persons speak by role or door, as on every public page.
"""

from civic.demo.action_item_texts import SHARES

FIRST = {
    "title": "第1次合伙人会", "kind": "council", "day": (3, 6), "at": (19, 0), "until": (20, 5),
    "where": "居委会二层", "why": "桶少了,有的楼嫌远,有的窗嫌臭,建站的钱也没说清谁出。",
    "items": [("大家最怕什么", 30), ("先定规矩,不定点位", 30)],
    "chair": "secretary", "recorder": "staff", "seats": True, "listed": 9,
    "residents": ("steward", "pomegranate"),
    "notes": [
        (0, "业委会:业主最怕两样,一怕臭,二怕摊钱。"),
        (0, "物业:现在两班倒,四个人盯三十一组桶,盯不过来。"),
        (0, "7号楼2门楼门长:门里七十五岁以上的十九户,多走五十米,冬天就是多一次摔跤的风险。"),
        (1, "街道城管办:消防通道和盲道不能占,这是底线,不拿来投票。"),
        (1, "社区党委:今天不定点位,先定规矩——先量路,再看窗,后算账。"),
    ],
    "agreed": [
        {"what": "每个楼门量步行距离并公开", "owner": "residents", "due": (3, 13),
         "standard": "36个楼门都量了,贴出来"},
        {"what": "候选点由居民提名", "rule": True},
        {"what": "谁家窗最近谁先说", "rule": True},
    ],
    "problem": "业主怕臭、怕摊钱;四个人盯三十一组桶,盯不过来;7号楼2门七十五岁以上的有十九户,"
               "多走五十米就多一分摔跤的险。",
    "plan": "今天不定点位,先定规矩:先量路,再看窗,后算账。消防通道和盲道不能占,不拿来投票。\n"
            "1. 每个楼门量步行距离并公开。\n2. 候选点由居民提名。\n3. 谁家窗最近谁先说。",
    "telling": "纪要贴到36个楼门;量出来的距离也贴上,不用手机的,楼门长当面说。",
    "comment": ("steward", "老人是七十五岁以上的,别只写“老人”。", "问题那一段写明了七十五岁以上十九户。"),
    "confirm": ("owner", "steward"),
}  # fmt: skip

SECOND = {
    "title": "8–10号楼楼门议事会", "kind": "door", "day": (3, 14), "at": (16, 30), "until": (17, 25),
    "where": "10号楼前槐树下", "why": "乙方案把点都放到墙根,8–10号楼的人要说说。",
    "items": [("乙方案走多远", 20), ("西墙和北侧两点", 30)],
    "chair": "steward", "recorder": "clerk", "bodies": ("property",), "listed": 14,
    "residents": ("pomegranate", "hawthorn", "treasurer"),
    "notes": [
        (0, "10号楼居民:乙方案我们要走一百三十多米,等于把方便让给别人。"),
        (1, "8号楼居民:放墙根没味儿,可是晚上黑。"),
        (1, "物业:补一盏灯一千八,日常养护费里出。"),
        (1, "9号楼居民:S8正迎着北风,味儿全进屋。"),
    ],
    "agreed": [
        {"what": "乙方案不再作首选", "rule": True},
        {"what": "西墙点装了灯就能接受"},
        {"what": "北侧两点换密闭盖桶", "owner": "property", "standard": "两处都换好,盖得严", "due": (5, 20)},
    ],
    "dissent": {
        "who": "9号楼2户", "what": "S8正迎着北风,不同意放在那儿。", "again": (5, 20),
        "outcome": "试用满月又听了一次:换了密闭盖桶,平时闻不到;刮北风那几天还有一点,物业那几天加一次清洗。",
    },
    "problem": "乙方案让10号楼走一百三十多米;放墙根没味儿,可是晚上黑。",
    "plan": "乙方案不再作首选;西墙点加灯后可以接受,灯钱一千八从日常养护费里出;北侧两点换密闭盖桶。\n"
            "9号楼2户对S8的风向保留意见,记录在案,试用满月再听一次。",
    "telling": "纪要贴在8–10号楼的楼门和槐树旁的牌子上;保留意见原话照登。",
    "confirm": ("pomegranate", "hawthorn"),
}  # fmt: skip

THIRD = {
    "title": "七方开放会", "kind": "joint", "day": (3, 28), "at": (19, 0), "until": (20, 20),
    "where": "中心花园", "why": "点位快定了:谁出力、谁出钱、哪天办到,当着大家的面说清楚。",
    "items": [("早上几点收", 20), ("谁来盯、谁来洗", 20), ("愿意承担的写进清单", 30)],
    "chair": "secretary", "recorder": "clerk", "seats": True, "bodies": ("hauler",), "listed": 34,
    "residents": ("steward", "pomegranate", "hawthorn", "resident"),
    "notes": [
        (0, "清运公司:早六点改七点半能做,但雨雪天照旧。"),
        (1, "望榆小学:学校出二十四名家长志愿者,轮周六早班。"),
        (1, "物业:承诺桶身日清洗、夏季两次。"),
        (2, "社区党委:愿意承担的写进清单,办不到的现在说。"),
    ],
    "promised": SHARES,
    "problem": "六点收桶太吵;周末没人盯;夏天味儿大。",
    "plan": "愿意承担的当场写进清单,一共7条,谁办、哪天前、办成什么样都写明;办不到的现在说。",
    "telling": "会议全程直播,链接先公示;纪要和7条承诺贴到每个楼门,办到哪一步在这里看。",
    "confirm": ("owner", "teacher"),
    "stream": {"url": "https://meeting.tencent.com/live/xingyu-demo", "not_filmed": 3, "days": 90},
}  # fmt: skip

WAITING = {
    "title": "西胡同口停车圆桌会", "kind": "round_table", "ago": 2, "until_after": 45,
    "where": "西胡同口修车摊旁", "why": "接老人看病的车停一会儿就走不了,后面的车也过不去。",
    "items": [("停多久算临时", 15), ("谁来看着", 15)],
    "chair": "steward", "recorder": "clerk", "bodies": ("property",), "listed": 3,
    "residents": ("resident", "hawthorn"),
    "notes": [(0, "3号楼居民:接老人上下车,十五分钟够了。"), (1, "物业:可以在胡同口画一个临停位。")],
    "agreed": [{"what": "胡同口画一个临停位,限停15分钟", "owner": "property", "standard": "线画好,牌子立好",
                "in_days": 14}],
    "problem": "接送老人的车没处停,停下就堵住胡同口。",
    "plan": "在胡同口画一个临停位,限停15分钟,物业画线立牌。",
    "telling": "纪要贴在胡同口和各楼门;两位在场的邻居确认以后算数。",
}  # fmt: skip
