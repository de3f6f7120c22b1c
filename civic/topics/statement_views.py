"""Short statements: one is asked at a time, one tap answers it; and who answers alike."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from civic.authorization import anyone, requires
from civic.database import writing
from civic.rendering import render
from civic.submissions import once
from civic.topics import kinship_page, policies, queries
from civic.topics import statement_queries as reads
from civic.topics.answering import answer
from civic.topics.blueprint import form_page, topics
from civic.topics.statement_forms import AnswerForm, StatementForm
from civic.topics.statement_models import STANDS, Stand
from civic.topics.statements import propose_statement
from civic.topics.states import STATEMENTS_OPEN


@topics.get("/<int:no>/statements")
@requires(anyone, on=queries.topic_or_404)
def statements(topic):
    """What is asked next, for those who may answer; all of them for everybody else and at the end."""
    may = policies.may_answer_statements(current_user, topic)
    asked, done, total = None, 0, None
    if may:
        asked, done, total = reads.next_statement(topic.id, current_user.id)
    is_open = topic.state in STATEMENTS_OPEN
    page = None if asked and is_open else reads.statements_page(topic, request.args.get("after"))
    return render(
        "topics/statements.html", topic=topic, may=may, is_open=is_open, asked=asked, done=done,
        total=total, page=page, stands=list(Stand), form=AnswerForm(formdata=None) if may else None,
    )  # fmt: skip


@topics.post("/<int:no>/statements/<int:statement>/answer")
@requires(policies.may_answer_statement, on=lambda no, statement: reads.statement_or_404(no, statement))
def create_statement_answer(statement):
    """One tap: agree, disagree or pass; the next one comes."""
    said = request.form.get("stand", "")
    if not AnswerForm().validate_on_submit() or said not in set(Stand):
        abort(400)
    back = "topics.statement_answers" if request.form.get("changing") else "topics.statements"
    no = statement.topic_id
    with writing():
        answer(statement, by=current_user, stand=Stand(said))
    return redirect(url_for(back, no=no), 303)


@topics.get("/<int:no>/statements/<int:statement>")
@requires(policies.may_answer_statement, on=lambda no, statement: reads.statement_or_404(no, statement))
def statement(statement):
    """One statement, to answer it or to change the answer."""
    mine = reads.my_answer(statement.id, current_user.id)
    return render(
        "topics/statement.html", topic=statement.topic, statement=statement, stands=list(Stand),
        mine=STANDS[mine.answer] if mine else None, form=AnswerForm(formdata=None),
        is_open=statement.topic.state in STATEMENTS_OPEN,
    )  # fmt: skip


@topics.get("/<int:no>/statements/answers")
@requires(policies.may_answer_statements, on=queries.topic_or_404)
def statement_answers(topic):
    """What I answered so far; each can be changed."""
    page = reads.my_answers_page(topic, current_user.id, request.args.get("after"))
    return render("topics/statement_answers.html", topic=topic, page=page, stands=STANDS)


@form_page("/<int:no>/statements/new")
@requires(policies.may_answer_statements, on=queries.topic_or_404)
def new_statement(topic):
    """Write a sentence for others to answer."""
    form, topic_id = StatementForm(), topic.id
    if form.validate_on_submit():
        with writing(), once(form) as first:
            made = propose_statement(topic, by=current_user, body=form.body.data)
            first.leads_to(url_for("topics.statements", no=topic_id))
        waits = _("It waits for a first look, a day at most; then it is asked.")
        words = waits if made.held_at else _("Your sentence is asked now.")
        flash(words)
        return redirect(url_for("topics.statements", no=topic_id), 303)
    return render("topics/new_statement.html", 422 if form.errors else 200, topic=topic, form=form)


@topics.get("/<int:no>/kinship")
@requires(anyone, on=queries.topic_or_404)
def kinship(topic):
    """Who answers alike: circles, what they share and where they part. Nobody is named."""
    found = reads.kinship_of(topic.id)
    bodies = reads.bodies_of(kinship_page.statements_in(found)) if found else {}
    seen = kinship_page.draw(found, bodies)
    return render("topics/kinship.html", topic=topic, found=found, seen=seen)
