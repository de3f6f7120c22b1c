"""What residents told and what they were answered, in the four months the demo's rates are made of.

One text is told in several places, as it happens; all words are fictional. Bodies by short name.
"""

from typing import NamedTuple

from civic.issues.kinds import IssueKind, Urgency

COMPLAINT, HELP = IssueKind.COMPLAINT, IssueKind.HELP
NORMAL, TIMELY = Urgency.NORMAL, Urgency.TIMELY
PROPERTY, ENFORCEMENT = "星榆物业", "街道城管办"


class Done(NamedTuple):
    """A leading body's reply: what it did, on what basis, who explained it, where it can be seen."""

    body: str
    words: str
    basis: str
    explained_by: str
    evidence_words: str


class Matter(NamedTuple):
    """What was told and how it was sorted and answered."""

    kind: IssueKind
    category: str
    urgency: Urgency
    title: str
    words: str
    done: tuple[Done, ...]


MANAGER, INSPECTOR = "物业项目经理", "街道城管队员"
CONTRACT = "物业服务合同:共用部位、共用设施坏了由物业修。"
CLEANING = "物业服务合同:楼道每天清扫,扶手每周擦两次。"
STREET_ORDER = "《北京市市容环境卫生条例》:不得占道经营、堆物。"

MATTERS = {
    "lamp": Matter(
        COMPLAINT,
        "water.power",
        NORMAL,
        "楼道灯不亮",
        "楼道灯坏了好几天,晚上上楼得摸黑,老人怕摔。",
        (Done(PROPERTY, "换了灯头和声控开关,各层都试过,亮了。", CONTRACT, MANAGER, "这一门各层的楼道灯"),),
    ),
    "lift": Matter(
        COMPLAINT,
        "building.lift",
        NORMAL,
        "电梯停不平层",
        "电梯老停不平,门一开差着一截,推轮椅出不来。",
        (
            Done(
                PROPERTY,
                "请维保单位调了平层,换了两个感应器,试运行一天没再出现。",
                "《特种设备安全法》:使用单位负责电梯的维护和检查。",
                MANAGER,
                "轿厢里贴的维保记录",
            ),
        ),
    ),
    "drain": Matter(
        HELP,
        "water.pipes",
        TIMELY,
        "下水堵了往上返",
        "厨房下水堵了,脏水直往上返,地上都是。",
        (
            Done(
                PROPERTY,
                "当天疏通了立管,冲洗了地漏,住户试水没再返。",
                CONTRACT,
                "物业维修师傅",
                "住户家厨房和一层检查口",
            ),
        ),
    ),
    "stairs": Matter(
        COMPLAINT,
        "waste.cleaning",
        NORMAL,
        "楼道没人扫",
        "楼道好几天没人扫,扶手上一层灰,墙角还有烟头。",
        (Done(PROPERTY, "当天清扫并擦了扶手,每层贴了保洁签到表。", CLEANING, MANAGER, "各层的保洁签到表"),),
    ),
    "door": Matter(
        COMPLAINT,
        "building.doors",
        NORMAL,
        "单元门关不上",
        "单元门关不上,谁都能进来,夜里不踏实。",
        (
            Done(
                PROPERTY, "换了闭门器,门禁重新对了码,住户试过能关严。", CONTRACT, MANAGER, "单元门的新闭门器"
            ),
        ),
    ),
    "branches": Matter(
        COMPLAINT,
        "green.plants",
        NORMAL,
        "树枝打窗户",
        "树枝都伸到窗户跟前了,一刮风就打玻璃。",
        (
            Done(
                PROPERTY,
                "修剪了挨着窗户的枝条,留了一米五的距离。",
                "物业服务合同:绿地修剪每年两次,有险情随时剪。",
                MANAGER,
                "楼前修剪过的树",
            ),
        ),
    ),
    "stall": Matter(
        COMPLAINT,
        "building_law.stalls",
        NORMAL,
        "店外摆桌子占道",
        "底商把桌椅摆到人行道上,推着孩子只能走马路。",
        (
            Done(
                ENFORCEMENT,
                "让店家把桌椅收回店内,划了界线,一周内每晚去看一次。",
                STREET_ORDER,
                INSPECTOR,
                "店门前的界线",
            ),
        ),
    ),
    "site": Matter(
        COMPLAINT,
        "noise.noise",
        NORMAL,
        "夜里施工吵",
        "对面工地夜里十一点还在切钢筋,孩子睡不着。",
        (
            Done(
                ENFORCEMENT,
                "查了夜间施工手续,没有,已责令停工,夜里十点后复查两次没再干。",
                "《噪声污染防治法》:夜间不得进行产生噪声的建筑施工,另有证明的除外。",
                INSPECTOR,
                "工地门口的告知书",
            ),
        ),
    ),
    "smoke": Matter(
        COMPLAINT,
        "noise.smoke",
        NORMAL,
        "底商油烟往家里灌",
        "楼下饭馆的油烟直往窗户里灌,一天不敢开窗。",
        (
            Done(
                ENFORCEMENT,
                "饭馆清洗了净化器,烟道口改了朝向,饭点去测过两次。",
                "《大气污染防治法》:餐饮店要装油烟净化设施并正常使用。",
                INSPECTOR,
                "饭馆后墙的烟道口",
            ),
        ),
    ),
    "shed": Matter(
        COMPLAINT,
        "building_law.extensions",
        NORMAL,
        "一层往外搭棚子",
        "一层有户往外搭了个棚子,把过道占了一半。",
        (
            Done(
                ENFORCEMENT,
                "上门讲了规定,住户自己把棚子拆了。",
                "《北京市禁止违法建设若干规定》:未经许可不得搭建。",
                INSPECTOR,
                "楼前的过道",
            ),
            Done(PROPERTY, "拆下的料当天清走,过道重新铺了砖。", CONTRACT, MANAGER, "楼前的过道"),
        ),
    ),
    "lock": Matter(
        COMPLAINT,
        "parking.locks",
        NORMAL,
        "公共车位又装地锁",
        "公共车位又让人装了地锁,回来晚了没处停。",
        (
            Done(
                ENFORCEMENT,
                "和物业一起到场,当面讲清规定,地锁拆了。",
                "《北京市物业管理条例》:不得占用共用车位、私设地锁。",
                INSPECTOR,
                "楼前的车位",
            ),
            Done(
                PROPERTY,
                "重新划了线,贴了“公共车位”,保安每天巡两次。",
                "物业服务合同:维护共用部位的使用秩序。",
                MANAGER,
                "楼前的车位线和牌子",
            ),
        ),
    ),
    "truck": Matter(
        COMPLAINT,
        "waste.collection",
        NORMAL,
        "清运太早太吵",
        "清运车天不亮就来,倒桶的声音把一楼人都吵醒。",
        (
            Done(
                "清运公司",
                "这一片改到早上七点以后收,倒桶处垫了胶垫。",
                "清运合同:居民楼下早七点前不作业。",
                "清运公司调度员",
                "收运时间贴在桶站上",
            ),
        ),
    ),
    "upstairs": Matter(
        COMPLAINT,
        "noise.disputes",
        NORMAL,
        "楼上夜里跑跳",
        "楼上夜里拖椅子跑跳,说了几回也不管用。",
        (
            Done(
                "居委会",
                "请两家坐下来谈了一次,楼上铺了地垫,约好晚九点半以后轻一些。",
                "《人民调解法》:邻里纠纷可以由人民调解委员会调解。",
                "社区调解员",
                "两家签的约定在居委会",
            ),
        ),
    ),
}
REOPENED = "又去了一趟,把上次没弄好的地方弄好了,和报事人一起看过。"
PRESSED = "答完以后接到一个电话,让我把“没解决”改成“解决”,说不然年底不好看。"
PRESSED_RULING = "通话记录查到了这个电话。已批评打电话的人,评价没有改动,全街道重申:谁也不许要求居民改评价。"
NOT_COUNTED = "报事人和邻居已为同一堵墙起诉,法院立了案。", "看过立案通知,属于私人之间的纠纷,照样答复了本人。"

# What the city announced of the street (domain.md M39): copied, not counted here.
OUTSIDE = {"list_name": "全市“接诉即办”排名", "source": "演示用的报道(虚构)"}
