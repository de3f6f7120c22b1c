"""Words of the councils: house rules, promises of the seven-body meeting, the drawing (domain.md §7)."""

JOINT = "星榆花园七方联席会"
NEIGHBOURS = "10号楼老街坊议事会"

HOUSE_RULES = (
    (
        (3, 6),
        "第1次合伙人会,六席都同意",
        "",
        "一、先定规矩再定事:先量路,再看窗,后算账。\n"
        "二、谁家窗户最近,谁先说。\n"
        "三、消防通道、盲道和法定底线不拿来投票。",
    ),
    (
        (3, 28),
        "七方开放会后,六席都同意",
        "加了第四、第五条:承诺要写清楚,不入镜要提前问",
        "一、先定规矩再定事:先量路,再看窗,后算账。\n"
        "二、谁家窗户最近,谁先说。\n"
        "三、消防通道、盲道和法定底线不拿来投票。\n"
        "四、答应的事写清谁办、哪天办完、怎么算办好;办不到的当场说。\n"
        "五、开放会开始前先问谁不入镜,给他们留侧席。",
    ),
)

# body, what, standard, due (month, day) of the story or days from today, outcome, settled on, why
PLEDGES = (
    (
        "property",
        "桶身每天清洗,夏天两次",
        "早九点前桶身没有挂渍,登记表贴在桶站",
        (6, 15),
        "kept",
        (6, 15),
        "登记表11周没有断过",
    ),
    (
        "hauler",
        "早清运从六点改到七点半,雨雪天照旧",
        "七点半以前车不进小区",
        (4, 6),
        "kept",
        (4, 4),
        "",
    ),
    (
        "school",
        "24名家长志愿者轮周六早班",
        "每个周六早上每个站有两个人",
        20,
        "open",
        None,
        "",
    ),
    (
        "enforcement",
        "把消防通道线重新画清",
        "四条通道线白天夜里都看得清",
        (4, 10),
        "kept",
        (4, 16),
        "等漆干和挪车,晚了六天",
    ),
    (
        "property",
        "S6西围墙补一盏灯",
        "天黑到天亮都亮",
        (4, 20),
        "kept",
        (4, 18),
        "工单和照片在议事厅",
    ),
    (
        "owners",
        "公共收益账目每季度公布",
        "季度后十天内贴在各楼门",
        (6, 28),
        "not_kept",
        (6, 30),
        "银行对账单没拿到,二季度没贴出来",
    ),
    (
        "residents",
        "给走不动的老人列一份帮忙名单,上门收袋",
        "名单上每一户都有人接",
        45,
        "open",
        None,
        "",
    ),
)

DRAW_SOURCE = "抽签当晚福彩双色球开出的七个号码"
DRAW_SEED = "03 08 17 21 26 30 11"
QUOTAS = [{"feature": "age", "value": "60+", "min": 1, "max": 2}]
# What the real package drew for this pool and seed; recorded, because the demo must not need it.
DRAWN, DRAWN_WITH = (2, 6), "sortition-algorithms 0.12.15"
COMMITMENT = "4399b135836fc263a78a3e5483ed41fb9f15f0929eeef749635b404f8359731b"
