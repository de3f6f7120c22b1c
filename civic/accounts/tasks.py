"""What happens by itself: drafts, codes and sign-ins that are over go away."""

from civic.accounts import drafts, signing_in
from civic.database import writing
from civic.ticking import sweep


@sweep("accounts.discard_old")
def discard_old() -> int:
    """Delete what no longer matters; returns how many rows."""
    with writing():
        return drafts.discard_expired() + signing_in.discard_old()
