"""A link to a licensed platform, or a sentence saying why it is none. Pure."""

from urllib.parse import urlsplit

from flask_babel import gettext as _

from civic.errors import Refused


def platform_link(typed: str, hosts) -> str:
    """The address as it will be linked. Raises Refused with a plain sentence.

    Only https, only `hosts` and what lies below them; no sign-in, port or control character in it.
    """
    typed = typed.strip()
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise _no_link(hosts) from None
    if parts.scheme != "https" or any(sign.isspace() or ord(sign) < 32 or sign == "\\" for sign in typed):
        raise Refused(
            _("That is no link to a page on the web: it must begin with https://."),
            _("Copy the address of the broadcast from the platform and paste it here."),
        )
    host = (parts.hostname or "").rstrip(".")
    below = any(host == allowed or host.endswith("." + allowed) for allowed in hosts)
    if not below or port not in (None, 443) or parts.username is not None or parts.password is not None:
        raise _no_link(hosts)
    return typed


def _no_link(hosts):
    return Refused(
        _("A broadcast stands on a licensed platform; this address does not belong to one of them."),
        _("These are allowed: %(hosts)s.", hosts=" · ".join(hosts)),
    )
