"""One query worker as its owner sees it: started, asked, stopped."""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

_START_SECONDS: Final = 30.0


class Gone(Exception):
    """The worker ended by itself, as it does when it outgrows its memory."""


class Late(Exception):
    """The worker did not answer in time."""


class Process:
    """A worker process over a store; whoever meets Gone or Late stops it and starts another."""

    def __init__(self, store: Path, memory_mib: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own path
            [sys.executable, "-I", "-m", "widgraph.store._worker", str(store), str(memory_mib)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._ready = False

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Return header and body of the answer; raise Gone or Late."""
        if not self._ready:
            self._receive(time.monotonic() + _START_SECONDS)
            self._ready = True
        data = json.dumps({**request, "seconds": seconds}).encode()
        try:
            os.write(self._descriptor(self._process.stdin), struct.pack("<I", len(data)) + data)
        except BrokenPipeError:
            raise Gone from None
        return self._receive(time.monotonic() + seconds)

    def stop(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _receive(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        head, body = struct.unpack("<II", self._read(8, deadline))
        header: dict[str, Any] = json.loads(self._read(head, deadline))
        return header, self._read(body, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        descriptor = self._descriptor(self._process.stdout)
        data = bytearray()
        while len(data) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise Late
            part = os.read(descriptor, min(size - len(data), 1 << 20))
            if not part:
                raise Gone
            data += part
        return bytes(data)

    def _descriptor(self, pipe: Any) -> int:  # noqa: ANN401 - the type of a pipe of Popen is private
        if pipe is None or pipe.closed:
            raise Gone
        descriptor: int = pipe.fileno()
        return descriptor
