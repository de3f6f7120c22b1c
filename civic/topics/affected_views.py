"""What is at stake for whom, and the answers of those it is about."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires, signed_in
from civic.councils.queries import body_choices
from civic.database import locked, utcnow, writing
from civic.errors import NotFound
from civic.printing import full_address
from civic.rendering import render
from civic.submissions import OnceForm, once
from civic.topics import affected as verbs
from civic.topics import affected_queries as reads
from civic.topics import policies, queries
from civic.topics.affected_models import Interest, InterestKind
from civic.topics.argument_forms import InterestForm, InvitationForm, ReplyForm
from civic.topics.blueprint import form_page, topics


@form_page("/<int:no>/interests")
@requires(policies.may_argue, on=queries.topic_or_404)
def interests(topic):
    """Say what is at stake for me; shown by building or body only."""
    form, here = InterestForm(), url_for("topics.interests", no=topic.id)
    if form.validate_on_submit():
        with writing(), once(form) as first:
            verbs.declare_interest(topic, by=current_user, kind=InterestKind(form.kind.data))
            first.leads_to(here)
        flash(_("It stands on the page, by building only."))
        return redirect(here, 303)
    mine = reads.my_interests(topic, current_user.id)
    return render("topics/interests.html", 422 if form.errors else 200, topic=topic, form=form, mine=mine,
                  button=OnceForm(formdata=None))  # fmt: skip


@topics.post("/<int:no>/interests/<int:interest>/withdrawal")
@requires(signed_in, on=lambda no, interest: reads.own_interest(no, interest, current_user.id))
def create_interest_withdrawal(interest):
    """It is not so any more: gone with what was kept of it."""
    no = interest.topic_id
    with writing():
        verbs.take_back_interest(locked(Interest, interest.id), by=current_user)
    flash(_("Taken back."))
    return redirect(url_for("topics.interests", no=no), 303)


@form_page("/<int:no>/replies/new")
@requires(policies.may_run, on=queries.topic_or_404)
def new_reply(topic):
    """Invite whoever is complained about to answer."""
    form, link, invited = InvitationForm(), None, None
    form.body.choices = [(0, _("No, they get a private link")), *body_choices(topic.community_id)]
    if form.validate_on_submit():
        with writing(), once(form) as first:
            invited, token = verbs.invite_reply(
                topic, by=current_user, as_whom=form.as_whom.data, body_id=form.body.data or None
            )
            first.leads_to(url_for("topics.arguments", no=topic.id, _anchor="replies"))
        link = full_address(url_for("topics.reply_by_link", token=token))
    status = 422 if form.errors else 200
    return render("topics/new_reply.html", status, topic=topic, form=form, link=link, invited=invited)


@topics.get("/replies/<token>")
@requires(anyone, on=reads.invited_by_token)
def reply_by_link(invited):
    """The page behind a private link: the matter, and their words."""
    if utcnow() >= invited.expires_at:
        raise NotFound(None)
    return _reply_page(invited, ReplyForm(formdata=None, body=invited.body))


@topics.post("/replies/<token>")
@requires(anyone, on=reads.invited_by_token)
def create_reply(invited):
    """They answer."""
    return _take_reply(invited, None)


@form_page("/<int:no>/replies/<int:reply>")
@requires(policies.may_reply, on=lambda no, reply: reads.invited_or_404(no, reply))
def body_reply(invited):
    """A body answers through its own account."""
    form = ReplyForm()
    if form.is_submitted():
        return _take_reply(invited, current_user)
    return _reply_page(invited, ReplyForm(formdata=None, body=invited.body))


def _take_reply(invited, by):
    form, topic_id = ReplyForm(), invited.topic_id
    if not form.validate():
        return _reply_page(invited, form, 422)
    here = url_for("topics.arguments", no=topic_id, _anchor="replies")
    with writing(), once(form) as first:
        verbs.reply(invited, body=form.body.data, by=by)
        first.leads_to(here)
    flash(_("Your answer stands beside the reasons. You can change it until the topic is over."))
    return redirect(here, 303)


def _reply_page(invited, form, status=200):
    return render("topics/reply_by_link.html", status, topic=invited.topic, invited=invited, form=form)
