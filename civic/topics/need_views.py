"""Knowing the need: counts for everybody, visits for staff, surveys for every home."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import local_today, utcnow, writing
from civic.places import queries as places
from civic.rendering import render
from civic.submissions import once
from civic.topics import need_queries as reads
from civic.topics import needs as verbs
from civic.topics import policies, surveying
from civic.topics.blueprint import form_page, topics
from civic.topics.need_forms import (
    LineLookForm,
    LookForm,
    SurveyAnswerForm,
    SurveyForm,
    VisitForm,
    parsed,
    ticked,
)
from civic.topics.need_models import NeedKind


def home_community(**rest):
    """The community of whoever looks, or the first of the site."""
    mine = sorted(current_user.community_ids)
    return places.community(mine[0] if mine else None)


@topics.get("/needs")
@requires(anyone)
def needs():
    """What is needed, by building; and the surveys."""
    place = home_community()
    whole, buildings = reads.needs_table(place.id) if place else ({}, [])
    return render(
        "topics/needs.html", place=place, whole=whole, buildings=buildings, kinds=list(NeedKind),
        surveys=reads.surveys_page(place.id, request.args.get("after")) if place else [], now=utcnow(),
        staff=place is not None and policies.may_know_needs(current_user, place),
    )  # fmt: skip


@form_page("/needs/visits/new")
@requires(policies.may_know_needs, on=home_community)
def new_visit(place):
    """Write a visit down."""
    form, here = VisitForm(), url_for("topics.visits")
    doors = {door.id: door for door in places.doors_of(place)}
    form.door.choices = [(door.id, door.label) for door in doors.values()]
    if form.validate_on_submit():
        with writing(), once(form) as first:
            verbs.note_visit(doors[form.door.data], by=current_user, visited_on=form.visited_on.data,
                             need=NeedKind(form.need.data), note=form.note.data or "")  # fmt: skip
            first.leads_to(here)
        flash(_("Written down. In public only the building counts."))
        return redirect(here, 303)
    return render("topics/new_visit.html", 422 if form.errors else 200, form=form)


@topics.get("/needs/visits")
@requires(policies.may_know_needs, on=home_community)
def visits(place):
    """Visits by door; their notes only for whoever said why, for ten minutes."""
    look = reads.fresh_look(request.args.get("look", type=int), current_user.id)
    return _visits_page(place, LookForm(formdata=None), look)


def _visits_page(place, form, look=None, status=200):
    return render(
        "topics/visits.html", status, form=form, look=look, looks=reads.looks_page(place.id),
        page=reads.visits_page(place.id, request.args.get("after")),
    )  # fmt: skip


@topics.post("/needs/visits/looks")
@requires(policies.may_know_needs, on=home_community)
def create_visit_look(place):
    """Say why the notes are read."""
    form = LookForm()
    if not form.validate():
        return _visits_page(place, form, status=422)
    with writing(), once(form) as first:
        look = verbs.look_at_notes(place, by=current_user, reason=form.reason.data)
        here = url_for("topics.visits", look=look.id)
        first.leads_to(here)
    return redirect(here, 303)


@form_page("/needs/surveys/new")
@requires(policies.may_know_needs, on=home_community)
def new_survey(place):
    """Ask every home a few questions."""
    form = SurveyForm()
    if form.validate_on_submit():
        with writing(), once(form) as first:
            made = verbs.make_survey(
                place, by=current_user, title=form.title.data.strip(), why=form.why.data or "",
                questions=parsed(form.questions.data), line=(form.line.data or "").strip(),
                days=form.days.data,
            )  # fmt: skip
            here = url_for("topics.survey", no=made.id)
            first.leads_to(here)
        return redirect(here, 303)
    return render("topics/new_survey.html", 422 if form.errors else 200, form=form)


@topics.get("/needs/surveys/<int:no>")
@requires(anyone, on=reads.survey_or_404)
def survey(survey):
    """One survey: its questions for a home that has not answered; once closed, how often each was ticked."""
    return _survey_page(survey, SurveyAnswerForm(formdata=None))


def _survey_page(survey, form, status=200):
    is_open, may = survey.is_open(utcnow()), policies.may_answer_survey(current_user, survey)
    done = may and reads.has_answered(survey, current_user.household_ids)
    return render(
        "topics/survey.html", status, survey=survey, is_open=is_open, may=may, done=done,
        staff=policies.may_run_survey(current_user, survey), results=[] if is_open else reads.results(survey),
        form=form if may and is_open and not done else None, ticked=ticked(request.form, survey.questions),
    )  # fmt: skip


@topics.post("/needs/surveys/<int:no>/answers")
@requires(policies.may_answer_survey, on=reads.survey_or_404)
def create_survey_answer(survey):
    """Our home answers; nobody can say any more what."""
    form, here = SurveyAnswerForm(), url_for("topics.survey", no=survey.id)
    if not form.validate():
        return _survey_page(survey, form, 422)
    with writing(), once(form) as first:
        surveying.answer_survey(survey, by=current_user, choices=ticked(request.form, survey.questions),
                                line=form.line.data)  # fmt: skip
        first.leads_to(here)
    flash(_("Counted. Nobody can say any more what your home ticked."))
    return redirect(here, 303)


@form_page("/needs/surveys/<int:no>/slips")
@requires(policies.may_run_survey, on=reads.survey_or_404)
def survey_slips(survey):
    """Staff key paper slips in, one after the other."""
    form, no, receipt = SurveyAnswerForm(), survey.id, request.args.get("receipt", 0, type=int)
    if form.validate_on_submit():
        with writing(), once(form) as first:
            number = verbs.key_slip(survey, by=current_user, line=form.line.data,
                                    choices=ticked(request.form, survey.questions))  # fmt: skip
            first.leads_to(url_for("topics.survey_slips", no=no, receipt=number))
        return redirect(first.url, 303)
    return render("topics/survey_slips.html", 422 if form.errors else 200, survey=survey, form=form,
                  ticked=ticked(request.form, survey.questions), today=local_today(),
                  receipt=receipt if 0 < receipt <= survey.papers else None)  # fmt: skip


@topics.get("/needs/surveys/<int:no>/lines")
@requires(policies.may_run_survey, on=reads.survey_or_404)
def survey_lines(survey):
    """The free lines, only for whoever said why, for ten minutes."""
    look = reads.fresh_look(request.args.get("look", type=int), current_user.id, survey.id)
    return _lines_page(survey, LineLookForm(formdata=None), look)


def _lines_page(survey, form, look=None, status=200):
    page = reads.lines_page(survey, request.args.get("after")) if look else None
    return render("topics/survey_lines.html", status, survey=survey, page=page, look=look, form=form,
                  looks=reads.looks_page(survey.community_id, survey.id))  # fmt: skip


@topics.post("/needs/surveys/<int:no>/lines/looks")
@requires(policies.may_run_survey, on=reads.survey_or_404)
def create_line_look(survey):
    """Say why the lines are read."""
    form, no = LineLookForm(), survey.id
    if not form.validate():
        return _lines_page(survey, form, status=422)
    with writing(), once(form) as first:
        look = verbs.look_at_lines(survey, by=current_user, reason=form.reason.data)
        first.leads_to(url_for("topics.survey_lines", no=no, look=look.id))
    return redirect(first.url, 303)
