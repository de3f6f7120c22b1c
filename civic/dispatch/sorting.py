"""Sorting an issue in the same step as dispatching, answering or ringing: from a form, or from its words.

Both call the issue's own verb; an issue somebody has sorted already is left as it is.
"""

from civic.issues import workflow as issues
from civic.issues.outlines import outline


def sort_from_form(issue, form, *, by) -> None:
    """Accept an issue nobody has sorted, with what an AcceptanceForm says."""
    if issue.is_untriaged:
        issues.accept(
            issue, by=by, kind=form.kind.data, category=form.category.data, urgency=form.urgency.data,
            place_id=form.place.data, title=form.title.data, summary=form.summary.data,
        )  # fmt: skip


def sort_as_suggested(issue, hint, *, by, urgency=None) -> bool:
    """Accept it as its words suggest, with a summary that says no more than what and where.

    Args: urgency — instead of the suggested one. Returns False where they suggest no category.
    """
    said = outline(hint, issue)
    if issue.is_untriaged and said:
        urgency = urgency or hint.urgency
        issues.accept(issue, by=by, kind=hint.kind, category=hint.category, urgency=urgency, **said)
    return bool(said)
