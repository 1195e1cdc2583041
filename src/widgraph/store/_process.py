"""Query workers and the process they are forked from, as their owner sees them."""

from __future__ import annotations

import asyncio
import json
import os
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
from widgraph.store._awaiting import awaited

_START_SECONDS: Final = 120.0
#: How often a running query is looked after, in seconds.
_PULSE: Final = 0.025
_AT_ONCE: Final = 1 << 18
#: What an answer begins with: the lengths of its header and its body.
_LENGTHS: Final = struct.Struct("<II")
#: With the number of a process in the bits above: the clock of its processor time (Linux, clock_getcpuclockid(3)).
_CPU_CLOCK: Final = 2
#: The niceness of a worker that gives way; workers start at 10. Pages and short queries run as if it were not there.
_DEMOTED: Final = 19

#: The header of an answer and its body.
Reply = tuple[dict[str, Any], bytes]


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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._data = bytearray()

    def wait(self) -> None:
        """Wait until the worker has closed its limits; raise Gone or Late."""
        self._connection.settimeout(_START_SECONDS)
        found = None
        while found is None:
            try:
                found = self._taken(self._connection.recv(_AT_ONCE))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Gone from None
        self.filtered = bool(found[0].get("filtered"))
        self._connection.setblocking(False)

    def ended(self) -> bool:
        """Say whether an idle worker has ended, as it does when the machine runs out of memory."""
        try:
            return not self._connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    async def ask(self, request: dict[str, Any], seconds: float, pulse: Callable[[], None] = lambda: None) -> Reply:
        """Return header and body of the answer; raise Gone or Late, or what `pulse` raises.

        `pulse` is called again and again while the query runs, and stops it by raising.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds

        def look() -> float:
            left = deadline - loop.time()
            if left <= 0:
                raise Late
            pulse()
            return min(left, _PULSE)

        self._listen(loop)
        self._reply = loop.create_future()
        data = json.dumps({**request, "seconds": seconds}).encode()
        try:
            await self._send(loop, struct.pack("<I", len(data)) + data)
            header, body = await awaited(self._reply, look, min(seconds, _PULSE))
        finally:
            self._reply.cancel()  # of an answer that nobody waits for any more
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
        """Let go of the connection, in the loop that listens to it or after its end."""
        self._deaf()
        self._connection.close()

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._loop is not loop:
            self._deaf()
            loop.add_reader(self._connection.fileno(), self._readable)
            self._loop = loop

    def _deaf(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._connection.fileno())
        self._loop = None

    async def _send(self, loop: asyncio.AbstractEventLoop, data: bytes) -> None:
        try:
            sent = self._connection.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            raise Gone from None
        try:
            if sent < len(data):
                await loop.sock_sendall(self._connection, data[sent:])
        except OSError:
            raise Gone from None

    def _readable(self) -> None:
        """Take what has come, and hand over an answer that is whole, or the end of the worker."""
        reply = self._reply
        try:
            found = self._taken(self._connection.recv(_AT_ONCE))
        except BlockingIOError:
            return
        except (OSError, Gone):
            self._deaf()
            if reply is not None and not reply.done():
                reply.set_exception(Gone())
            return
        if found is not None and reply is not None and not reply.done():
            reply.set_result(found)

    def _taken(self, part: bytes) -> Reply | None:
        """Add bytes of an answer; return it once it is whole. Raise Gone when there are no more."""
        if not part:
            raise Gone
        self._data += part
        if len(self._data) < _LENGTHS.size:
            return None
        head, body = _LENGTHS.unpack_from(self._data)
        start = _LENGTHS.size + head
        if len(self._data) < start + body:
            return None
        header: dict[str, Any] = json.loads(self._data[_LENGTHS.size : start])
        with memoryview(self._data) as view:
            found = header, bytes(view[start:])
        self._data = bytearray()
        return found
