"""Telephoning: who is still to be asked, the words to read aloud, and writing down what was said."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.rendering import render
from civic.reviews import policies, queries, workflow
from civic.reviews.blueprint import reviews
from civic.reviews.forms import AnswerForm
from civic.reviews.states import AnswerChannel
from civic.submissions import once


@reviews.get("/reviews/callbacks")
@requires(policies.calls_back)
def callbacks():
    """Asked and not answered, the longest waiting first."""
    page = queries.page_to_call(current_user, request.args.get("after"))
    return render("reviews/callbacks.html", page=page)


@reviews.get("/reviews/callbacks/<int:no>")
@requires(policies.may_call, on=queries.callback_for_caller)
def script(callback):
    """What to read aloud, and a form for what the resident says."""
    return _page(callback, AnswerForm(formdata=None))


def _page(callback, form, status=200):
    allowed = policies.may_write_down(current_user, callback)
    return render(
        "reviews/script.html", status, callback=callback, form=form, allowed=allowed,
        rules=policies,
        issue=callback.order.issue, words=queries.words_of(callback),
    )  # fmt: skip


@reviews.post("/reviews/callbacks/<int:no>/answer")
@requires(policies.may_call, on=queries.callback_for_caller)
def create_told_answer(callback):
    """电话代记: marked so, and read back to the resident."""
    form, number = AnswerForm(), callback.id
    if not form.validate():
        return _page(callback, form, 422)
    with writing(), once(form) as submission:
        row = queries.locked_callback(number)
        workflow.answer(row, form.said, channel=AnswerChannel.PHONE, by=current_user)
        workflow.read_back(row)
        submission.leads_to(url_for(".callbacks"))
    flash(_("Written down. The resident gets it read back and can change it for seven days."), "good")
    return redirect(url_for(".callbacks"), 303)
