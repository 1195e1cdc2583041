"""Waiting in an event loop for what may never come: somebody looks after it while it is awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def awaited(future: asyncio.Future[T], look: Callable[[], float], first: float) -> T:
    """Return the result of a future; until it is there, `look` is called after `first` seconds and again and again.

    `look` returns the seconds until it wants to be called next, and ends the waiting by raising.
    """
    loop = future.get_loop()
    timer: asyncio.TimerHandle

    def again() -> None:
        nonlocal timer
        if future.done():
            return
        try:
            timer = loop.call_later(look(), again)
        except Exception as error:  # whatever it is, it is for who waits
            future.set_exception(error)

    timer = loop.call_later(first, again)
    try:
        return await future
    finally:
        timer.cancel()
