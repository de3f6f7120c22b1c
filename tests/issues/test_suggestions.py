"""What words suggest, on the demo town's own sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.issues import categories
from civic.issues.kinds import IssueKind, Urgency
from civic.issues.suggestions import CATEGORY_WORDS, likeness, pairs, suggest

CASES = [
    (
        "3号楼前面有人私装地锁占车位,老人上下车都没地方停",
        "parking.locks",
        IssueKind.COMPLAINT,
        Urgency.NORMAL,
    ),
    ("6号楼2门厨房水管爆裂了,水往楼下流", "water.pipes", IssueKind.HELP, Urgency.URGENT),
    ("绿化带杂草太高,压到路上来了", "green.plants", IssueKind.COMPLAINT, Urgency.NORMAL),
    ("撤桶以后10号楼老人扔垃圾走太远", "waste.bins", IssueKind.COMPLAINT, Urgency.NORMAL),
    ("每天清早收垃圾太吵,住1层睡不着", "waste.collection", IssueKind.COMPLAINT, Urgency.NORMAL),
    ("建驿站的钱谁出?请问要不要摊钱", "service.fees", IssueKind.CONSULTATION, Urgency.COMPLEX),
    ("能不能多开一个门,直接进公园", "building.doors", IssueKind.SUGGESTION, Urgency.NORMAL),
    ("电梯坏了三天,有人被困", "building.lift", IssueKind.HELP, Urgency.URGENT),
    ("楼道灯不亮", "water.power", IssueKind.COMPLAINT, Urgency.NORMAL),
]


@pytest.mark.parametrize(("words", "category", "kind", "urgency"), CASES)
def test_suggestions(words, category, kind, urgency):
    found = suggest(words)
    assert (found.category, found.kind, found.urgency) == (category, kind, urgency)
    assert all(word in words for word in found.because)


def test_every_suggested_category_is_in_the_tree():
    assert all(categories.PLAIN.is_offered(code) for code in CATEGORY_WORDS)
    assert not categories.PLAIN.is_offered("waste.gold") and not categories.PLAIN.is_offered("gold")


@given(st.text(max_size=300))
def test_any_text_gets_a_suggestion(words):
    found = suggest(words)
    assert found.category is None or categories.PLAIN.is_offered(found.category)
    assert isinstance(found.kind, IssueKind) and isinstance(found.urgency, Urgency)


@given(
    st.text(alphabet="桶站远老人滑灯坏了垃圾", max_size=40),
    st.text(alphabet="桶站远老人滑灯坏了垃圾", max_size=40),
)
def test_likeness_is_symmetric_and_full_for_itself(one, two):
    assert likeness(one, two) == likeness(two, one)
    assert 0 <= likeness(one, two) <= 1
    if pairs(one):
        assert likeness(one, one) == 1


def test_likeness_tells_the_same_matter_from_another():
    far = "10号楼到桶站太远,老人冬天怕滑"
    assert likeness("桶站离10号楼太远了,冬天路滑", far) > 0.3
    assert likeness("电梯又坏了", far) < 0.1
