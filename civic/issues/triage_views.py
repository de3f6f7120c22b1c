"""Triage: one page a matter with everything the next act needs, and the acts."""

from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import requires
from civic.database import locked, writing
from civic.errors import NotFound
from civic.issues import (
    categories,
    photos,
    policies,
    queries,
    questions,
    refusals,
    summaries,
    triage_forms,
    workflow,
)
from civic.issues.blueprint import again, apart, done, fresh, issues, own_or_public
from civic.issues.forms import VersionedForm
from civic.issues.kinds import OBJECTION_PERIOD
from civic.issues.models import Issue, IssueAppeal, PhotoPurpose
from civic.issues.outlines import outline
from civic.issues.suggestions import suggest
from civic.places import queries as places
from civic.rendering import render


def _back(words, no):
    return done(words, "issues.triage", no=no)


@issues.get("/<int:no>/triage")
@requires(policies.may_triage, on=queries.issue_in_full)
def triage(issue):
    """The resident's words, what they suggest, and the next acts, on one screen."""
    hint = suggest(issue.body_raw)
    return render(
        "issues/triage.html", issue=issue, hint=hint, form=_acceptance(issue, hint),
        forms=_forms(issue), alike=queries.main_issues(issue) if issue.is_untriaged else [],
        policies=policies,
        objection_period=OBJECTION_PERIOD, number_of=categories.emergency_number,
        prompt=categories.prompt(issue.category_code or hint.category),
    )  # fmt: skip


def _acceptance(issue, hint=None):
    """The acceptance form with the community's places; filled from suggestions when `hint` is given."""
    given = {}
    if hint is not None:
        given = {"kind": hint.kind, "urgency": hint.urgency, "category": hint.code, "place": issue.place_id}
        given |= {"version": issue.version, **outline(hint, issue)}
    form = triage_forms.AcceptanceForm(**given)
    form.place.choices = triage_forms.grouped(places.place_options(issue.community_id))
    return form


def _forms(issue):
    version = {"version": issue.version, "formdata": None}
    return apart(
        question=triage_forms.QuestionForm(**version),
        redirection=triage_forms.RedirectionForm(**version),
        merger=triage_forms.MergerForm(**version),
        refusal=triage_forms.RefusalForm(**version),
        answer=triage_forms.AnswerForm(**version),
        release=VersionedForm(**version),
        summary=triage_forms.SummaryForm(title=issue.summary_title, summary=issue.summary_public, **version),
    )


@issues.post("/<int:no>/acceptance")
@requires(policies.may_triage, on=queries.issue_or_404)
def create_acceptance(issue):
    """Take it on."""
    form, no = _acceptance(issue), issue.id
    if not form.validate():
        return again(form, issue, _("Take it on"), _("Take it on"))
    with writing():
        workflow.accept(
            fresh(issue, form), by=current_user, kind=form.kind.data, category=form.category.data,
            urgency=form.urgency.data, place_id=form.place.data, title=form.title.data,
            summary=form.summary.data,
        )  # fmt: skip
    return _back(_("Accepted. The resident reads the summary first. Now: who does it?"), no)


@issues.post("/<int:no>/question")
@requires(policies.may_triage, on=queries.issue_or_404)
def create_question(issue):
    """Ask the resident something."""
    form, no = triage_forms.QuestionForm(), issue.id
    if not form.validate():
        return again(form, issue, _("Ask the resident"), _("Send the question"))
    with writing():
        questions.ask_back(fresh(issue, form), by=current_user, question=form.question.data.strip())
    return _back(_("Asked. You see the answer here as soon as it comes."), no)


@issues.post("/<int:no>/redirection")
@requires(policies.may_triage, on=queries.issue_or_404)
def create_redirection(issue):
    """It belongs elsewhere."""
    form, no = triage_forms.RedirectionForm(), issue.id
    if not form.validate():
        return again(form, issue, _("It belongs elsewhere"), _("Tell the resident where"))
    with writing():
        refusals.redirect(
            fresh(issue, form), by=current_user, channel=form.channel.data, words=form.words.data.strip()
        )
    return _back(_("The resident was told where it belongs."), no)


@issues.post("/<int:no>/merger")
@requires(policies.may_triage, on=queries.issue_or_404)
def create_merger(issue):
    """It is the same as another."""
    form, no = triage_forms.MergerForm(), issue.id
    if not form.validate():
        return again(form, issue, _("It is the same as another"), _("Join the two"))
    with writing():
        locked(Issue, min(no, form.into.data))  # two that are joined to each other at once take turns
        main = locked(Issue, form.into.data)
        if main is None or main.community_id != issue.community_id:
            raise NotFound(_("There is no issue %(no)s in this community.", no=form.into.data))
        refusals.merge(fresh(issue, form), by=current_user, into=main)
    return _back(_("Joined. Everybody who raised or supported it follows the main issue now."), no)


@issues.post("/<int:no>/refusal")
@requires(policies.may_triage, on=queries.issue_or_404)
def create_refusal(issue):
    """It cannot be handled."""
    form, no = triage_forms.RefusalForm(), issue.id
    if not form.validate():
        return again(form, issue, _("It cannot be handled"), _("Tell the resident why"))
    with writing():
        refusals.decline(
            fresh(issue, form), by=current_user, code=form.code.data, words=form.words.data.strip()
        )
    return _back(_("The resident was told why, and that somebody else can look at it."), no)


@issues.post("/<int:no>/ruling")
@requires(policies.may_rule, on=queries.issue_with_community)
def create_ruling(issue):
    """Rule on the appeal."""
    form, no = triage_forms.RulingForm(), issue.id
    if not form.validate():
        return again(form, issue, _("The second look"), _("Rule"))
    with writing():
        now, asked = fresh(issue, form), queries.open_appeal_of(issue)
        asked = locked(IssueAppeal, asked.id) if asked else None
        if asked is None:
            raise NotFound(_("There is no appeal waiting here."))
        refusals.rule(
            asked, issue=now, by=current_user, upheld=form.upheld.data == "yes", words=form.words.data
        )
    return done(_("The resident was told."), own_or_public(now), no=no)


@issues.post("/<int:no>/summary")
@requires(policies.may_write_summary, on=queries.issue_or_404)
def create_summary(issue):
    """Write the summary anew."""
    form, no = triage_forms.SummaryForm(), issue.id
    if not form.validate():
        return again(form, issue, _("The summary"), _("Show it to the resident"))
    with writing():
        summaries.show(fresh(issue, form), by=current_user, title=form.title.data, summary=form.summary.data)
    return _back(_("The resident reads it first; it is public in 24 hours at the latest."), no)


@issues.post("/<int:no>/summary/release")
@requires(policies.may_release_summary, on=queries.issue_or_404)
def create_summary_release(issue):
    """Make the summary public where there is nobody to show it to."""
    form, no = VersionedForm(), issue.id
    with writing():
        summaries.release(fresh(issue, form), by=current_user)
    return _back(_("Everybody can read the summary now."), no)


@issues.post("/<int:no>/answer")
@requires(policies.may_answer, on=queries.issue_or_404)
def create_answer(issue):
    """Say what was done."""
    form, no = triage_forms.AnswerForm(), issue.id
    if not form.validate():
        return again(form, issue, _("Answer the resident"), _("Send the answer"))
    with writing():
        now = fresh(issue, form)
        evidence = len(photos.photos_of(now, PhotoPurpose.ANSWER, PhotoPurpose.AFTER))
        workflow.answer(now, by=current_user, words=form.words.data, evidence=evidence)
    return done(_("Answered. The resident says whether it is really solved."), "issues.own", no=no)
