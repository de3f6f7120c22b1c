"""The few questions of a category, answered on the last screen or not at all, and kept with the words."""

from civic.issues import categories
from civic.issues.category_tree import Prompt
from civic.issues.suggestions import suggest
from civic.issues.workflow import MAX_WORDS

MOST_ANSWER = 200  # characters


def prompt_for(draft) -> Prompt:
    """What the words of a draft make us ask and say first; empty when they suggest no category."""
    return categories.prompt(suggest(draft.data.get("words") or "").category)


def kept_answers(told) -> list[str]:
    """What was typed, shortened to what is kept."""
    return [answer.strip()[:MOST_ANSWER] for answer in told[:5]]


def asked(draft, told) -> list[tuple]:
    """(question, what was answered so far): as sent just now, else as kept in the draft."""
    answers = kept_answers(told) or draft.data.get("told") or []
    questions = prompt_for(draft).questions
    return [(question, answers[n] if n < len(answers) else "") for n, question in enumerate(questions)]


def with_answers(draft, told) -> str:
    """The words with each question answered below them; left out where there is no room for it."""
    words = draft.data["words"].strip()
    for question, answer in asked(draft, told):
        line = f"\n{question} {answer}"
        if answer and len(words) + len(line) <= MAX_WORDS:
            words += line
    return words
