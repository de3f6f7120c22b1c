"""Several real processes at one thing, released at one moment.

Each has its own interpreter, application and connection, as app nodes have; a thread would share
the engine, and the clock of time-machine. Functions must be importable by name.
"""

import multiprocessing
import pickle
import sys
import time
import traceback

from tests.harness import race_start

START = 60  # seconds until every process must stand at the line
DONE = 120


class Race:
    """`race(function, [arguments, …])` runs each in a process of its own."""

    def __init__(self, settings: dict):
        self.settings = settings
        # Forked from a server that has imported and built the house and opened nothing.
        race_start.announce(settings)
        self.fork = multiprocessing.get_context("forkserver")
        imported = [name for name in sys.modules if name.startswith("civic")]
        self.fork.set_forkserver_preload([*imported, race_start.__name__])

    def __call__(self, function, arguments: list[tuple]) -> list:
        """What each returned, or the exception it raised, in order."""
        return self._run(_once, function, arguments)

    def for_seconds(self, function, seconds: float, processes=4, arguments=()) -> list[int]:
        """How often each of `processes` finished `function` within `seconds`."""
        counts = self._run(_loop, function, [(seconds, *arguments)] * processes)
        if faults := [count for count in counts if isinstance(count, BaseException)]:
            raise faults[0]
        return counts

    def _run(self, lane, function, arguments):
        line = self.fork.Barrier(len(arguments))
        results = self.fork.Queue()
        runners = [
            self.fork.Process(
                target=lane, args=(self.settings, line, results, place, function, given), daemon=True
            )
            for place, given in enumerate(arguments)
        ]
        for runner in runners:
            runner.start()
        try:
            outcomes = dict(results.get(timeout=START + DONE) for _ in runners)
        finally:
            for runner in runners:
                runner.join(10)
                runner.kill()
            results.close()
        return [outcomes[place] for place in range(len(arguments))]


def _once(settings, line, results, place, function, given):
    results.put((place, _attempt(settings, line, lambda: function(*given))))


def _loop(settings, line, results, place, function, given):
    seconds, *rest = given

    def lap():
        finished, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            function(*rest)
            finished += 1
        return finished

    results.put((place, _attempt(settings, line, lap)))


def _attempt(settings, line, run):
    """The result, or the exception in a form that travels between processes."""
    try:
        app = race_start.built(settings)
        with app.app_context():
            line.wait(START)
            return run()
    except Exception as fault:
        fault.add_note(traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(fault))
        except Exception:  # it cannot travel; its words can
            return RuntimeError(f"{type(fault).__name__}: {fault}\n{traceback.format_exc()}")
        return fault
