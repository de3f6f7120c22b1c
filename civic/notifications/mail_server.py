"""Mail through an SMTP server: smtp://host:25 (STARTTLS where offered) or smtps://host:465.

SMTP knows no keys. The Message-ID is made from the key, so that a mail handed over twice (a worker
died, or the last answer got lost) is one mail in every mailbox that removes duplicates. That, and
no more, is promised; losing mail in silence would be worse.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from civic.database import utcnow
from civic.notifications.sending import SECONDS, Down, Later, Never, Unclear

LOCAL = ("localhost", "127.0.0.1", "::1")


class MailServer:
    """One conversation a mail."""

    remembers = True

    def __init__(self, setting, config):
        self.address = urlsplit(setting)
        self.user, self.password, self.sender = (
            config[f"MAIL_{name}"] for name in ("USER", "PASSWORD", "FROM")
        )
        if not self.address.hostname or "@" not in parseaddr(self.sender)[1]:
            raise ValueError("a mail server needs a host, and CIVIC_MAIL_FROM an address")

    def send(self, outgoing) -> None:
        mail = self._mail(outgoing)
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException) as fault:
            raise Down(_code(fault)) from fault
        try:
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            raise (Never if code >= 500 else Later)(f"smtp {code}") from None  # the fault names the address
        except smtplib.SMTPDataError as fault:
            raise (Never if fault.smtp_code >= 500 else Later)(_code(fault)) from fault
        except smtplib.SMTPResponseException as fault:
            raise Down(_code(fault)) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise Unclear(_code(fault)) from fault
        finally:
            server.close()

    def _open(self):
        host, port, secure = self.address.hostname, self.address.port or 0, self.address.scheme == "smtps"
        context = ssl.create_default_context()
        if secure:
            server = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
                secure = True
            if self.user:
                if not secure and host not in LOCAL:
                    raise smtplib.SMTPException("no password over an open line")
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _mail(self, outgoing):
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = self.sender, outgoing.to
        mail["Subject"] = outgoing.text.partition("http")[0].rstrip(":")
        mail["Date"] = format_datetime(utcnow())
        mail["Message-ID"] = f"<{outgoing.key}@{parseaddr(self.sender)[1].partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(outgoing.text)
        return mail


def _code(fault):
    return f"smtp {fault.smtp_code}" if hasattr(fault, "smtp_code") else type(fault).__name__
