"""Bringing a release into a remote SPARQL 1.1 store, so that no reader ever sees half of it."""

from widgraph.push._push import Pushed, push_release
from widgraph.push._target import CHUNK, Target, find_target
from widgraph.push._verify import Verdict, compare, digest

__all__ = ["CHUNK", "Pushed", "Target", "Verdict", "compare", "digest", "find_target", "push_release"]
