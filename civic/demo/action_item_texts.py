"""The words of the demo town's promises. Facts: domain.md §7 and seed N2, N3, N6."""

BINS = "桶站按丙方案放,先试八周"
STATION = "闲置自行车棚改成垃圾驿站,不超过14.8万元"
SHARES = "谁做什么、钱怎么分:七条承诺"
GARDEN = "给花园西边8户的约定"

# issue: demo key; after/done/notes: hours; days: until due; due: days from today.
DIRECT = (
    {
        "issue": "C03", "owner": "property", "after": 1, "days": 1, "done": 1.5, "confirmed": True,
        "what": "清掉压在路上的杂草", "standard": "婴儿车能直着走过去",
        "words": "一个半小时割完了,路边也收了枝。", "seen": "中心花园西侧小路",
    },
    {
        "issue": "C08", "owner": "enforcement", "due": 12,
        "what": "给接送老人看病的车留十五分钟", "standard": "胡同口立牌子,写明接送老人可停15分钟",
        "notes": ((48, "和交通支队去看了现场,牌子的样子定了。"),),
    },
    {
        "issue": "C11", "owner": "street", "due": 25,
        "what": "公园多开一道门,刷卡、人脸、按铃都能进", "standard": "三种办法都试过能开,不认脸的也进得来",
        "notes": ((72, "门的位置定了,声屏障在比价。"),),
    },
    {
        "issue": "N10", "owner": "property", "due": -1,
        "what": "请电梯厂家来查", "standard": "连着七天不停梯", "notes": ((20, "厂家约在后天。"),),
    },
    {
        "issue": "N11", "owner": "property", "due": 9,
        "what": "补顶层外墙的防水", "standard": "下一场雨后屋里不渗",
    },
    {
        "issue": "N13", "owner": "residents", "due": 3,
        "what": "排一张敲门的班", "standard": "独居老人每天有人问一声,名单他们自己同意",
    },
    {
        "issue": "N14", "owner": "property", "due": 2,
        "what": "清理没人要的旧车", "standard": "公告30天后车棚腾出来",
    },
    {
        "issue": "N15", "owner": "property", "due": -3,
        "what": "楼道口装禁止电瓶上楼的提醒和充电口", "standard": "每个楼门口有提醒,车棚够充",
    },
    {
        "issue": "N17", "owner": "residents", "due": 6,
        "what": "设拾便袋箱,约好遛狗时段", "standard": "四个箱子有袋子,约定贴在楼门口",
    },
)  # fmt: skip


def _point(site, place, day):
    return {
        "decision": BINS, "owner": "property", "due": (6, 1), "done": day,
        "what": f"建好{place}的投放点({site})", "standard": "厨余桶、其他桶成对,有灯、能冲洗,地面不积水",
        "words": f"{place}投放点启用了。", "seen": place,
    }  # fmt: skip


COMMITMENTS = (
    _point("S1", "南门西", (4, 25)),
    _point("S2", "南门东", (4, 25)),
    _point("S5", "中心花园西", (5, 8)),
    _point("S6", "西围墙", (5, 12)),
    _point("S7", "东围墙", (5, 12)),
    _point("S8", "9–10号楼北", (5, 20)),
    _point("S9", "11–12号楼北", (5, 20)),
    {
        "decision": STATION, "owner": "property", "due": (8, 31), "done": (8, 20),
        "what": "把闲置车棚改成垃圾驿站(H2)", "standard": "四类都收,24小时开,水电接通,有人值守",
        "words": "驿站开了,水电接通,四类都收。", "seen": "东侧原自行车棚",
    },
    {
        "decision": SHARES, "owner": "property", "due": (4, 20), "done": (4, 19),
        "what": "给西围墙(S6)装一盏灯",
        "standard": "天黑自动亮",
        "words": "灯装好了,1,800元从日常养护费里出。",
        "seen": "西围墙",
    },
    {
        "decision": SHARES, "owner": "hauler", "due": (4, 20), "done": (4, 20),
        "what": "早清运从六点改到七点半",
        "standard": "7:30以前不进车,雨雪天照旧",
        "words": "排班改好了。",
        "seen": "清运公司排班表,贴在驿站",
    },
    {
        "decision": SHARES, "owner": "school", "due": (5, 1), "done": (4, 26),
        "what": "排好周六早班的家长志愿者",
        "standard": "24位家长轮班,班表贴出来",
        "words": "班表贴出来了。",
        "seen": "校门口和驿站",
    },
    {
        "decision": SHARES, "owner": "enforcement", "due": (4, 30), "done": (4, 28),
        "what": "划清消防通道线",
        "standard": "线清楚,线内不停车",
        "words": "线划好了。",
        "seen": "中一路和各楼前",
    },
    {
        "decision": SHARES, "owner": "owners", "days": 20,
        "what": "每季度公布一次公共收益", "standard": "收多少、花在哪,贴出来并发到这里",
    },
    {
        "decision": SHARES, "owner": "property", "days": 40,
        "what": "桶身每天清洗,夏天每天两次", "standard": "清洗记录贴在桶站,闻不到味儿",
    },
    {
        "decision": SHARES, "owner": "residents", "due": (4, 25), "done": (4, 24),
        "what": "列好要上门收垃圾的老人名单",
        "standard": "本人同意,按需上门",
        "words": "19户列好了,楼门长收着。",
        "seen": "社区居委会",
    },
    {
        "decision": GARDEN, "owner": "property", "days": 8,
        "what": "每月请8户一起闻味记账", "standard": "记录贴在6、7号楼门口",
    },
)  # fmt: skip

WAITING = (
    {"issue": "N12", "look": 60, "reason": "筹钱的表决没过四分之三,在找赞助。"},
    {"issue": "N16", "look": 30, "reason": "今年器材的钱用完了,排进明年第一批。"},
)
