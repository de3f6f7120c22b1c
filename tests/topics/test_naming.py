"""A flat or a telephone planted in a text is found; a building, a door or a measure is not."""

from hypothesis import example, given
from hypothesis import strategies as st

from civic.topics.naming import names_a_home

HAN = "零一二三四五六七八九"
CIRCLE = "〇一二三四五六七八九"
WIDE = "0123456789"
HARMLESS = ("夜里总有声音,希望早点商量", "桶边没人盯", "味儿大,老人受不了", "", "谁家窗最近谁先说,")
MEASURES = "走{}米|花{}元|一共{}户|{}路公交|{}个人|多停{}辆|{}平方米|{}年|占{}㎡|每月{}块|{}份|{}天"


def han(number):
    """12 → 十二, as a building is said; larger numbers are not said so."""
    return ("" if number < 10 else "十") + (HAN[number % 10] if number % 10 else "")


numerals = st.sampled_from(
    [str, lambda n: "".join(HAN[int(d)] for d in str(n)), lambda n: "".join(CIRCLE[int(d)] for d in str(n)),
     lambda n: "".join(WIDE[int(d)] for d in str(n))]
)  # fmt: skip
buildings = st.integers(1, 19).flatmap(lambda n: st.sampled_from([str(n), han(n)]))
flats = st.builds(lambda floor, unit: floor * 100 + unit, st.integers(1, 18), st.integers(1, 8))
SHAPES = (
    "{b}号楼{d}门{f}", "{d}单元{f}", "{b}号楼{d}单元 {f}", "{b}栋{f}", "{f}室", "住{f}的", "住在{f}",
    "{f}的老王", "{f}家天天吵", "{f}业主", "房号:{f}", "{f}的邻居", "{b}号楼-{f}",
)  # fmt: skip


@given(st.sampled_from(SHAPES), buildings, st.integers(1, 6), flats, numerals, st.sampled_from(HARMLESS),
       st.sampled_from(HARMLESS))  # fmt: skip
@example("{d}单元{f}", "3", 3, 502, str, "", "天天漏水")
def test_a_planted_flat_is_found(shape, building, door, flat, write, before, after):
    home = shape.format(b=building, d=door, f=write(flat))
    assert names_a_home(f"{before}{home}{after}"), home


@given(st.integers(130_0000_0000, 199_9999_9999), st.sampled_from(["", " ", "-"]), st.sampled_from(HARMLESS))
def test_a_planted_telephone_is_found(number, gap, around):
    digits = str(number)
    assert names_a_home(f"{around}{digits[:3]}{gap}{digits[3:7]}{gap}{digits[7:]}{around}")


@given(buildings, st.integers(1, 6), st.integers(100, 1999), numerals, st.sampled_from(MEASURES.split("|")))
def test_a_building_a_door_and_a_measure_may_be_told(building, door, number, write, measure):
    for text in (
        f"{building}号楼{door}门晚上黑",
        f"{building}号楼{door}单元门口,{measure.format(write(number))}",
    ):
        assert names_a_home(text) is None, text


def test_as_neighbours_write_it():
    for text in ("三单元502", "3号楼2门501", "502的老王", "五百零二的邻居", "2-3-501", "010-65551234",
                 "十二号楼三单元一二〇四", "一三八一二三四五六七八"):  # fmt: skip
        assert names_a_home(text), text
    for text in ("10号楼前一百三十多米", "7号楼2门75岁以上的19户", "打12345", "120的救护车进不来",
                 "三百户人家",
                 "2026-03-14", "消防法第28条", "三居室", "1–4号楼北", "早六点改七点半"):  # fmt: skip
        assert names_a_home(text) is None, text
