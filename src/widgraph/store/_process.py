"""Query workers and the process they are forked from, as their owner sees them."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from widgraph.errors import ReleaseError

_START_SECONDS: Final = 120.0
#: How often a running query is looked after, in seconds.
_PULSE: Final = 0.025
_AT_ONCE: Final = 1 << 18
#: With the number of a process in the bits above: the clock of its processor time (Linux, clock_getcpuclockid(3)).
_CPU_CLOCK: Final = 2
#: The niceness of a worker that gives way; workers start at 10. Pages and short queries run as if it were not there.
_DEMOTED: Final = 19


class Gone(Exception):
    """The worker ended by itself, as it does when it outgrows its memory or the engine falls over."""


class Late(Exception):
    """The worker did not answer in time."""


class ForkServer:
    """Forks workers over a store: a file of N-Quads held in memory, or the folder of a store on disk."""

    def __init__(self, source: Path, memory_mib: int) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            arguments = [str(source), str(memory_mib), str(theirs.fileno())]
            # a process group of its own keeps Ctrl-C away; a session of its own would make the kernel weigh its
            # niceness against nothing but itself
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own path
                [sys.executable, "-I", "-m", "widgraph.store._fork_server", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        self._control.settimeout(_START_SECONDS)
        try:
            if self._control.recv(1) == b"R":
                return
        except OSError:
            pass
        self.close()
        raise ReleaseError(f"The query workers cannot open {source}.", "Build the release again.")

    def fork(self) -> Worker:
        """Return a new worker; raise Gone when this process has ended."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                socket.send_fds(self._control, [struct.pack("<ci", b"F", 0)], [theirs.fileno()])
                number = self._control.recv(4, socket.MSG_WAITALL)
            if len(number) < 4:
                raise Gone
            return Worker(struct.unpack("<i", number)[0], ours)
        except OSError:
            ours.close()
            raise Gone from None

    def forget(self, worker: Worker) -> int:
        """Free the number of a worker that has ended and return the signal that ended it, 0 when there was none.

        Until then no other process can have its number. Calling it again does nothing.
        """
        if worker.forgotten:
            return 0
        worker.forgotten = True
        with self._lock, suppress(OSError):
            self._control.sendall(struct.pack("<ci", b"W", worker.pid))
            status = self._control.recv(4, socket.MSG_WAITALL)
            if len(status) == 4:
                (code,) = struct.unpack("<i", status)
                return os.WTERMSIG(code) if os.WIFSIGNALED(code) else 0
        return 0

    def close(self) -> None:
        """End the process; workers end when their owner hangs up or kills them."""
        self._process.kill()
        self._process.wait()
        self._control.close()


class Worker:
    """One worker; whoever meets Gone or Late kills it and takes another."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.spent = False
        self.filtered = False
        self.forgotten = False
        self._connection = connection
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)
        self._ready = False

    def wait(self) -> None:
        """Wait until the worker has closed its limits; raise Gone or Late."""
        if not self._ready:
            header, _ = self._receive(time.monotonic() + _START_SECONDS, lambda: None)
            self.filtered = bool(header.get("filtered"))
            self._ready = True

    def ended(self) -> bool:
        """Say whether an idle worker has ended, as it does when the machine runs out of memory."""
        try:
            return not self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def ask(
        self, request: dict[str, Any], seconds: float, pulse: Callable[[], None] = lambda: None
    ) -> tuple[dict[str, Any], bytes]:
        """Return header and body of the answer; raise Gone or Late, or what `pulse` raises.

        `pulse` is called again and again while the query runs, and stops it by raising.
        """
        self.wait()
        data = json.dumps({**request, "seconds": seconds}).encode()
        try:
            self._connection.sendall(struct.pack("<I", len(data)) + data)
        except OSError:
            raise Gone from None
        header, body = self._receive(time.monotonic() + seconds, pulse)
        self.spent = self.spent or bool(header.get("spent"))
        return header, body

    def used(self) -> float:
        """Return the processor time that the worker has used so far, in seconds; 0 where the system does not tell."""
        try:
            return time.clock_gettime((~self.pid << 3) | _CPU_CLOCK)
        except OSError:
            return 0.0

    def demote(self) -> None:
        """Let the worker give way to quicker ones; it cannot come back from there."""
        self.spent = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _DEMOTED)

    def kill(self) -> None:
        """End the worker now; whoever waits for its answer meets Gone."""
        if not self.forgotten:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def hang_up(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _receive(self, deadline: float, pulse: Callable[[], None]) -> tuple[dict[str, Any], bytes]:
        data = bytearray()
        wanted = 8
        head = body = -1
        while len(data) < wanted:
            data += self._part(deadline, pulse)
            if head < 0 and len(data) >= 8:
                head, body = struct.unpack_from("<II", data)
                wanted += head + body
        header: dict[str, Any] = json.loads(data[8 : 8 + head])
        return header, bytes(data[8 + head :])

    def _part(self, deadline: float, pulse: Callable[[], None]) -> bytes:
        """Return the next bytes, however long they take to come within the deadline."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Late
            if self._poll.poll(min(left, _PULSE) * 1000):
                break
            pulse()
        try:
            part = self._connection.recv(_AT_ONCE)
        except OSError:
            raise Gone from None
        if not part:
            raise Gone
        return part
