"""Drawing residents' seats by lot, in public: the pool without names, the promise, the seed, the result."""

from flask import current_app, flash, jsonify, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.accounts.models import Person
from civic.authorization import anyone, requires, signed_in
from civic.councils import lottery_program, lottery_queries, lottery_workflow, queries
from civic.councils.lottery_models import AgeBand, Lottery, LotteryEntry, LotteryState, Tenancy
from civic.councils.models import Council
from civic.councils.policies import may_apply, may_fill_seats
from civic.councils.resident_forms import AnnounceForm, EntryForm, SeedForm
from civic.councils.views import bp as councils
from civic.database import local_today, locked, writing
from civic.errors import Refused
from civic.extensions import db
from civic.rendering import render
from civic.submissions import OnceForm, once


def _runs(user, lottery):
    return may_fill_seats(user, lottery.council)


def _may_enter(user, lottery):
    return may_apply(user, lottery.council)


@councils.get("/<int:council_id>/lotteries/new")
@requires(may_fill_seats, on=queries.council_or_404)
def new_lottery(council):
    """How many seats, which quotas, when, and out of what the seed comes."""
    return _new(council, AnnounceForm(formdata=None))


def _new(council, form, status=200):
    ready = lottery_program.is_ready(current_app.config["LOTTERY_PYTHON"])
    return render("councils/new_lottery.html", status, council=council, form=form, ready=ready)


@councils.post("/<int:council_id>/lotteries")
@requires(may_fill_seats, on=queries.council_or_404)
def announce_lottery(council):
    """Everybody can read it and put their name in."""
    form, number = AnnounceForm(), council.id
    if not form.validate_on_submit():
        return _new(council, form, 422)
    said = {name: form[name].data for name in ("seats", "seed_source", "closes_on", "draw_on")}
    quotas = form.quotas(lottery_queries.buildings_of(council.community_id))
    with writing(), once(form) as first:
        lottery = lottery_workflow.announce(locked(Council, number), quotas=quotas, by=current_user, **said)
        db.session.flush()
        first.leads_to(url_for("councils.lottery", lottery_id=lottery.id))
    return redirect(first.url, 303)


@councils.get("/lotteries/<int:lottery_id>")
@requires(anyone, on=lottery_queries.lottery_or_404)
def lottery(lottery):
    """Where it stands, the pool, the promise, and how to repeat the draw."""
    return _page(lottery)


def _page(lottery, status=200, form=None, seed_form=None):
    mine = lottery_queries.entry_of(lottery.id, current_user.id) if current_user.is_authenticated else None
    return render(
        "councils/lottery.html", status, lottery=lottery, mine=mine, states=LotteryState, today=local_today(),
        form=form or EntryForm(formdata=None), seed_form=seed_form or SeedForm(formdata=None),
        act_form=OnceForm(formdata=None), may_enter=_may_enter(current_user, lottery),
        runs=_runs(current_user, lottery), size=lottery_queries.size_of_pool(lottery), marks=_marks(),
        not_installed=lottery.fault == lottery_program.NOT_INSTALLED,
    )  # fmt: skip


def _marks():
    """Words for what stands in the pool."""
    return {str(one): one.label for enum in (AgeBand, Tenancy) for one in enum} | {"-": _("not shown")}


@councils.get("/lotteries/<int:lottery_id>/lottery.json")
@requires(anyone, on=lottery_queries.lottery_or_404)
def lottery_file(lottery):
    """What verifier/lottery.py reads."""
    return jsonify(lottery_program.told(lottery))


@councils.get("/lotteries/lottery.py")
@requires(anyone)
def lottery_program_file():
    """The program that draws, for whoever wants to repeat it."""
    return send_file(lottery_program.PROGRAM, mimetype="text/x-python", as_attachment=True)


@councils.post("/lotteries/<int:lottery_id>/entries")
@requires(_may_enter, on=lottery_queries.lottery_or_404)
def enter_lottery(lottery):
    """Put one's name in."""
    form, number = EntryForm(), lottery.id
    if not form.validate_on_submit():
        return _page(lottery, 422, form=form)
    building = lottery_queries.building_of(current_user.household_ids, lottery.council)
    if building is None:
        raise Refused(
            _("This drawing is for homes at another place."), _("Look for the council of your building.")
        )
    here, said = (
        url_for("councils.lottery", lottery_id=number),
        (AgeBand(form.age.data), Tenancy(form.tenancy.data)),
    )
    with writing(), once(form) as first:
        me = locked(Person, current_user.id)
        lottery_workflow.enter(locked(Lottery, number), me, building, *said, by=current_user)
        first.leads_to(here)
    flash(_("Your name is in. What you told us is forgotten after the draw."), "good")
    return redirect(here, 303)


@councils.post("/lotteries/<int:lottery_id>/entries/withdrawal")
@requires(signed_in, on=lottery_queries.lottery_or_404)
def leave_lottery(lottery):
    """Take it out again."""
    form, number, here = OnceForm(), lottery.id, url_for("councils.lottery", lottery_id=lottery.id)
    mine = lottery_queries.entry_of(number, current_user.id)
    if mine is not None:
        entry_id = mine.id
        with writing(), once(form) as first:
            lottery_workflow.take_out(locked(Lottery, number), locked(LotteryEntry, entry_id))
            first.leads_to(here)
    flash(_("Your name is out again."), "good")
    return redirect(here, 303)


def _step(lottery, verb):
    number, here = lottery.id, url_for("councils.lottery", lottery_id=lottery.id)
    with writing(), once(OnceForm()) as first:
        verb(locked(Lottery, number), by=current_user)
        first.leads_to(here)
    return redirect(here, 303)


@councils.post("/lotteries/<int:lottery_id>/fixing")
@requires(_runs, on=lottery_queries.lottery_or_404)
def fix_lottery(lottery):
    """Numbers instead of names, and the promise published."""
    return _step(lottery, lottery_workflow.fix)


@councils.post("/lotteries/<int:lottery_id>/calling-off")
@requires(_runs, on=lottery_queries.lottery_or_404)
def call_off_lottery(lottery):
    """No drawing."""
    return _step(lottery, lottery_workflow.call_off)


@councils.post("/lotteries/<int:lottery_id>/retry")
@requires(_runs, on=lottery_queries.lottery_or_404)
def retry_lottery(lottery):
    """The worker draws again."""
    return _step(lottery, lottery_workflow.try_again)


@councils.post("/lotteries/<int:lottery_id>/seed")
@requires(_runs, on=lottery_queries.lottery_or_404)
def seed_lottery(lottery):
    """The seed is known; the worker draws within seconds."""
    form, number, here = SeedForm(), lottery.id, url_for("councils.lottery", lottery_id=lottery.id)
    if not form.validate_on_submit():
        return _page(lottery, 422, seed_form=form)
    with writing(), once(form) as first:
        lottery_workflow.seed(locked(Lottery, number), form.seed.data, by=current_user)
        first.leads_to(here)
    flash(_("The seed is in. Load the page again in a moment."), "good")
    return redirect(here, 303)
