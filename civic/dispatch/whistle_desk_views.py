"""The page of those who run a whistle: streets, the community as host, the district as referee."""

from flask import url_for
from flask_login import current_user

from civic.accounts.sealing import lookup
from civic.authorization import requires
from civic.councils.queries import body_or_404
from civic.database import locked
from civic.dispatch import whistle_call_workflow as calls
from civic.dispatch import whistle_findings as findings
from civic.dispatch import whistle_policies as policies
from civic.dispatch import whistle_queries as queries
from civic.dispatch import whistle_workflow
from civic.dispatch.whistle_acting import link_or_404, named, run_act, whistle_or_404
from civic.dispatch.whistle_blueprint import whistles
from civic.dispatch.whistle_forms import (
    ActForm,
    CallForm,
    LastDayForm,
    LinkForm,
    SurveyForm,
    TaskForceForm,
    WordsForm,
)
from civic.dispatch.whistle_found_models import ChainLink
from civic.dispatch.whistle_models import Whistle
from civic.rendering import render

KEY_LENGTH = 20  # hex digits: 80 bits, short enough for a QR code that a phone reads at once


def check_in_key(whistle) -> str:
    """The signed end of the check-in address: who holds it stood before the code."""
    return lookup("whistle-check-in", f"{whistle.id}:{whistle.created_at.isoformat()}")[:KEY_LENGTH]


@whistles.get("/whistles/<int:no>/desk")
@requires(policies.may_open_desk, on=whistle_or_404)
def desk(whistle):
    """What can be done now, who has come, what was found."""
    return show_desk(whistle)


BLANK = {
    "off_form": WordsForm,
    "survey_form": SurveyForm,
    "result_form": WordsForm,
    "use_form": WordsForm,
    "last_form": LastDayForm,
}


def show_desk(whistle, status=200, **refused):
    """The page, with a refused form in its place."""
    forms = {name: named(form, name) for name, form in (_blank_forms(whistle) | refused).items()}
    return render(
        "dispatch/whistle_desk.html", status, whistle=whistle, policies=policies,
        finding=queries.boundary_finding_of(whistle), links=queries.links_of(whistle),
        force=queries.task_force_of(whistle), ratings=queries.ratings_of(whistle),
        photos=queries.photos_of_calls(whistle.calls), button=ActForm(formdata=None), **forms,
    )  # fmt: skip


def _blank_forms(whistle):
    called = [call.body for call in whistle.calls]
    here = {body.id for body in called}
    more = [
        each for each in queries.bodies_for(whistle.community, whistle.second_street) if each.id not in here
    ]
    return {name: form(formdata=None) for name, form in BLANK.items()} | {
        "call_form": _offer(CallForm(formdata=None), more),
        "link_form": _offer(LinkForm(formdata=None), called),
        "force_form": _offer(TaskForceForm(formdata=None), queries.may_lead_force(whistle)),
    }


def _offer(form, bodies):
    form.body.choices = [(body.id, body.short_name) for body in bodies]
    return form


def _act(whistle, form, name, verb):
    """Validate, run the verb on the locked whistle, come back to the desk."""
    if not form.validate_on_submit():
        return show_desk(whistle, 422, **({name: form} if name else {}))
    number = whistle.id
    return run_act(form, url_for("whistles.desk", no=number), lambda: verb(locked(Whistle, number)))


def _button(whistle, verb):
    return _act(whistle, ActForm(), None, lambda it: verb(it, by=current_user))


def _words(whistle, name, verb, argument="words"):
    form = WordsForm()
    return _act(whistle, form, name, lambda it: verb(it, by=current_user, **{argument: form.words.data}))


@whistles.get("/whistles/<int:no>/sheet")
@requires(policies.may_host, on=whistle_or_404)
def sheet(whistle):
    """吹哨单 on paper, with the code to check in by."""
    address = url_for("whistles.arrival", no=whistle.id, key=check_in_key(whistle))
    return render("dispatch/whistle_desk_sheet.html", whistle=whistle, address=address)


@whistles.post("/whistles/<int:no>/approval")
@requires(policies.may_blow, on=whistle_or_404)
def create_approval(whistle):
    """The street agrees."""
    return _button(whistle, whistle_workflow.approve)


@whistles.post("/whistles/<int:no>/agreement")
@requires(policies.may_agree, on=whistle_or_404)
def create_agreement(whistle):
    """The second street leads it too."""
    return _button(whistle, whistle_workflow.join)


@whistles.post("/whistles/<int:no>/blast")
@requires(policies.may_blow, on=whistle_or_404)
def create_blast(whistle):
    """吹哨."""
    return _button(whistle, whistle_workflow.blow)


@whistles.post("/whistles/<int:no>/calling-off")
@requires(policies.may_blow, on=whistle_or_404)
def create_calling_off(whistle):
    """Not blown after all, or taken back."""
    return _words(whistle, "off_form", whistle_workflow.call_off, "reason")


@whistles.post("/whistles/<int:no>/calls")
@requires(policies.may_lead, on=whistle_or_404)
def create_call(whistle):
    """One more body."""
    form = _offer(CallForm(), queries.bodies_for(whistle.community, whistle.second_street))
    return _act(
        whistle,
        form,
        "call_form",
        lambda it: calls.call_in(it, body_or_404(form.body.data), by=current_user),
    )


@whistles.post("/whistles/<int:no>/diagnosis")
@requires(policies.may_lead, on=whistle_or_404)
def create_diagnosis(whistle):
    """会诊 begins."""
    return _button(whistle, whistle_workflow.open_diagnosis)


@whistles.post("/whistles/<int:no>/findings")
@requires(policies.may_lead, on=whistle_or_404)
def create_findings(whistle):
    """Everybody may read what was found."""
    return _button(whistle, findings.release_findings)


@whistles.post("/whistles/<int:no>/links")
@requires(policies.may_lead, on=whistle_or_404)
def create_link(whistle):
    """One link of the chain."""
    form = _offer(LinkForm(), [call.body for call in whistle.calls])
    return _act(
        whistle,
        form,
        "link_form",
        lambda it: findings.add_link(
            it, by=current_user, name=form.name.data, body=body_or_404(form.body.data)
        ),
    )


def _on_link(link, form, verb):
    number, here = link.id, url_for("whistles.desk", no=link.whistle_id)
    if not form.validate_on_submit():
        facts = {"whistle": link.whistle, "heading": link.name, "form": form}
        return render("dispatch/whistle_ruling.html", 422, **facts)
    return run_act(form, here, lambda: verb(locked(ChainLink, number)))


def may_lead_link(user, link):
    """Whoever leads its whistle."""
    return policies.may_lead(user, link.whistle)


@whistles.post("/whistles/<int:no>/links/<int:link_id>/finding")
@requires(may_lead_link, on=link_or_404)
def create_link_finding(link):
    """What was found at this link."""
    form = WordsForm()
    return _on_link(link, form, lambda it: findings.note_link(it, by=current_user, finding=form.words.data))


@whistles.post("/whistles/<int:no>/links/<int:link_id>/completion")
@requires(may_lead_link, on=link_or_404)
def create_link_completion(link):
    """This link is broken."""
    return _on_link(link, ActForm(), lambda it: findings.finish_link(it, by=current_user))


@whistles.post("/whistles/<int:no>/survey")
@requires(policies.may_lead, on=whistle_or_404)
def create_survey(whistle):
    """Where the border runs."""
    form, street = SurveyForm(), policies.street_led(current_user, whistle)
    return _act(
        whistle,
        form,
        "survey_form",
        lambda it: findings.survey(
            it, by=current_user, street_id=street, words=form.words.data,
            surveyed_by=form.surveyed_by.data, surveyed_on=form.surveyed_on.data,
        ),
    )  # fmt: skip


@whistles.post("/whistles/<int:no>/survey-agreement")
@requires(policies.may_lead, on=whistle_or_404)
def create_survey_agreement(whistle):
    """The other street agrees to it."""
    street = policies.street_led(current_user, whistle)
    return _button(whistle, lambda it, by: findings.agree_border(it, by=by, street_id=street))


@whistles.post("/whistles/<int:no>/joint-action")
@requires(policies.may_lead, on=whistle_or_404)
def create_joint_action(whistle):
    """They act together."""
    return _button(whistle, whistle_workflow.act_together)


@whistles.post("/whistles/<int:no>/task-force")
@requires(policies.may_lead, on=whistle_or_404)
def create_task_force(whistle):
    """They stay together for months."""
    form = _offer(TaskForceForm(), queries.may_lead_force(whistle))
    return _act(
        whistle,
        form,
        "force_form",
        lambda it: findings.form_task_force(
            it,
            by=current_user,
            name=form.name.data,
            lead=body_or_404(form.body.data),
            from_on=form.from_on.data,
        ),
    )


@whistles.post("/whistles/<int:no>/task-force/last-day")
@requires(policies.may_lead, on=whistle_or_404)
def create_last_day(whistle):
    """Its last day."""
    form = LastDayForm()
    return _act(
        whistle,
        form,
        "last_form",
        lambda it: findings.end_task_force(it, by=current_user, to_on=form.to_on.data),
    )


@whistles.post("/whistles/<int:no>/resolution")
@requires(policies.may_lead, on=whistle_or_404)
def create_resolution(whistle):
    """Said to be solved."""
    return _words(whistle, "result_form", whistle_workflow.resolve)


@whistles.post("/whistles/<int:no>/reopening")
@requires(policies.may_lead, on=whistle_or_404)
def create_reopening(whistle):
    """Not solved after all."""
    return _button(whistle, whistle_workflow.reopen)


@whistles.post("/whistles/<int:no>/after-use")
@requires(policies.may_lead, on=whistle_or_404)
def create_after_use(whistle):
    """What the place is used for afterwards."""
    return _words(whistle, "use_form", findings.plan_after_use)


@whistles.post("/whistles/<int:no>/archive")
@requires(policies.may_lead, on=whistle_or_404)
def create_archive(whistle):
    """Closed."""
    return _button(whistle, whistle_workflow.archive)
