"""Releases: immutable folders with store, dumps, tables, checks and a manifest, switched in atomically."""

from widgraph.release._changes import Change, Kind, changed_on, changes, steps
from widgraph.release._make import make_release
from widgraph.release._manifest import FileEntry, Manifest
from widgraph.release._open import Release, open_release, verify_release
from widgraph.release._others import other_release, versions
from widgraph.release._resources import read_resources

__all__ = [
    "Change",
    "FileEntry",
    "Kind",
    "Manifest",
    "Release",
    "changed_on",
    "changes",
    "make_release",
    "open_release",
    "other_release",
    "read_resources",
    "steps",
    "verify_release",
    "versions",
]
