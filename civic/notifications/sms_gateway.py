"""Text messages through an HTTP gateway: one POST of JSON {"id", "to", "text"} each.

The contract: any 2xx means that the gateway has it for good; 409 that it had this id already; 400,
404, 410 and 422 that this number cannot be reached; everything else that nothing was taken. The id
also stands in the header Idempotency-Key. CIVIC_SMS_REMEMBERS=1 says that the gateway delivers the
same id once however often it comes; without it, a message whose answer got lost is not sent again.
"""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from civic.notifications.sending import SECONDS, Down, Never, Unclear

UNREACHABLE = (400, 404, 410, 422)


class SmsGateway:
    """One connection a message: gateways close idle ones, and a broken one must not blame the next."""

    def __init__(self, setting, config):
        self.address = urlsplit(setting)
        if not self.address.hostname:
            raise ValueError("the gateway's address has no host")
        self.token, self.remembers = config["SMS_TOKEN"], config["SMS_REMEMBERS"]

    def send(self, outgoing) -> None:
        body = json.dumps({"id": outgoing.key, "to": outgoing.to, "text": outgoing.text}, ensure_ascii=False)
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": outgoing.key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection = self._connection()
        try:
            self._hand_over(connection, body.encode(), headers)
            status = self._answer(connection)
        finally:
            connection.close()
        if status in UNREACHABLE:
            raise Never(f"http {status}")
        if status != 409 and not 200 <= status < 300:
            raise Down(f"http {status}")

    def _connection(self):
        host, port = self.address.hostname, self.address.port
        if self.address.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
        return http.client.HTTPConnection(host, port, timeout=SECONDS)

    def _hand_over(self, connection, body, headers):
        """A request that did not leave whole cannot have been taken."""
        target = self.address.path or "/"
        if self.address.query:
            target += f"?{self.address.query}"
        try:
            connection.request("POST", target, body, headers)
        except (OSError, http.client.HTTPException) as fault:
            raise Down(type(fault).__name__) from fault

    def _answer(self, connection):
        try:
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as fault:
            raise Unclear(type(fault).__name__) from fault
