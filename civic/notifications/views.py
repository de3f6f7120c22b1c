"""What people choose about messages, what could not be sent, and where mail to a body goes."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import local_path, requires, signed_in
from civic.database import utcnow, writing
from civic.notifications import choices, policies, queries
from civic.notifications.choice_models import SmsChoice
from civic.notifications.forms import ChoiceForm, MailboxForm
from civic.notifications.outbox import quiet_hours
from civic.notifications.outbox_models import Channel
from civic.notifications.quiet_hours import parse
from civic.notifications.sending import check
from civic.rendering import render
from civic.submissions import OnceForm

bp = Blueprint("notifications", __name__)


@bp.get("/messages/choice")
@requires(signed_in)
def choice():
    """How much by text message, and the matters one wants to hear no more about."""
    return _choice_page(ChoiceForm(formdata=None, sms=queries.sms_choice(current_user.id).value))


def _choice_page(form, status=200):
    return render(
        "notifications/choice.html",
        status,
        form=form,
        button=OnceForm(formdata=None),
        muted=queries.mutes_of(current_user.id),
        quiet=quiet_hours(),
    )


@bp.post("/messages/choice")
@requires(signed_in)
def choose():
    """From now on this much."""
    form = ChoiceForm()
    if not form.validate_on_submit():
        return _choice_page(form, 422)
    with writing():
        choices.choose(current_user.id, SmsChoice(form.sms.data))
    flash(_("Noted. You can change this at any time."), "good")
    return redirect(url_for(".choice"), 303)


@bp.post("/threads/<int:thread_id>/muting")
@requires(signed_in, on=queries.thread_or_404)
def mute(thread):
    """I want to hear no more about this."""
    with writing():
        choices.mute(current_user.id, thread.id)
    flash(_("You are told nothing more about this. You can read it here at any time."), "good")
    return _back()


@bp.post("/threads/<int:thread_id>/muting/ending")
@requires(signed_in, on=queries.thread_or_404)
def unmute(thread):
    """Tell me again."""
    with writing():
        choices.unmute(current_user.id, thread.id)
    flash(_("You are told again what happens with this."), "good")
    return _back()


def _back():
    following = request.form.get("next")
    return redirect(local_path(following) if following else url_for(".choice"), 303)


@bp.get("/messages/undelivered")
@requires(policies.may_see_undelivered)
def undelivered():
    """What waits, what was given up and why; to whom is not shown."""
    return render(
        "notifications/undelivered.html",
        page=queries.page_of_given_up(request.args.get("after")),
        waiting=queries.waiting(),
        outages=queries.outages(),
        this_moment=utcnow(),
    )


@bp.get("/messages/mailboxes")
@requires(policies.may_keep_mailboxes)
def mailboxes():
    """The bodies' office addresses."""
    return _mailboxes_page(MailboxForm(formdata=None))


def _mailboxes_page(form, status=200):
    rows = queries.bodies_with_mailbox()
    form.body.choices = [(body.id, body.name) for body, _address in rows]
    return render("notifications/mailboxes.html", status, form=form, rows=rows)


@bp.post("/messages/mailboxes")
@requires(policies.may_keep_mailboxes)
def keep_mailbox():
    """Write one down, or take it away."""
    form = MailboxForm()
    form.body.choices = [(body.id, body.name) for body, _address in queries.bodies_with_mailbox()]
    if not form.validate_on_submit():
        return _mailboxes_page(form, 422)
    with writing():
        choices.keep_mailbox(form.body.data, (form.address.data or "").strip())
    flash(_("Noted."), "good")
    return redirect(url_for(".mailboxes"), 303)


def register(app) -> None:
    """A setting that means nothing stops the boot."""
    check(app.config, Channel)
    parse(app.config["QUIET_HOURS"])
