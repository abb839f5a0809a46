"""Calling the console script within a test."""

import io
import json
import sys
from types import SimpleNamespace

from amends.cli import main


def call(*words, stdin=None):
    """Run `amends WORDS`; answer its exit code, standard output and lines of standard error."""
    out, err, before = io.StringIO(), io.StringIO(), (sys.stdin, sys.stdout, sys.stderr)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(stdin or ""), out, err
    try:
        code = main([str(word) for word in words])
    except SystemExit as stopped:
        code = stopped.code
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    return SimpleNamespace(code=code, out=out.getvalue(), faults=err.getvalue().splitlines())


def decide(name, *words, on="2026-06-01", **inputs):
    """The decision of `amends rule NAME` with inputs as KEY=VALUE, which must succeed."""
    answer = call("rule", name, "--on", on, *words, *(f"{key}={value}" for key, value in inputs.items()))
    assert answer.code == 0, answer.faults
    return json.loads(answer.out)


def refused(name, *words, on="2026-06-01", stdin=None, **inputs):
    """The faults of `amends rule NAME`, which must be refused with nothing written."""
    options = [] if on is None else ["--on", on]
    answer = call("rule", name, *options, *words, *(f"{key}={value}" for key, value in inputs.items()), stdin=stdin)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.faults
    return answer.faults
