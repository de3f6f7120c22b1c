"""The steps staff take with a topic, each a page of its own with one button."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import local_today
from civic.rendering import render
from civic.topics import policies, queries, workflow
from civic.topics.blueprint import back_to, form_page, one_time, topics
from civic.topics.documents import add_document
from civic.topics.forms import (
    AdmitForm,
    DocumentForm,
    NoticeForm,
    OutcomeForm,
    ReasonForm,
    ReferralForm,
    RefuseForm,
    ShelvingForm,
    StepForm,
    lines,
)
from civic.topics.states import DocumentKind, RefusalCode


@topics.get("/<int:no>/screening")
@requires(policies.may_screen, on=queries.topic_or_404)
def screening(topic):
    """Take it up, or say why not."""
    return _screening_page(topic, AdmitForm(formdata=None, obj=topic), RefuseForm(formdata=None))


def _screening_page(topic, admit, refuse, status=200):
    if isinstance(admit.fact_names.data, list):
        admit.fact_names.data = "\n".join(admit.fact_names.data)
    return render("topics/screening.html", status, topic=topic, admit=admit, refuse=refuse)


@topics.post("/<int:no>/admission")
@requires(policies.may_screen, on=queries.topic_or_404)
def create_admission(topic):
    """Take it up."""
    form, topic_id = AdmitForm(), topic.id
    if not form.validate():
        return _screening_page(topic, form, RefuseForm(formdata=None), 422)
    with one_time(form, topic_id):
        workflow.screen(
            topic, by=current_user, regime=form.regime.data, burdens_others=form.burdens_others.data,
            fact_names=lines(form.fact_names.data)[:8],
        )  # fmt: skip
    return back_to(topic_id, _("Taken up. Now fill in the options and put them on notice."))


@topics.post("/<int:no>/refusal")
@requires(policies.may_screen, on=queries.topic_or_404)
def create_refusal(topic):
    """Say why it cannot be taken up."""
    form, topic_id = RefuseForm(), topic.id
    if not form.validate():
        return _screening_page(topic, AdmitForm(formdata=None, obj=topic), form, 422)
    with one_time(form, topic_id):
        workflow.not_admit(topic, by=current_user, code=RefusalCode(form.code.data), reason=form.reason.data)
    return back_to(topic_id, _("Your reason is public."))


@form_page("/<int:no>/notice")
@requires(policies.may_run, on=queries.topic_or_404)
def notice(topic):
    """Put options and papers on notice; letters are drawn."""
    form, topic_id = NoticeForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            workflow.notice(topic, by=current_user, days=form.days.data)
        return back_to(topic_id, _("On notice. Open the opinion round and send it to the group."))
    options = queries.standing_options(topic)
    return render("topics/notice.html", 422 if form.errors else 200, topic=topic, form=form, options=options)


@topics.post("/<int:no>/deliberation")
@requires(policies.may_run, on=queries.topic_or_404)
def create_deliberation(topic):
    """Begin to talk it over."""
    topic_id = topic.id
    with one_time(StepForm(), topic_id):
        workflow.deliberate(topic, by=current_user)
    return back_to(topic_id, _("Neighbours are talking it over now."))


@topics.post("/<int:no>/archive")
@requires(policies.may_run, on=queries.topic_or_404)
def create_archive(topic):
    """Nothing more to do."""
    topic_id = topic.id
    with one_time(StepForm(), topic_id):
        workflow.archive(topic, by=current_user)
    return back_to(topic_id, _("Filed."))


def _with_paper(topic, template, kind, title, verb, words):
    """A step that leaves a paper."""
    form, topic_id = OutcomeForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            verb(topic, by=current_user)
            add_document(topic, by=current_user, kind=kind, dated=local_today(), title=title,
                         body=form.body.data.strip())  # fmt: skip
        return back_to(topic_id, words)
    return render(template, 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/conclusion")
@requires(policies.may_run, on=queries.topic_or_404)
def conclusion(topic):
    """What the talk came to."""
    return _with_paper(topic, "topics/conclusion.html", DocumentKind.OPINION, _("What we came to"),
                       workflow.form_opinion, _("Written down. Next: a vote or a decision."))  # fmt: skip


@form_page("/<int:no>/report")
@requires(policies.may_run, on=queries.topic_or_404)
def report(topic):
    """How it went."""
    return _with_paper(topic, "topics/report.html", DocumentKind.REPORT, _("Report of the outcome"),
                       workflow.report_back, _("Everybody can read now how it went."))  # fmt: skip


@form_page("/<int:no>/evaluation")
@requires(policies.may_run, on=queries.topic_or_404)
def evaluation(topic):
    """What neighbours say of the outcome."""
    return _with_paper(topic, "topics/evaluation.html", DocumentKind.EVALUATION,
                       _("What neighbours say of it"), workflow.evaluate, _("Written down."))  # fmt: skip


@form_page("/<int:no>/referral")
@requires(policies.may_run, on=queries.topic_or_404)
def referral(topic):
    """Hand it to a meeting outside this site."""
    form, topic_id = ReferralForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            workflow.refer(topic, by=current_user, regime=form.regime.data)
        return back_to(topic_id, _("Handed on. File the result here when it is there."))
    return render("topics/referral.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/shelving")
@requires(policies.may_run, on=queries.topic_or_404)
def shelving(topic):
    """Put it aside until a day."""
    form, topic_id = ShelvingForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            workflow.shelve(topic, by=current_user, reason=form.reason.data,
                            look_again_on=form.look_again_on.data)  # fmt: skip
        return back_to(topic_id, _("Put aside; the day is on its page."))
    return render("topics/shelving.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/reopening")
@requires(policies.may_run, on=queries.topic_or_404)
def reopening(topic):
    """Talk it over again."""
    form, topic_id = ReasonForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            workflow.reopen(topic, by=current_user, reason=form.reason.data)
        return back_to(topic_id, _("Open again; options can be added until the next notice."))
    return render("topics/reopening.html", 422 if form.errors else 200, topic=topic, form=form)


@form_page("/<int:no>/documents")
@requires(policies.may_run, on=queries.topic_or_404)
def documents(topic):
    """Hang a paper on the topic: minutes, figures."""
    form, topic_id = DocumentForm(), topic.id
    if form.validate_on_submit():
        with one_time(form, topic_id):
            paper = add_document(
                topic, by=current_user, kind=DocumentKind(form.kind.data), dated=form.dated.data,
                title=form.title.data, body=form.body.data, where_when=form.where_when.data or "",
            )  # fmt: skip
        return redirect(url_for("topics.document", no=topic_id, document=paper.id), 303)
    return render("topics/documents.html", 422 if form.errors else 200, topic=topic, form=form)


@topics.get("/<int:no>/documents/<int:document>")
@requires(anyone, on=lambda no, document: queries.document_or_404(no, document))
def document(paper):
    """One paper."""
    return render("topics/document.html", paper=paper, topic=paper.topic)
