"""`flask councils draw`: draw a lottery now, after the package was installed."""

import click
from flask.cli import AppGroup

from civic.councils import lottery_workflow, tasks
from civic.councils.lottery_models import Lottery, LotteryState
from civic.database import locked, writing
from civic.extensions import db

councils = AppGroup("councils", help="Councils and their drawings by lot.")


@councils.command("draw")
@click.argument("number", type=int)
def draw(number):
    """Draw lottery NUMBER, whose seed was typed in; says what came of it."""
    lottery = db.session.get(Lottery, number)
    if lottery is None or lottery.state != LotteryState.SEEDED:
        raise click.ClickException("No lottery of that number waits to be drawn.")
    if lottery.fault:
        with writing():
            lottery_workflow.try_again(locked(Lottery, number), by=None)
    tasks.draw(number)
    lottery = db.session.get(Lottery, number)
    if lottery.fault:
        raise click.ClickException(lottery.fault)
    click.echo(f"Drawn: {' '.join(map(str, lottery.drawn))} with {lottery.program}")


def register(app) -> None:
    """Add the group."""
    app.cli.add_command(councils)
