"""The fingerprint of minutes: SHA-256 over their RFC 8785 JSON, and how a correction binds it. Pure."""

from hashlib import sha256

from civic.canonical import canonical


def fingerprint(document: dict) -> str:
    """64 hex characters; the same document gives the same ones on any machine."""
    return sha256(canonical(document)).hexdigest()


def chained(before: str, erratum) -> str:
    """The fingerprint of a correction: over what it says and the fingerprint before it."""
    return fingerprint(
        {
            "before": before,
            "number": erratum.number,
            "dated": erratum.dated.isoformat(),
            "was": erratum.was,
            "now": erratum.now,
            "reason": erratum.reason,
        }
    )
