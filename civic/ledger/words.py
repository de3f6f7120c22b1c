"""Eight words for a fingerprint: what people read to each other over the telephone. Pure.

Each word stands for one byte, so eight of them name the first 64 bits: enough that nobody finds
another fingerprint with the same words by trying. All are everyday things of two characters.
"""

LISTED = """
太阳 月亮 星星 彩虹 白云 大雾 小雨 雪花 春风 夏天 秋千 冬瓜 早晨 中午 夜晚 清泉
高山 大海 河流 湖水 小岛 沙滩 草原 森林 竹子 松树 柳枝 枫叶 荷花 菊花 梅花 桃子
苹果 香蕉 葡萄 西瓜 草莓 樱桃 橘子 柠檬 石榴 红枣 核桃 花生 玉米 小麦 水稻 高粱
土豆 白菜 萝卜 黄瓜 茄子 辣椒 南瓜 豆角 菠菜 芹菜 蘑菇 木耳 海带 豆腐 面条 馒头
饺子 包子 烧饼 油条 米饭 稀粥 汤圆 月饼 粽子 蛋糕 饼干 牛奶 绿茶 咖啡 豆浆 蜂蜜
老虎 狮子 大象 小鹿 斑马 猴子 熊猫 兔子 松鼠 刺猬 山羊 黄牛 骏马 骆驼 小狗 花猫
公鸡 鸭子 白鹅 燕子 喜鹊 麻雀 鸽子 老鹰 孔雀 鹦鹉 海鸥 蜻蜓 蝴蝶 蜜蜂 蚂蚁 蟋蟀
金鱼 鲤鱼 鲸鱼 海豚 乌龟 螃蟹 龙虾 贝壳 青蛙 蜗牛 壁虎 恐龙 凤凰 麒麟 猎豹 企鹅
桌子 椅子 板凳 沙发 柜子 书架 窗户 大门 地毯 台灯 蜡烛 灯笼 镜子 梳子 毛巾 肥皂
牙刷 脸盆 水桶 扫帚 拖把 抹布 剪刀 针线 纽扣 围裙 雨伞 手套 围巾 帽子 袜子 皮鞋
毛衣 衬衫 裙子 裤子 口袋 钱包 钥匙 门锁 眼镜 手表 闹钟 日历 铅笔 钢笔 橡皮 尺子
书包 课本 字典 信封 邮票 报纸 地图 相册 画笔 颜料 黑板 粉笔 算盘 棋盘 风筝 陀螺
皮球 跳绳 滑梯 木马 积木 口琴 钢琴 二胡 笛子 锣鼓 铃铛 喇叭 唱片 电影 舞台 戏服
火车 汽车 轮船 飞机 马车 电梯 小桥 隧道 车站 码头 机场 路灯 花坛 邮局 医院 学校
公园 操场 商店 饭馆 书店 剧院 银行 工厂 农田 果园 菜园 鱼塘 水井 磨坊 凉亭 石桥
锤子 钉子 锯子 扳手 梯子 绳子 木板 砖头 水泥 油漆 螺丝 齿轮 弹簧 磁铁 电池 灯泡
"""
WORDS = tuple(LISTED.split())
COUNT, BITS = 8, 64
_PLACES = {word: place for place, word in enumerate(WORDS)}


def words_of(fingerprint: str) -> list[str]:
    """The eight words of 64 hex characters."""
    return [WORDS[byte] for byte in bytes.fromhex(fingerprint[: BITS // 4])]


def start_of(said: str) -> str | None:
    """The 16 hex characters that eight typed words stand for, however they are set apart; else None."""
    signs = "".join(sign for sign in said if "\u4e00" <= sign <= "\u9fff")
    words = [signs[at : at + 2] for at in range(0, len(signs), 2)]
    if len(words) != COUNT or any(word not in _PLACES for word in words):
        return None
    return bytes(_PLACES[word] for word in words).hex()
