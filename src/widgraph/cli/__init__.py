"""The command line: one module per command, exit codes 0 (clean), 1 (findings), 2 (usage or environment)."""

from widgraph.cli._main import main

__all__ = ["main"]
