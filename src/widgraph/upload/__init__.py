"""A workbook from outside, checked in a process of its own; nothing of it is stored."""

from widgraph.upload._process import Checked, Checker, FindingLine, Refused

__all__ = ["Checked", "Checker", "FindingLine", "Refused"]
