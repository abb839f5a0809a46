"""Every write leaves its event in the audit trail, in the transaction of what it writes."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOMS = ("organisation", "cases", "contacts", "unpaid_work", "enforcement", "exchange")
MODULES = sorted(path for room in ROOMS for path in Path("amends", room).glob("operations*/*.py"))
MODULES += sorted(path for room in ROOMS for path in Path("amends", room).glob("operations.py"))
WRITES = {"create", "bulk_create", "bulk_update", "update", "save", "delete", "update_or_create", "get_or_create"}


@cache
def functions() -> dict[str, tuple[Path, ast.FunctionDef]]:
    found = {}
    for path in MODULES:
        for node in ast.parse(path.read_text()).body:
            for part in node.body if isinstance(node, ast.ClassDef) else [node]:
                if isinstance(part, ast.FunctionDef):
                    prefix = f"{node.name}." if node is not part else ""
                    found[f"{path}:{prefix}{part.name}"] = path, part
    return found


@cache
def called(node: ast.FunctionDef) -> set[str]:
    """The names of what the function calls, or hands on to be called."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} | {
        part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }


def tells(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(part, ast.Attribute)
        and part.attr in ("record", "record_many")
        and isinstance(part.value, ast.Name)
        and part.value.id == "audit"
        for part in ast.walk(node)
    )


def atomic(node: ast.FunctionDef) -> bool:
    return any("transaction.atomic" in ast.unparse(part) for part in [*node.decorator_list, *_with_items(node)])


def _with_items(node: ast.FunctionDef) -> list[ast.expr]:
    return [item.context_expr for part in ast.walk(node) if isinstance(part, ast.With) for item in part.items]


@cache
def reaching(seed) -> set[str]:
    """The functions for which `seed` holds, and those that call one of them."""
    every = functions()
    reached = {name for name, (_path, node) in every.items() if seed(node)}
    while True:
        names = {every[name][1].name for name in reached}
        more = {name for name, (_path, node) in every.items() if called(node) & names} | reached
        if more == reached:
            return reached
        reached = more


OPERATIONS = sorted(
    name
    for name, (_path, node) in functions().items()
    if "." not in name.rpartition(":")[2]
    and not node.name.startswith("_")
    and "by" in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
)


def test_there_are_operations_in_every_room():
    assert all(any(name.startswith(f"amends/{room}/") for name in OPERATIONS) for room in ROOMS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_told_to_the_audit_trail(name):
    assert name in reaching(tells)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_and_its_event_stand_or_fall_together(name):
    assert name in reaching(atomic)


def test_nothing_outside_the_operations_writes_a_record_for_a_page():
    views = [path for room in (*ROOMS, "desk") for path in Path("amends", room).glob("views*/*.py")]
    views += [path for room in (*ROOMS, "desk") for path in Path("amends", room).glob("views.py")]
    writing = {
        f"{path}:{node.lineno}"
        for path in views
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        and "objects" in ast.unparse(node.func)
    }  # fmt: skip
    assert not writing
