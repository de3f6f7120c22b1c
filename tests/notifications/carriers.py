"""Real carriers on this machine: an SMS gateway and a mail server, each in a thread, that can be away."""

import json
import socket
import socketserver
import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    """Takes POSTs of {"id", "to", "text"}. `handed` is every hand-over, `delivered` what rang a telephone.

    remembers — the same id rings once. before, after — called with the message before it is taken and
    between taking and answering. status — what it answers.
    """

    def __init__(self, remembers=False, before=None, after=None, status=200):
        self.remembers, self.before, self.after, self.status = remembers, before, after, status
        self.handed, self.delivered, self.headers = [], [], []
        self.port, self.server, self.lock = free_port(), None, threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/send"

    def open(self):
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.headers.append(dict(self.headers))
                status = gateway.take(message)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def take(self, message):
        if self.before:
            self.before(message)
        with self.lock:
            self.handed.append(message)
            known = self.remembers and message["id"] in {one["id"] for one in self.delivered}
            if 200 <= self.status < 300 and not known:
                self.delivered.append(message)
        if self.after:
            self.after(message)
        return self.status

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class MailHost:
    """Speaks just enough SMTP. `refuses` answers RCPT with that code; `mails` are those taken."""

    def __init__(self, refuses=None):
        self.refuses, self.mails, self.port, self.server = refuses, [], free_port(), None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def open(self):
        host = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"220 here\r\n")
                for line in self.rfile:
                    verb = line.split()[0].upper() if line.split() else b""
                    if verb == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        host.mails.append(message_from_bytes(self._data(), policy=default))
                    refused = verb == b"RCPT" and host.refuses
                    self.wfile.write(f"{host.refuses} no\r\n".encode() if refused else b"250 ok\r\n")
                    if verb == b"QUIT":
                        return

            def _data(self):
                lines = []
                for line in self.rfile:
                    if line == b".\r\n":
                        return b"".join(lines)
                    lines.append(line)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
