"""Does a text name somebody's home or telephone? A building or a door alone may be named. Pure.

Looked for: a flat behind a door (三单元502, 3号楼2门501, 2-3-501), a room by its word (501室, 房号502),
a number that stands for people (502的老王, 住502), and telephone numbers. Chinese numerals count as
digits. Nobody's name is looked for: there is no list of names, and criticism of an office is wanted.
"""

import re
import unicodedata

HAN_DIGITS = dict(zip("零〇一二三四五六七八九幺两", "0012345678912", strict=True))
_RUN = re.compile("[零〇一二三四五六七八九幺两]{3,4}")
_ONE = "([一二三四五六七八九])"
_HUNDREDS = re.compile(f"([一二三四五六七八九两])百(?:零|〇)?{_ONE}?(十)?{_ONE}?")
_SMALL = re.compile("(十?[一二三四五六七八九十])(?=号楼|号院|单元|门|栋|幢|座|楼)")

# What a number of three or four digits is when it is no flat: measures, counts, bus lines, years.
_MEASURE = (
    r"(?!\d|[.,:%]\d|\s*(?:多|几|来)?\s*(?:米|户|元|块|路|年|个|人|平|㎡|斤|辆|份|天(?!天)|分|秒|万|千|百|次|组|公里|度"
    r"|号楼|号院|号门|栋|幢|棵|套|间店|家店|张|票|条|名|位|步|层|件|瓦|升|毫|克|吨|m|%|字|页))"
)
_FLAT = r"(?<!\d)(?<!\d[.,])\d{3,4}" + _MEASURE
_BEFORE = r"\d{1,3}\s*(?:号楼|号院|单元|门|栋|幢|座|楼|#)\s*(?:的|第)?\s*[-–—]?\s*"
_FEW = r"(?:那家|那户|家|住户|业主|租户|租客|房东|邻居|老|小|大爷|大妈|大姐|阿姨|姓|先生|女士|有人|没人)"
_THEIRS = (
    r"的(?:那|这)?(?:家|户|人|老|小|大|阿|邻居|业主|住户|租户|租客|房东|先生|女士|夫妻|两口|孩子|狗|猫|空调|"
    r"王|李|张|刘|陈|杨|赵|黄|周|吴|徐|孙|胡|朱|高|林|何|郭|马|罗)"
)
_PUBLIC_NUMBERS = r"(?!(?:110|119|120|122|114|999|123|911)(?!\d))"

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)",
        r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)",
        _BEFORE + _FLAT,
        r"(?<!\d)\d{1,2}[-–—/]\d{1,2}[-–—/](?!(?:19|20)\d\d(?!\d))" + _FLAT.replace(r"(?<!\d)", ""),
        r"(?<!\d)\d{3,4}\s*(?:室(?!内|外)|号房|房(?!价|租金|东头))",
        r"(?:房号|房间号|门牌号?|室号|户号)\s*(?:是|为|:)?\s*\d{1,4}",
        r"住(?:在)?\s*" + _PUBLIC_NUMBERS + _FLAT,
        _PUBLIC_NUMBERS.join(("", r"(?<!\d)\d{3,4}(?:" + _THEIRS + "|" + _FEW + ")")),
    )
)


def plain(text: str) -> str:
    """The text with every numeral as digits and every width the same: 三单元五〇二 → 3单元502."""
    text = unicodedata.normalize("NFKC", text or "")
    text = _HUNDREDS.sub(_hundreds, text)
    text = _RUN.sub(lambda found: "".join(HAN_DIGITS[sign] for sign in found[0]), text)
    return _SMALL.sub(lambda found: str(_small(found[1])), text)


def names_a_home(text: str) -> str | None:
    """The piece of `text` that names a flat or a telephone, or None."""
    told = plain(text)
    for pattern in PATTERNS:
        found = pattern.search(told)
        if found:
            return found[0].strip()
    return None


def _hundreds(found):
    hundreds, after, ten, last = found.groups()
    if not after and not ten and "零" not in found[0] and "〇" not in found[0]:
        return found[0]  # 三百 is a round count, not a door plate
    tens = int(HAN_DIGITS[after or "一"]) if ten else 0
    ones = int(HAN_DIGITS[last]) if last else int(HAN_DIGITS[after]) if after and not ten else 0
    return str(int(HAN_DIGITS[hundreds]) * 100 + tens * 10 + ones)


def _small(words):
    if words == "十":
        return 10
    return 10 + int(HAN_DIGITS[words[-1]]) if len(words) == 2 else int(HAN_DIGITS[words])
