"""What happens by itself: a drawing whose seed is known is drawn."""

from flask import current_app
from sqlalchemy import select

from civic.councils import lottery_program, lottery_workflow
from civic.councils.lottery_models import Lottery, LotteryState
from civic.database import locked, writing
from civic.extensions import db
from civic.ticking import sweep


@sweep("councils.lotteries")
def draw_lotteries() -> int:
    """Draw what waits and has not failed; returns how many were drawn or failed."""
    waiting = select(Lottery.id).where(Lottery.state == LotteryState.SEEDED, Lottery.fault == "")
    return sum(draw(lottery_id) for lottery_id in list(db.session.scalars(waiting)))


def draw(lottery_id) -> bool:
    """Run the program outside the transaction, then write down what it said; False when nothing was due."""
    facts = lottery_program.told(db.session.get(Lottery, lottery_id))
    code, came = lottery_program.run(facts, current_app.config["LOTTERY_PYTHON"])
    with writing():
        lottery = locked(Lottery, lottery_id)
        if lottery.state != LotteryState.SEEDED:
            return False
        if code == 0:
            lottery_workflow.record_draw(lottery, came["drawn"], came["program"])
        else:
            fault = lottery_program.NOT_INSTALLED if code == 3 else came["fault"]
            lottery_workflow.fail(lottery, fault)
    return True
