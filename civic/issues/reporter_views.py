"""What whoever raised an issue does with it: answer, agree, object, confirm, reopen, appeal."""

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import writing
from civic.errors import Refused
from civic.issues import policies, queries, questions, refusals, summaries, workflow
from civic.issues.blueprint import again, done, fresh, issues
from civic.issues.forms import AppealForm, ObjectionForm, ReopeningForm, ReplyForm, VersionedForm
from civic.issues.kinds import Visibility


def _back(words, issue_id):
    return done(words, "issues.own", no=issue_id)


@issues.post("/<int:no>/reply")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_reply(issue):
    """Answer what staff asked back."""
    form, no = ReplyForm(), issue.id
    if not form.validate():
        return again(form, issue, _("Your answer"), _("Send the answer"))
    with writing():
        questions.answer_question(fresh(issue, form), by=current_user, words=form.words.data.strip())
    return _back(_("Thank you. Your answer is with the community office."), no)


@issues.post("/<int:no>/summary/agreement")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_agreement(issue):
    """The summary may be public."""
    form, no = VersionedForm(), issue.id
    with writing():
        summaries.agree(fresh(issue, form), by=current_user)
    return _back(_("Thank you. Everybody can read the summary now."), no)


@issues.post("/<int:no>/summary/objection")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_objection(issue):
    """The summary should be different."""
    form, no = ObjectionForm(), issue.id
    if not form.validate():
        return again(form, issue, _("What should be different?"), _("Send it back"))
    with writing():
        summaries.object_to(fresh(issue, form), by=current_user, words=form.words.data.strip())
    return _back(_("It stays closed. The community office writes it again and shows it to you first."), no)


@issues.post("/<int:no>/visibility")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_visibility(issue):
    """Change who may read it."""
    no, wish = issue.id, request.form.get("visibility")
    if wish not in list(Visibility):
        raise Refused(_("Choose who may read it."))
    with writing():
        summaries.choose_visibility(fresh(issue), by=current_user, visibility=Visibility(wish))
    return _back(_("Changed."), no)


@issues.post("/<int:no>/confirmation")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_confirmation(issue):
    """It is solved."""
    form, no = VersionedForm(), issue.id
    with writing():
        workflow.confirm(fresh(issue, form), by=current_user)
    return _back(_("Good. It is done, and everybody can see that you said so."), no)


@issues.post("/<int:no>/reopening")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_reopening(issue):
    """It is not solved."""
    form, no = ReopeningForm(), issue.id
    if not form.validate():
        return again(form, issue, _("What is still not right?"), _("It is not solved: take it up again"))
    with writing():
        workflow.reopen(fresh(issue, form), by=current_user, words=form.words.data.strip())
    return _back(_("It is being worked on again. You see every step here."), no)


@issues.post("/<int:no>/appeal")
@requires(policies.speaks_for, on=queries.issue_or_404)
def create_appeal(issue):
    """Somebody else shall look at it."""
    form, no = AppealForm(), issue.id
    if not form.validate():
        return again(form, issue, _("Ask for a second look"), _("Let somebody else look at it"))
    with writing():
        refusals.appeal(fresh(issue, form), by=current_user, words=form.words.data.strip())
    return _back(_("Somebody else will look at it, and not the person who refused it."), no)
