"""What a query worker may not do: reach the network, start programs, open files, or outgrow its limits (Linux)."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

#: By machine: its audit number and the system calls that are always refused: sockets, new programs and processes,
#: signals to others, tracing, reaching into other processes, mounts, namespaces, io_uring.
_CALLS: Final = {
    "x86_64": (
        0xC000003E,
        (41, 42, 43, 49, 50, 53, 57, 58, 59, 62, 101, 165, 272, 288, 308, 310, 311, 321, 322, 424, 425, 434, 438),
    ),
    "aarch64": (
        0xC00000B7,
        (40, 97, 117, 129, 198, 199, 200, 201, 202, 203, 242, 268, 270, 271, 280, 281, 221, 424, 425, 434, 438),
    ),
}
#: The calls that open, make, remove or rename files and start threads or processes: refused too where the store is
#: in memory and nothing of the kind is ever needed.
_FILES: Final = {
    "x86_64": (2, 56, 82, 83, 84, 85, 86, 87, 88, 257, 258, 263, 264, 265, 266, 316, 435, 437),
    "aarch64": (33, 34, 35, 36, 37, 38, 56, 220, 276, 435, 437),
}
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_REFUSE: Final = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
#: Calls from here on are those of the x32 ABI, which would slip past numbers of x86-64.
_X32: Final = 0x40000000
_PAGE: Final = resource.getpagesize()
NICE: Final = 10


def enter(memory_mib: int, *, files: bool, file_bytes: int = 0) -> bool:
    """Close the limits around this process and return whether the kernel filters its system calls.

    Nothing of it can be undone. `memory_mib` is what the process may take beyond what it has now; with `files` it may
    still open files, as a store on disk needs, and write files of `file_bytes` each.
    """
    with suppress(OSError):  # when the machine runs out of memory, workers go first
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    most = _size() + (memory_mib << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.nice(NICE)
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _CALLS:
        return False
    number, refused = _CALLS[machine]
    return _filter_calls(number, refused if files else refused + _FILES[machine])


def _size() -> int:
    """Return the size of this process's memory as the limit counts it, in bytes."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    return 0


def _filter_calls(machine: int, refused: tuple[int, ...]) -> bool:
    """Have the kernel refuse calls (seccomp, mode 2); where it knows no seccomp, the other limits remain."""

    def instruction(code: int, yes: int, no: int, operand: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, operand)

    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    program = instruction(load, 0, 0, 4) + instruction(equal, 1, 0, machine) + instruction(answer, 0, 0, _KILL)
    program += instruction(load, 0, 0, 0)
    program += instruction(at_least, 0, 1, _X32) + instruction(answer, 0, 0, _KILL)
    for call in refused:
        program += instruction(equal, 0, 1, call) + instruction(answer, 0, 0, _REFUSE)
    program += instruction(answer, 0, 0, _ALLOW)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    memory = ctypes.create_string_buffer(program, len(program))
    wrapped = Program(len(program) // 8, ctypes.addressof(memory))
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return int(system.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(wrapped), 0, 0)) == 0
