"""The words of the demo town's arguments, suggestions and answers: original, fictional, on three doubts."""

# Side, place of the theme (人手 · 方便 · 钱), who, what; then the answer to the whole group, or none.
REASONS = [
    {
        "said": [
            ("for", 0, "steward", "四个人盯三十一组桶盯不过来,合成八处就能有人看着"),
            ("for", 0, "hawthorn", "有人站着,混投的一眼就看见了"),
            ("condition", 0, "parent", "早晚高峰得有人值守,不然还是白搭"),
        ],
        "outcome": "adopted",
        "reason": "早06:30–09:00、晚17:30–20:30每处有人;望榆小学出二十四名家长志愿者,轮周六早班。",
    },
    {
        "said": [
            ("against", 1, "pomegranate", "10号楼要走一百三十多米,冬天路滑,老人摔一跤怎么办"),
            ("condition", 1, "steward", "七十五岁以上的,得能上门收"),
            ("condition", 1, "resident", "轮椅能过去才行,别放台阶上面"),
        ],
        "outcome": "partly",
        "reason": "最远的一家从138米减到69米;腿脚不便的登记一下,楼门长捎下去。上门收每天一趟还做不到。",
    },
    {
        "said": [
            ("for", 1, "owner", "桶少了,窗户底下就不用天天闻味儿"),
            ("against", 1, "second_adult", "上班早,绕到南门要耽误三五分钟"),
        ],
        "outcome": "partly",
        "reason": "驿站二十四小时开,早走的可以前一晚投;全免绕路做不到。",
    },
    {
        "said": [
            ("against", 2, "hawthorn", "建驿站的钱别摊到各家头上"),
            ("condition", 2, "treasurer", "动公共收益可以,账得每季度贴出来"),
            ("for", 2, "owner", "省下一组桶一年的清运费,几年就回本"),
        ],
        "outcome": "adopted",
        "reason": "驿站14.8万里街道补9万,物业3万,公共收益2.8万,各家不摊;账每季度由业委会贴出。",
    },
    {
        "said": [("against", 2, "parent", "花这个钱不如先修路灯")],
        "outcome": "not",
        "reason": "街道这笔补助只能用在垃圾分类上。路灯另走养护费,西墙那盏先补。",
    },
]
SUGGESTIONS = [
    (
        "must",
        "steward",
        "桶身每天洗一遍,夏天两遍",
        True,
        "物业4月1日起每天洗,夏天早晚各一次,洗完在桶边打卡。",
    ),
    ("must_not", "resident", "早六点以前清运", True, "清运公司改到早七点半,雨雪天照旧。"),
    ("should", "hawthorn", "西墙根补一盏灯", None, ""),
    ("should_not", "pomegranate", "把桶放在孩子上学的路上", None, ""),
]
INTERESTS = [("window", "resident"), ("way", "pomegranate"), ("earns", "property")]
INVITED = ("清运车队", "我们早六点来,是怕七点半堵在门口。改到七点半能做,请门岗给留出掉头的地方。")

DOOR_TOPICS = [
    {
        "key": (7, 2), "who": "steward", "title": "7号楼2门楼道里的电动车停哪儿",
        "why": "楼道里停了六辆,晚上还飞线充电,着了火跑不出来。",
        "up": "building", "reason": "一个门没地方建棚子,7号楼两个门一起定,棚子放楼东头。",
    },
    {
        "key": (8, 1), "who": "hawthorn", "title": "8号楼1门楼道堆了纸箱和旧沙发",
        "why": "堆到三层了,轮椅过不去。", "into": "楼道里不堆东西,怎么定规矩",
    },
    {
        "key": (3, 1), "who": "second_adult", "title": "3号楼1门门口的旧自行车谁来清",
        "why": "落了灰的有五辆,不知道是谁的。", "into": "楼道里不堆东西,怎么定规矩",
    },
]  # fmt: skip
GATHERED = {
    "title": "楼道里不堆东西,怎么定规矩",
    "why": "好几个门都说楼道堵,一个门一个门地说不清,想一起定个清理的日子和认领的办法。",
    "reason": "两个门说的是一件事,清理的车和日子一起定。",
}

# Building, how often each was heard at its doors.
VISITS = [
    (1, {"meals": 9, "stairs": 12, "company": 6}),
    (2, {"meals": 7, "stairs": 8, "neighbours": 2}),
    (3, {"repairs": 5, "stairs": 7, "nobody_in": 6}),
    (7, {"children": 6, "neighbours": 8}),
    (10, {"errands": 5, "meals": 6, "nothing": 9}),
]
NOTE = "想吃社区食堂的软饭,中午最好送到楼下。"
SURVEYS = [
    {
        "title": "助餐点开几点、放哪儿",
        "why": "走访里说得最多的是吃饭。食堂想先试三个月,问问各家。",
        "questions": [
            {"text": "您家需要助餐吗?", "choices": ["天天需要", "有时需要", "不需要"]},
            {"text": "放在哪儿方便?", "choices": ["居委会一层", "中心花园东侧", "哪儿都行"]},
        ],
        "line": "还有什么要紧的,一句话告诉我们",
        "closed": True,
        "lines": ["软一点,少放盐", "能送上楼更好", "一荤一素,十五块以内"],
    },
    {
        "title": "暑期孩子有没有人看",
        "why": "望榆小学可以借两间教室,想知道有多少孩子要来。",
        "questions": [
            {
                "text": "暑期孩子白天有人看吗?",
                "choices": ["有人看", "有几天没人", "天天没人", "家里没有孩子"],
            },
            {"text": "想让孩子来做什么?", "choices": ["写作业", "打球", "画画手工"]},
        ],
        "line": "您想补充什么?",
        "closed": False,
        "lines": [],
    },
]
