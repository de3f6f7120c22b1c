"""What people send back to "1 1 2"."""

import pytest

from civic.reviews.states import Satisfied, Solved
from civic.reviews.text_answer import Said, parse


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("1 1 2", Said(True, Solved.YES, Satisfied.BASICALLY)),
        ("132", Said(True, Solved.NO, Satisfied.BASICALLY)),
        ("１，２，３", Said(True, Solved.PARTLY, Satisfied.NO)),
        ("答:2、3、3。灯还是不亮", Said(False, Solved.NO, Satisfied.NO, "灯还是不亮")),
        (" 1-1-1 谢谢 ", Said(True, Solved.YES, Satisfied.YES, "谢谢")),
    ],
)
def test_three_numbers_are_understood(message, said):
    assert parse(message) == said


@pytest.mark.parametrize("message", ["", "好的", "1 1", "1 1 4", "3 1 1", "13900000001", "我家3号楼1单元"])
def test_anything_else_is_asked_again(message):
    assert parse(message) is None
