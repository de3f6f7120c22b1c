"""What happens by itself: drafts, codes and sign-ins that are over go away."""

from sqlalchemy import update

from civic.accounts import drafts, signing_in
from civic.accounts.session_models import SignInSession
from civic.backup import after_restore
from civic.database import utcnow, writing
from civic.extensions import db
from civic.log_folding import fold_log
from civic.ticking import sweep


@after_restore("accounts")
def end_every_sign_in(told) -> list[str]:
    """Sign-ins that were ended after the backup must not come back to life: all end."""
    with writing():
        ended = db.session.execute(
            update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=utcnow())
        )
        return [f"accounts: {ended.rowcount} sign-ins ended; everybody signs in anew."]


@sweep("accounts.discard_old")
def discard_old() -> int:
    """Delete what no longer matters; returns how many rows."""
    with writing():
        return drafts.discard_expired() + signing_in.discard_old()


@sweep("accounts.erased_words")
def empty_log() -> int:
    """What anybody deleted, and the envelopes of counted votes, shall not stand in the log of a file."""
    fold_log(db.engine)
    return 0  # nothing worth a line in the log every two seconds
