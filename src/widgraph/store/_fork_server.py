"""The process that query workers are forked from: `python -m widgraph.store._fork_server SOURCE MEMORY_MIB DESCRIPTOR`.

A SOURCE that is a file (N-Quads) is loaded into memory once, and all workers share its pages; one that is a folder is
opened by each worker. Forking needs a process with one thread, so the store in memory is filled with `load`, which
starts none, and a store on disk, which does, is never opened here. This process evaluates nothing.

On the socket DESCRIPTOR it takes `F` with a descriptor (fork a worker that talks on it; the answer is its number) and
`W` with a number (that worker has ended; the answer is its wait status), each number in four bytes.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from widgraph.store._worker import prepare, work


def main() -> None:
    """Load the store, then fork workers until the other side hangs up."""
    source, memory_mib = Path(sys.argv[1]), int(sys.argv[2])
    control = socket.socket(fileno=int(sys.argv[3]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = None
    if source.is_file():
        store = ox.Store()
        store.load(path=str(source), format=ox.RdfFormat.N_QUADS)
    prepare()
    gc.freeze()
    control.sendall(b"R")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 5, 1)
        if len(message) < 5:
            os._exit(0)
        order, number = struct.unpack("<ci", message)
        status = 0
        if order == b"W":
            with suppress(ChildProcessError):
                _, status = os.waitpid(number, 0)
            control.sendall(struct.pack("<i", status))
            continue
        child = os.fork()
        if child == 0:
            control.close()
            work(source, store, socket.socket(fileno=descriptors[0]), memory_mib)
        os.close(descriptors[0])
        control.sendall(struct.pack("<i", child))


if __name__ == "__main__":
    main()
