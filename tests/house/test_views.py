"""Views stay thin, and reach records only through the one door."""

import ast
from pathlib import Path

import pytest

ROOMS = Path("amends")
VIEWS = sorted([*ROOMS.glob("*/views.py"), *ROOMS.glob("*/views/*.py")])
DOORS = {"load", "load_by_token", "visible"}
MOST_LINES = 25


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_a_view_is_short(path):
    long = {}
    for function in functions(path):
        if function.args.args and function.args.args[0].arg == "request":
            has_doc = ast.get_docstring(function) is not None
            first = function.body[1] if has_doc and len(function.body) > 1 else function.body[0]
            lines = function.end_lineno - first.lineno + 1
            if lines > MOST_LINES:
                long[function.name] = lines
    assert not long


@pytest.mark.parametrize("path", VIEWS, ids=str)
def test_a_view_reaches_records_only_through_access(path):
    tree = ast.parse(path.read_text())
    inside = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in DOORS
        for argument in call.args
        for part in ast.walk(argument)
    }
    outside = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and id(node) not in inside
    ]
    assert not outside
    assert "get_object_or_404" not in path.read_text()
