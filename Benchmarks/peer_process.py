"""The peers' worker processes, one a library, each request with a time limit."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

from peer_install import PEERS, PYTHON, PeerError

#: Seconds until a worker must have imported its library.
START_LIMIT = 120.0
#: Seconds that the first turn at a size may take, which includes compilation and trying spectral methods; and a later one.
FIRST_TURN_LIMIT, TURN_LIMIT = 150.0, 60.0
#: A peer that failed at this many sizes takes no further part.
MOST_FAILURES = 2


@dataclass
class Peer:
    """A library and its worker; `reason` says why it does not take part (any more)."""

    name: str
    threads: int
    reason: str | None = None
    version: str = ""
    python: str = ""
    #: Why it was left out at a size, by (dimension, batch).
    failures: dict[tuple[int, int], str] = field(default_factory=dict)
    _size: tuple[int, int] | None = None
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts the worker and waits until its library is imported."""
        command = [str(PYTHON), "-W", "ignore", str(PEERS / "worker.py"), "--library", self.name, "--threads", str(self.threads)]
        self._size = None
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=subprocess.DEVNULL, text=True, start_new_session=True)
            hello = self._answer(START_LIMIT)
        except (OSError, ValueError, PeerError) as error:
            self.reason = str(error)
            self._kill()
            return
        self.version, self.python = hello["version"], hello["python"]

    def run(self, dimension: int, batch: int, seconds: float) -> dict[str, Any] | None:
        """One turn; None when the peer is out at this size. A worker that hangs or dies is started anew at the next size."""
        size = (dimension, batch)
        if self.reason is not None or size in self.failures:
            return None
        if self._process is None:
            self.start()
        if self._process is None or self._process.stdin is None:
            return None
        limit = TURN_LIMIT if size == self._size else FIRST_TURN_LIMIT
        try:
            request = {"dimension": dimension, "batch": batch, "seconds": seconds}
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._answer(limit)
        except (OSError, ValueError, PeerError) as error:
            self._kill()
            self.failures[size] = str(error)
            if len(self.failures) >= MOST_FAILURES:
                self.reason = f"it failed at {len(self.failures)} sizes, at the last: {error}"
            return None
        self._size = size
        time.sleep(0.2)     # its threads stop spinning before the next contestant starts
        return answer

    def why_out(self, dimension: int, batch: int) -> str | None:
        """Why it is left out at a size; None when it is not."""
        return self.failures.get((dimension, batch), self.reason)

    def stop(self) -> None:
        """Ends the worker."""
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.close()
            self._process.wait(timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            self._kill()

    def _kill(self) -> None:
        """Ends the worker and what it started, at once."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)    # start_new_session made it the leader of its group
        except ProcessLookupError:
            pass
        self._process.wait()
        self._process = None

    def _answer(self, limit: float) -> dict[str, Any]:
        """One line of JSON; there is never more than one under way, so nothing waits in the reader's buffer."""
        assert self._process is not None and self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], limit)[0]:
            raise PeerError(f"no answer within {limit:g} s")
        line = self._process.stdout.readline()
        if not line:
            raise PeerError(f"the worker ended with status {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise PeerError(answer["error"])
        return answer
