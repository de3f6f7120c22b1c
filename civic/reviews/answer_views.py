"""The link of a callback, open to whoever holds it: number, place, stage and the public reply, no more."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from civic.authorization import anyone, requires
from civic.database import writing
from civic.rendering import render
from civic.reviews import queries, workflow
from civic.reviews.blueprint import reviews
from civic.reviews.forms import AnswerForm, TapForm
from civic.reviews.states import AnswerChannel
from civic.reviews.tokens import token_of
from civic.submissions import once

LINK = AnswerChannel.LINK


@reviews.get("/reviews/answers/<token>")
@requires(anyone, on=queries.callback_by_token)
def answer(callback):
    """Three questions about one matter; once answered, what can still be done."""
    return _page(callback, AnswerForm(formdata=None))


def _page(callback, form, status=200):
    page = render(
        "reviews/answer.html", status, callback=callback, token=token_of(callback), form=form,
        again=TapForm(formdata=None), issue=callback.order.issue,
        replied=queries.words_of_replies(callback),
    )  # fmt: skip
    page.headers["Cache-Control"] = "private, no-store"
    return page


@reviews.post("/reviews/answers/<token>")
@requires(anyone, on=queries.callback_by_token)
def create_answer(callback):
    """The resident's answers, once."""
    return _say(callback, workflow.answer, _("Thank you. Your answer counts."))


@reviews.post("/reviews/answers/<token>/correction")
@requires(anyone, on=queries.callback_by_token)
def create_correction(callback):
    """Within seven days."""
    return _say(callback, workflow.correct, _("Changed. The earlier answer stays on record."))


def _say(callback, verb, thanks):
    form, here = AnswerForm(), url_for(".answer", token=token_of(callback))
    if not form.validate():
        return _page(callback, form, 422)
    number = callback.id
    with writing(), once(form) as submission:
        verb(queries.locked_callback(number), form.said, channel=LINK)
        submission.leads_to(here)
    flash(thanks, "good")
    return redirect(here, 303)


@reviews.post("/reviews/answers/<token>/reopening")
@requires(anyone, on=queries.callback_by_token)
def create_reopening(callback):
    """One tap: it is taken up again."""
    form, here, number = TapForm(), url_for(".answer", token=token_of(callback)), callback.id
    with writing(), once(form) as submission:
        workflow.reopen(queries.locked_callback(number), channel=LINK)
        submission.leads_to(here)
    flash(_("It is being worked on again, with a new date that everybody sees."), "good")
    return redirect(here, 303)
