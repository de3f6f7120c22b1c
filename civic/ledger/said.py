"""What an entry says, as its leaf hash binds it. Pure."""


def name_of(subject) -> str:
    """How an entry names a row: "issue:12"."""
    return f"{subject.__tablename__}:{subject.id}"


def content(entry, payload) -> dict:
    """What the leaf hash binds: everything an entry and its payload say, without ids of storage."""
    return {
        "verb": entry.verb,
        "subject": entry.subject,
        "thread": entry.thread_id,
        "community": entry.community_id,
        "day": entry.day.isoformat(),
        "actor": payload.actor_id,
        "at": payload.at.isoformat(timespec="microseconds"),
        "public": payload.public_json,
        "sealed": payload.sealed_json,
    }
