"""星榆花园 whistles: the places and bodies beyond the neighbourhood, and the stories as data.

Everything is fictional; the stories follow domain.md §1 (N11, N13, N14, N19, M22, M33, M35, M36).
A body is (key, kind, name, short); `person` acts for it. Days are (month, day) of the story's spring.
"""

NEXT_DISTRICT, NEXT_STREET, TOWN, VILLAGE = "邻近区(虚构)", "邻榆街道", "榆湖镇", "石坡村"

OF_STREETS = {  # which place they serve: next (邻榆街道), town (榆湖镇)
    "next": (
        ("next_office", "subdistrict_office", "邻榆街道办事处", "邻榆街道办事处"),
        ("next_squad", "department", "邻榆街道综合执法队", "邻榆执法队"),
    ),
    "town": (("town_office", "subdistrict_office", "榆湖镇人民政府", "榆湖镇政府"),),
}
OF_DISTRICT = (
    ("planning", "department", "示范区规划自然资源分局", "区规自分局"),
    ("market", "department", "示范区市场监管局", "区市场监管局"),
    ("upkeep", "department", "示范区城市管理委员会", "区城管委"),
    ("civil", "department", "示范区民政局", "区民政局"),
    ("squad", "department", "示范区城管执法局", "区城管执法局"),
    ("fire", "department", "示范区消防救援支队", "区消防支队"),
    ("traffic", "department", "示范区交通支队", "区交通支队"),
    ("police", "department", "示范区公安分局", "区公安分局"),
    ("water", "department", "示范区水务局", "区水务局"),
    ("ecology", "department", "示范区生态环境局", "区生态环境局"),
    ("transport", "department", "示范区交通运输局", "区交通运输局"),
    ("safety", "department", "示范区应急管理局", "区应急局"),
    ("woods", "department", "示范区园林绿化局", "区园林绿化局"),
    ("farming", "department", "示范区农业农村局", "区农业农村局"),
    ("building", "department", "示范区住房城乡建设委", "区住建委"),
    ("tax", "department", "示范区税务局", "区税务局"),
    ("justice", "department", "示范区司法局", "区司法局"),
    ("power", "utility", "示范区供电公司", "区供电公司"),
)
OF_NEXT_DISTRICT = (
    ("next_civil", "department", "邻近区民政局", "邻近区民政局"),
    ("next_city", "department", "邻近区城管执法局", "邻近区执法局"),
)
# Who can be tried out, beside the cast: (key, nickname, telephone, body).
PEOPLE = (
    ("next_street", "白榆", "13900000031", "next_office"),
    ("town_street", "椿树", "13900000032", "town_office"),
    ("planner", "榉木", "13900000033", "planning"),
    ("trafficker", "楸木", "13900000034", "traffic"),
)

BORDER = {
    "issue": "C09", "kind": "enforcement", "border": True,
    "title": "骑在两个区边界上的小房",
    "summary": "东北角的小房一半在望榆街道、一半在邻榆街道,后来接出一圈隔间,堵了消防通道,找谁都说归那边管。",
    "asked": "一起勘界、一起认定、一起约谈房主,认定是违法建设就一起拆。",
    "where": "12号楼东侧小房门口",
    "background": "两边各去过三回,房主都说归另一边管。",
    "bodies": ("enforcement", "next_squad", "squad", "next_city", "civil", "next_civil", "fire"),
    "asked_on": (3, 23), "survey_on": (3, 27), "acted_on": (4, 2), "solved_on": (4, 20), "closed_on": (5, 6),
    "survey": "界线从小房正中过:西侧4.2米在示范区,东侧4.8米在邻近区。两区民政局现场立了桩。",
    "surveyors": "示范区民政局、邻近区民政局",
    "findings": {
        "enforcement": ("西边一半没有任何手续,堵着消防通道1.6米。", "按界线西侧立案,和东边同一天拆。"),
        "next_squad": ("东边一半也没手续,还接了11个隔间,租给了19个人。", "先帮19位租户找好住处,再动手。"),
        "squad": ("两边合起来才看得出是一处违建。", "两区出一份认定,一次约谈。"),
        "next_city": ("同一处违建,不能各拆各的。", "跟示范区执法局联合认定。"),
        "civil": ("界线已经勘清。", "三天内把勘界图送到两个街道。"),
        "next_civil": ("界线已经勘清。", "跟示范区民政局一起立桩。"),
        "fire": ("着起火来车进不去。", "拆完当天复测通道宽度。"),
    },
    "promises": (
        ("enforcement", "西侧一半拆除清运", "地面清干净,消防车能进", (4, 10), (4, 9)),
        ("next_squad", "东侧一半拆除,19位租户安置好", "租户都有地方住,地面清干净", (4, 10), (4, 10)),
        ("fire", "复测消防通道", "净宽4米以上", (4, 12), (4, 11)),
    ),
    "result": "小房整个拆了,通道净宽4.3米,19位租户都安置好了。",
    "after_use": "腾出来的60平方米种上草,留一条路,两个街道合用;星榆物业浇水,邻榆街道修剪,每年三月一起看。",
    "late": "next_city",
    "residents": ("good", "good", "good", "fair"),
}  # fmt: skip

PARK = {
    "issue": "C10", "kind": "appeal", "border": False,
    "title": "荒了十来年的空地",
    "summary": "北边的空地荒了十来年,有人摆摊、有人搭棚、有人往里倒渣土,一刮风满窗台的土。",
    "asked": "无照的摊、违建的棚、墙上的洞、地上的渣土,一次清完;再说清这块地能做什么。",
    "where": "11号楼北侧空地",
    "background": "社区劝过,街道城管办清过两回,过几天又回来了。",
    "bodies": ("market", "upkeep", "planning", "enforcement"),
    "asked_on": (3, 24), "acted_on": (3, 28), "solved_on": (6, 12), "closed_on": (6, 27),
    "findings": {
        "market": ("7个摊没有执照。", "取缔,愿意干的指路去菜市场摊位。"),
        "upkeep": ("渣土约200车。", "十天清完,路口加限高杆。"),
        "planning": ("规划是绿地,可以做公园。", "一个月内给口袋公园的意见。"),
        "enforcement": ("棚子3个,墙上开洞5处。", "棚子拆掉,洞都封上。"),
    },
    "links": (
        ("取缔无照经营", "market", "7个摊,劝走5个,取缔2个"), ("拆棚子", "enforcement", "3个棚,都没手续"),
        ("封堵开墙打洞", "enforcement", "5处,封完了"), ("清渣土", "upkeep", "清了213车"),
    ),
    "promises": (
        ("upkeep", "渣土清完,地整平", "看不见渣土,雨天不积水", (4, 10), (4, 9)),
        ("planning", "口袋公园的规划意见", "意见贴在社区公告栏", (4, 28), (4, 26)),
        ("enforcement", "公园建好前每周巡查", "没有新的棚和摊", (6, 10), (6, 10)),
    ),
    "result": "空地成了口袋公园:步道、孩子的沙坑、老人的座椅;北侧加了声屏障,晚上十点关灯。",
    "after_use": "公园归街道管,星榆物业每天保洁;西门进出可以刷卡、报门牌找值班员,也可以刷脸,由本人选。",
    "late": None,
    "residents": ("good", "good", "good", "good", "good", "fair", "poor"),
}  # fmt: skip

QUARRY = {
    "kind": "enforcement", "border": False,
    "title": "盗采沙石,一环扣一环",
    "summary": "村后山坡被人夜里偷挖,沙石拉走、堆放、加工、卖掉,各管一段,谁都只看得见自己那一环。",
    "asked": "挖、运、堆、加工、卖,每一环都有人查,一起立案,一起收网。",
    "where": "石坡村村委会",
    "background": "去年立的案一年半才判下来:联合执法难、调查取证难、固定证据难。",
    "bodies": (
        "police", "planning", "water", "ecology", "squad", "transport", "traffic", "market",
        "safety", "woods", "farming", "building", "tax", "justice", "upkeep", "power",
    ),
    "asked_on": (1, 4), "acted_on": (1, 6), "solved_on": (5, 6), "closed_on": (5, 22),
    "force": ("双安双打指挥部", "town_office", (1, 6), 117),
    "links": (
        ("盗采", "planning", "三处采坑,测了量、固定了证据"), ("运输", "transport", "27辆车,全部查扣登记"),
        ("堆放", "ecology", "四处堆场,都没手续"), ("加工", "safety", "两个加工点,断电封存"),
        ("经营", "market", "买家的账查清,三家停业"),
    ),
    "findings": {
        "police": ("夜里两点到四点出车,有人放哨。", "蹲守取证,人和车一起控制。"),
        "planning": ("三处采坑,没有采矿许可。", "测量方量,固定证据。"),
        "water": ("河道边挖出一个深坑。", "划出河道红线,先填险段。"),
        "ecology": ("四处堆场没盖,没有环评。", "取样,立案。"),
        "squad": ("堆场占着集体土地。", "限期清走,不清就代清。"),
        "transport": ("27辆车,多半超载、没手续。", "全部登记查扣。"),
        "traffic": ("进山路口没有探头。", "一周内装卡口。"),
        "market": ("三家砂石店有货没来路。", "查进货账,先停业。"),
        "safety": ("加工点没有安全措施。", "断料、封存、查电闸。"),
        "woods": ("毁了11亩林子。", "做鉴定,列复绿计划。"),
        "farming": ("两块地被压成了路。", "恢复耕种,算损失。"),
        "building": ("五个工地用过这批沙石。", "通知停用,抽检。"),
        "tax": ("三家没有开过票。", "补税,移交线索。"),
        "justice": ("去年的案子输在证据。", "派人跟着固定证据。"),
        "upkeep": ("渣土车混着拉沙石。", "查运输许可。"),
        "power": ("加工点私接电。", "停电,拆私接的线。"),
    },
    "promises": (),
    "result": "五个环节都断了:采坑回填,山坡复绿;117天里16家单位每天有人在。",
    "after_use": "山坡由镇里复绿,区园林绿化局管三年,路口装了卡口。",
    "late": "tax",
    "residents": (),
}  # fmt: skip

MEETING = {
    "kind": "priority",
    "gathering": "meeting",
    "title": "胡同口停车,一起坐下来商量",
    "summary": "西胡同口是禁停路段,接送老人看病的车一停就贴条。社区吹哨请相关单位来,跟居民一起商量怎么停。",
    "asked": "当场说清:能不能给看病的车留一刻钟、怎么认、不够时停到哪儿。",
    "where": "小广场石桌旁",
    "background": "居民提过三回;交通支队说法律没有例外,社区想问有没有别的办法。",
    "bodies": ("traffic", "enforcement", "property"),
}

DRAFT = {
    "kind": "appeal",
    "title": "电瓶上楼充电,劝不住",
    "summary": "好几个楼门有人把电瓶拿上楼充电,楼长劝不住,社区没有权查。",
    "asked": "一起上门看一遍,当场说清怎么罚、充电车棚口不够怎么加。",
    "where": "7号楼2门门口",
    "background": "楼长劝过,物业贴过通知,充电车棚修好了四个口。",
    "bodies": ("fire", "enforcement", "property", "power"),
}
