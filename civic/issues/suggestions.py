"""What words suggest: kind, category, urgency, and how alike two texts are. Pure; staff decide.

Each keyword counts its length, so that 水管爆裂 outweighs 水. Ties go to the earlier entry.
"""

import re
from dataclasses import dataclass

from civic.issues.kinds import IssueKind, Urgency

CATEGORY_WORDS = {
    "waste.bins": "桶站 垃圾桶 分类 桶边 混投 驿站 撤桶 厨余 投放点 垃圾站 扔垃圾",
    "waste.collection": "清运 收垃圾 垃圾车 早上收 清早收",
    "waste.bulky": "大件 旧家具 堆物 杂物 楼道堆 堆满",
    "waste.cleaning": "脏 没人扫 保洁 卫生 小广告 异味 臭",
    "parking.locks": "地锁 私装地锁 装地锁 装了地锁 私装锁 占车位 占公共车位 占位 霸占车位",
    "parking.spaces": "车位 停车 没地方停 乱停 停车费 超时停车",
    "parking.traffic": "车速 逆行 堵车 单行 减速带 路口 抢道",
    "parking.charging": "充电桩 充电 车棚 自行车棚",
    "water.pipes": "水管 爆裂 漏水 下水 堵了 返水 污水 跑水 停水 水压 渗水",
    "water.power": "停电 路灯 灯坏 不亮 跳闸 没电 楼道灯 灯",
    "water.heating": "暖气 供暖 不热 暖气片",
    "water.gas": "燃气 煤气 天然气",
    "building.lift": "电梯",
    "building.doors": "门禁 单元门 门坏 刷卡 人脸 对讲 开门 多开一个门",
    "building.roof": "屋顶 外墙 楼顶 漏雨 墙皮 防水",
    "building.access": "坡道 扶手 台阶 轮椅 无障碍 加装电梯",
    "safety.fire": "消防 通道 灭火器 起火 着火 烟感 消火栓",
    "safety.cameras": "监控 摄像头 保安 围墙 大门 外来人",
    "safety.falling": "高空 掉落 坠物 脱落 要掉 松动",
    "safety.ebikes": "电动车 飞线 进楼 上楼充电 电瓶",
    "noise.noise": "噪声 噪音 太吵 吵 广场舞 装修 施工 半夜响 扰民",
    "noise.animals": "狗 遛狗 流浪猫 猫 拴绳 粪便",
    "noise.smoke": "油烟 烟味 抽烟 吸烟",
    "noise.disputes": "邻居 楼上 楼下 吵架 纠纷",
    "green.plants": "树 草 绿化 绿篱 修剪 枯枝 杂草 虫",
    "green.play": "健身 器材 滑梯 广场 活动场地 儿童",
    "green.ground": "路面 坑 积水 地砖 井盖 塌陷 结冰 路滑 扬尘",
    "green.idle": "空地 荒地 闲置 口袋公园 公园",
    "building_law.extensions": "违建 违法建设 私搭 乱建 小房 彩钢 开墙打洞",
    "building_law.stalls": "摆摊 游商 店外 占道 无照",
    "service.fees": "物业费 收费 公共收益 维修资金 账 摊钱 谁出钱 钱谁出",
    "service.manners": "态度 不理 推诿 骂人",
    "service.repairs": "报修 没人修 一直没来 没修",
    "care.elders": "老人 残疾 独居 摔 看病 助餐 高龄",
    "care.children": "孩子 学校 上学 接送 幼儿园 托管",
    "care.errands": "证明 办事 居住证 社保 盖章",
}

# Tried in this order; the first whose words are there wins. Complaint is what remains.
KIND_WORDS = (
    (IssueKind.REPORT, "举报 违建 违法 私搭 无照 无证 偷 黑车"),
    (IssueKind.HELP, "求助 帮帮 帮忙 救 爆裂 漏水 停水 停电 困在 被困 没水 没电"),
    (IssueKind.SUGGESTION, "建议 希望能 能不能加 可不可以 能不能多 最好能 盼着 想要"),
    (IssueKind.CONSULTATION, "请问 怎么办理 去哪 什么时候 多少钱 咨询 谁出 是不是 哪儿办 想问"),
)
URGENCY_WORDS = (
    (Urgency.URGENT, "爆裂 爆管 着火 起火 燃气味 煤气味 漏气 困在电梯 被困 触电 塌 全楼停水 要掉下来 晕倒"),
    (Urgency.TIMELY, "停水 停电 没水 没电 漏水 返水 不热 暖气 电梯坏 电梯停 路滑 结冰 井盖"),
    (Urgency.COMPLEX, "产权 多年 历史 规划 邻区 两个区 加装电梯 违建 荒了 十几年 谁出钱 钱谁出"),
)
# Taken apart once: a desk asks for twenty texts at a time.
_CATEGORIES = [(key, code) for code, keys in CATEGORY_WORDS.items() for key in keys.split()]
_KINDS = [(kind, keys.split()) for kind, keys in KIND_WORDS]
_URGENCIES = [(urgency, keys.split()) for urgency, keys in URGENCY_WORDS]
# Where it is says nothing about what it is: left out when two texts are compared.
_WHERE = re.compile(r"\d+号?楼?\d*[单元门层号]*|小区|社区|居民")
_CJK = re.compile(r"[\u3400-\u9fff]+|[a-zA-Z0-9]+")


@dataclass(frozen=True)
class Suggestion:
    """What the words point to; `because` are the words that counted, for staff to see why."""

    kind: IssueKind
    category: str | None
    urgency: Urgency
    because: tuple[str, ...]

    @property
    def code(self):
        """The category code as the form wants it, or an empty choice."""
        return self.category or ""


def suggest(words):
    """Suggest kind, category and urgency for a text of any length (only 2,000 characters count)."""
    words = words[:2000]
    category, because = _category(words)
    kind, kind_because = _first(_KINDS, words, IssueKind.COMPLAINT)
    urgency, urgency_because = _first(_URGENCIES, words, Urgency.NORMAL)
    return Suggestion(kind, category, urgency, tuple(dict.fromkeys(because + kind_because + urgency_because)))


def _category(words):
    by_code, best, score = {}, None, 0
    for key, code in [pair for pair in _CATEGORIES if pair[0] in words]:
        by_code.setdefault(code, []).append(key)
    for code, found in by_code.items():
        if (weight := sum(map(len, found))) > score:
            best, score = code, weight
    return best, tuple(by_code.get(best, ()))


def _first(table, words, otherwise):
    for answer, keys in table:
        if found := tuple([key for key in keys if key in words]):
            return answer, found
    return otherwise, ()


def pairs(words):
    """The set of two-character pieces of a text: how likeness compares."""
    found = set()
    for run in _CJK.findall(_WHERE.sub(" ", words[:2000].lower())):
        found.update({run[i : i + 2] for i in range(len(run) - 1)} or {run})
    return found


def likeness(mine, other):
    """0 to 1: the share of the shorter text's pairs that stand in the other one, too."""
    one, two = pairs(mine), pairs(other)
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0
