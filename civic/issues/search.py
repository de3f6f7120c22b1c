"""Search: what the public may find, what staff may find besides, on both engines alike.

Two indexes that never mix. `issue_search` holds released titles, summaries and shown comments and
nothing else; `issue_search_own` holds residents' own words for staff pages. A title that has every
word asked comes first, then the newest: an order that stays put between pages, and costs a page
and not the whole index (a bm25 score moves with every row that is added, and took 2 s for a word
that 100,000 issues have). When nothing has every word, the nearest few are shown.
"""

import math
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import column, delete, select, table, text

from civic.errors import CivicError
from civic.extensions import db
from civic.issues.models import Comment, Issue, Question
from civic.issues.tokens import near, pairs, question

MOST_COMMENTS, MOST_TEXT = 200, 20_000  # of one issue, newest first; characters
TITLE = "t"  # stands before each token of a title in FTS5
PUBLIC, OWN = "issue_search", "issue_search_own"
A_PIECE = 30  # newest issues looked at for each piece of a question that nothing answers exactly
DUE = table("issue_search_due", column("issue_id"), column("mark"))


@dataclass(frozen=True)
class After:
    """Where a page of results ended: title hits have rank 1, others 0."""

    rank: int
    id: int

    @classmethod
    def read(cls, cursor):
        """From the address. Raises CivicError (400) for one we never wrote."""
        rank, _dash, number = (cursor or "1-").partition("-")
        if not cursor:
            return cls(1, 2**62)
        if rank not in ("0", "1") or not (number.isascii() and number.isdigit() and len(number) < 19):
            raise CivicError(_("That page number is not one of ours."), _("Start from the first page."))
        return cls(int(rank), int(number))

    def __str__(self):
        return f"{self.rank}-{self.id}"


def index_public(issue) -> None:
    """Let the public find a told issue by title, summary and shown comments; in the caller's transaction.

    Not told (any more): it is taken out. The worker adds the longer words afterwards.
    """
    if not issue.is_told:
        return unindex(issue)
    title, words = public_texts(issue)
    put(PUBLIC, issue.id, title=pairs(title), words=pairs(words))
    return mark_due(issue)


def public_texts(issue) -> tuple[str, str]:
    """(title, summary and shown comments) of a told issue."""
    shown = (
        select(Comment.body)
        .where(Comment.issue_id == issue.id, Comment.hidden_at.is_(None), Comment.held_at.is_(None))
        .order_by(Comment.id.desc())
        .limit(MOST_COMMENTS)
    )
    texts = [issue.summary_title or "", issue.summary_public or "", *db.session.scalars(shown)]
    return texts[0], "\n".join(texts)[:MOST_TEXT]


def unindex(issue) -> None:
    """Nobody among the public finds it from now on."""
    _remove(PUBLIC, issue.id)
    db.session.execute(delete(DUE).where(DUE.c.issue_id == issue.id))


def index_own_words(issue) -> None:
    """Let staff, and nobody else, find an issue by its own words and the answers to their questions."""
    answers = select(Question.answer).where(Question.issue_id == issue.id, Question.answer.is_not(None))
    words = "\n".join([issue.body_raw, *db.session.scalars(answers)])
    put(OWN, issue.id, words=pairs(words[:MOST_TEXT]))


def mark_due(issue) -> None:
    """Words changed (a comment came, a summary was released): the worker shall look again."""
    db.session.execute(
        text(
            "INSERT INTO issue_search_due (issue_id, mark) VALUES (:id, 1) "
            "ON CONFLICT (issue_id) DO UPDATE SET mark = issue_search_due.mark + 1"
        ),
        {"id": issue.id},
    )


def put(index: str, issue_id: int, **tokens) -> None:
    """Replace a row of an index by these tokens for each of its columns."""
    _remove(index, issue_id)
    put_many(index, [{"id": issue_id, **tokens}])


def put_many(index: str, rows: list[dict]) -> None:
    """Add rows that are not there yet: {id, and a list of tokens for each column}."""
    names = [name for name in rows[0] if name != "id"]
    if _sqlite():
        key, value, ready = "rowid", ":{}", _in_column
    else:
        key, value, ready = "issue_id", "array_to_tsvector(CAST(:{} AS text[]))", _in_vector
    statement = (
        f"INSERT INTO {index} ({key}, {', '.join(names)}) "
        f"VALUES (:id, {', '.join(value.format(name) for name in names)})"
    )
    db.session.execute(
        text(statement),
        [{"id": row["id"], **{name: ready(name, row[name]) for name in names}} for row in rows],
    )


def _in_column(name, tokens):
    """Title tokens are words of their own to FTS5 (with TITLE before them), so that a word no title has
    ends the search at once: told apart by their column only, 100,000 rows of a common word were read.
    """
    return " ".join(TITLE + token for token in tokens) if name == "title" else " ".join(tokens)


def _in_vector(_name, tokens):
    return list(tokens)


def _remove(index, issue_id):
    key = "rowid" if _sqlite() else "issue_id"
    db.session.execute(text(f"DELETE FROM {index} WHERE {key} = :id"), {"id": issue_id})


def _sqlite():
    return db.session.get_bind().dialect.name == "sqlite"


def hits(asked, filters: dict, after: After, size: int):
    """A subquery (rank, id) of told issues that have all of `asked`, best first.

    Args: asked — from tokens.question, not empty; filters — column name of Issue: value.
    """
    if after.rank == 1:
        query = (
            f"WITH titled AS MATERIALIZED ({_arm(1, filters, bounded=True)}) SELECT * FROM titled "
            f"UNION ALL SELECT * FROM ({_arm(0, filters, bounded=False, most=ROOM)}) AS others"
        )
    else:
        query = _arm(0, filters, bounded=True)
    return _subquery(query, {**_queries(asked), **filters, "before": after.id, "size": size})


# Other matches are only looked for when titles left room on the page. In the limit: as a loop of the
# join it took the index's order away, and SQLite sorted everything that has a common word.
ROOM = "(SELECT CASE WHEN (SELECT count(*) FROM titled) < :size THEN :size ELSE 0 END) "


def _arm(rank, filters, bounded, most=":size "):
    title = "issue_search.title @@ CAST(:everything AS tsquery) "
    if _sqlite():
        match = "issue_search MATCH :in_title " if rank else "issue_search MATCH :elsewhere "
    else:
        match = title if rank else f"issue_search.words @@ CAST(:everything AS tsquery) AND NOT {title}"
    bound = f" AND {_key()} < :before " if bounded else ""
    return (
        f"SELECT {rank} AS rank, {_key()} AS id FROM {_source()} WHERE {match}{bound}{_where(filters)}"
        f"ORDER BY {_key()} DESC LIMIT {most} "
    )


def _key():
    return "issue_search.rowid" if _sqlite() else "issue_search.issue_id"


def _source():
    # CROSS JOIN: SQLite shall begin with the index of words, whatever the filters look like.
    join = "CROSS JOIN" if _sqlite() else "JOIN"
    return f"issue_search {join} issue ON issue.id = {_key()}"


def _where(filters):
    told = " AND issue.visibility = 'public' AND issue.summary_state = 'released' "
    return told + "".join(f"AND issue.{name} = :{name} " for name in filters)


def _subquery(query, values):
    used = {name: value for name, value in values.items() if f":{name} " in query}
    return text(query).bindparams(**used).columns(column("rank"), column("id")).subquery("hits")


def _queries(asked):
    if _sqlite():
        every, titled = (_all_of(asked, before) for before in ("", TITLE))
        return {"in_title": f"title : ({titled})", "elsewhere": f"({every}) NOT (title : ({titled}))"}
    return {"everything": " & ".join(f"'{token}'{':*' if beginning else ''}" for token, beginning in asked)}


def _all_of(asked, before):
    return " AND ".join(f'"{before}{token}"{" *" if beginning else ""}' for token, beginning in asked)


def nearest(words: str, filters: dict, size: int = 10) -> list[int]:
    """Numbers of told issues that share most with these words, the closest first. One statement.

    Looks at the newest few of each piece of the words; a piece weighs more the rarer it is, and it
    is rare when its newest few reach far back. Costs the same however many issues there are.
    """
    pieces = near(words)
    if not pieces:
        return []
    match = "issue_search MATCH :p{} " if _sqlite() else "issue_search.words @@ CAST(:p{} AS tsquery) "
    arms = (
        f"SELECT * FROM (SELECT {at} AS piece, {_key()} AS id FROM {_source()} "
        f"WHERE {match.format(at)}{_where(filters)}ORDER BY {_key()} DESC LIMIT {A_PIECE}) AS arm{at}"
        for at in range(len(pieces))
    )
    quote = '"{}"' if _sqlite() else "'{}'"
    values = {f"p{at}": quote.format(piece) for at, piece in enumerate(pieces)}
    found = db.session.execute(text(" UNION ALL ".join(arms)), {**values, **filters}).all()
    return _weighed(found, pieces)[:size]


def _weighed(found, pieces):
    by_piece = {}
    for piece, number in found:
        by_piece.setdefault(piece, []).append(number)
    newest, score = max((number for _, number in found), default=0), {}
    for piece, numbers in by_piece.items():
        reach = newest - min(numbers) + 1 if len(numbers) == A_PIECE else 2 * newest
        weight = math.log(2 + reach / len(numbers)) * len(pieces[piece])
        for number in numbers:
            score[number] = score.get(number, 0) + weight
    return sorted(score, key=lambda number: (score[number], number), reverse=True)


def similar(words: str, community_id: int, size: int = 3) -> list[Issue]:
    """Told issues of the community closest to what somebody is writing, for 我家也这样."""
    numbers = nearest(words, {"community_id": community_id}, size)
    found = {issue.id: issue for issue in db.session.scalars(select(Issue).where(Issue.id.in_(numbers)))}
    return [found[number] for number in numbers]


def own_hits(words: str, community_id: int, size: int = 20, before: int = 2**62) -> list[int]:
    """Numbers of issues of the community whose own words have all of these, newest first. Staff only."""
    asked = question(words)
    if not asked:
        return []
    if _sqlite():
        every = _all_of(asked, "")
        match, key = "issue_search_own MATCH :asked", "rowid"
    else:
        every = " & ".join(f"'{token}'{':*' if beginning else ''}" for token, beginning in asked)
        match, key = "issue_search_own.words @@ CAST(:asked AS tsquery)", "issue_id"
    join = "CROSS JOIN" if _sqlite() else "JOIN"
    query = (
        f"SELECT issue.id FROM issue_search_own {join} issue ON issue.id = issue_search_own.{key} "
        f"WHERE {match} AND issue.community_id = :community AND issue.id < :before "
        f"ORDER BY issue_search_own.{key} DESC LIMIT :size"
    )
    values = {"asked": every, "community": community_id, "before": before, "size": size}
    return list(db.session.scalars(text(query), values))


def due(size: int = 200) -> list[tuple[int, int]]:
    """(issue id, mark) of issues whose words the worker has to look at."""
    return [tuple(row) for row in db.session.execute(select(DUE.c.issue_id, DUE.c.mark).limit(size))]


def done(issue_id: int, mark: int) -> None:
    """Forget that it was due, unless something came in between."""
    db.session.execute(delete(DUE).where(DUE.c.issue_id == issue_id, DUE.c.mark == mark))
