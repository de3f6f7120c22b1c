"""Who carries messages out of the house: chosen by CIVIC_SMS and CIVIC_MAIL.

"none" sends nothing; "screen" (demo and tests) shows the message on the recipient's own page;
"file:FOLDER" writes one file a message; "http://…" or "https://…" is an SMS gateway; "smtp://…" or
"smtps://…" a mail server; "package.module:Class" a sender of one's own: made with (setting, config), it has
`remembers` and `send(outgoing)`.

A sender returns when the carrier has the message for good, and raises one of the faults below
otherwise. `remembers` says whether handing over the same key twice delivers once.
"""

import importlib
from typing import NamedTuple

from civic.errors import CivicError

SECONDS = 10  # for each step of a conversation with a carrier; all together stay below outbox.LEASE
SENDERS = {
    "screen": "civic.notifications.screen_sender:ScreenSender",
    "file": "civic.notifications.file_sender:FileSender",
    "http": "civic.notifications.sms_gateway:SmsGateway",
    "https": "civic.notifications.sms_gateway:SmsGateway",
    "smtp": "civic.notifications.mail_server:MailServer",
    "smtps": "civic.notifications.mail_server:MailServer",
}


class Outgoing(NamedTuple):
    """A message as a carrier gets it. `to` is never logged."""

    key: str
    to: str
    text: str
    person_id: int | None = None


class Fault(CivicError):
    """Not sent. `code` says why, without numbers, addresses or words."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Down(Fault):
    """The carrier does not work for anybody just now; surely not sent."""


class Later(Fault):
    """Not this message, not now; surely not sent."""


class Never(Fault):
    """The carrier will never take this one: no such number or address."""


class Unclear(Fault):
    """Handed over, but the answer got lost: it may have been sent."""


def sender_of(channel, config):
    """The sender of a channel, made anew: a worker that sends nothing holds nothing."""
    setting = config[channel.name]
    name = SENDERS.get(setting.partition(":")[0], setting)
    module, _colon, made_by = name.partition(":")
    return getattr(importlib.import_module(module), made_by)(setting, config)


def check(config, channels) -> None:
    """At start: a sender that does not exist stops the boot instead of losing the first message."""
    for channel in channels:
        if config[channel.name] == "none":
            continue
        try:
            sender_of(channel, config)
        except (ImportError, AttributeError, ValueError) as fault:
            raise RuntimeError(f"CIVIC_{channel.name}: {fault}") from fault
