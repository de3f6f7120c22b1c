"""One file a message in a folder, for a carrier that fetches them, and for trying things out."""

import json
import os
from pathlib import Path

from civic.notifications.sending import Down


class FileSender:
    """`<key>.json` appears whole or not at all; a key that is there already is delivered."""

    remembers = True

    def __init__(self, setting, config):
        self.folder = Path(setting.partition(":")[2])
        if not self.folder.is_absolute():
            raise ValueError("file: needs a folder with its whole path, e.g. file:/var/spool/civic")

    def send(self, outgoing) -> None:
        told = {"key": outgoing.key, "to": outgoing.to, "text": outgoing.text}
        part = self.folder / f".{outgoing.key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(told, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            self._deliver(part, self.folder / f"{outgoing.key}.json")
        except OSError as fault:
            raise Down(f"file {type(fault).__name__}") from fault

    def _deliver(self, part, place):
        try:
            os.link(part, place)
        except FileExistsError:
            return
        finally:
            os.unlink(part)
