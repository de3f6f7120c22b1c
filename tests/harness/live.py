"""The application under test on a real socket, served as `make run` serves it."""

import contextlib
import threading

import waitress
from flask import Flask


class LiveServer:
    """Waitress in a thread: tests prepare rows in this process and the browser sees them."""

    def __init__(self, app: Flask):
        self.server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, connection_limit=500)
        self.url = f"http://127.0.0.1:{self.server.effective_port}"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        # Closing the listening socket from another thread ends the loop with a bad descriptor.
        with contextlib.suppress(OSError):
            self.server.run()

    def stop(self) -> None:
        self.server.close()
        self.server.task_dispatcher.shutdown(timeout=2)
        self.thread.join(2)
