"""What a query worker may not do: reach the network, start programs, write files, or outgrow its limits (Linux)."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from typing import Final

#: By machine: its audit number, and the calls that are refused (sockets, new programs, tracing, io_uring).
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 53, 57, 58, 59, 101, 321, 322, 425)),
    "aarch64": (0xC00000B7, (117, 198, 199, 200, 201, 203, 221, 280, 281, 425)),
}
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_REFUSE: Final = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000


def enter(memory_mib: int) -> None:
    """Close the limits around this process; nothing of it can be undone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib << 20, memory_mib << 20))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    if sys.platform == "linux" and platform.machine() in _CALLS:
        _filter_calls(*_CALLS[platform.machine()])


def _filter_calls(machine: int, refused: tuple[int, ...]) -> None:
    """Have the kernel refuse calls (seccomp, mode 2); where it knows no seccomp, the other limits remain."""

    def instruction(code: int, yes: int, no: int, operand: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, operand)

    load, equal, answer = 0x20, 0x15, 0x06
    program = instruction(load, 0, 0, 4) + instruction(equal, 1, 0, machine) + instruction(answer, 0, 0, _KILL)
    program += instruction(load, 0, 0, 0)
    for call in refused:
        program += instruction(equal, 0, 1, call) + instruction(answer, 0, 0, _REFUSE)
    program += instruction(answer, 0, 0, _ALLOW)

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    memory = ctypes.create_string_buffer(program, len(program))
    wrapped = Program(len(program) // 8, ctypes.addressof(memory))
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    system.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(wrapped), 0, 0)
