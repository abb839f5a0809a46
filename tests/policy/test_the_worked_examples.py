"""The pages of docs/rules: each example runs, and answers what the page prints."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from amends.policy.catalogue import RULES
from tests.policy.calling import call

PAGES = Path(__file__).parents[2] / "docs" / "rules"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYCON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES_WITH_EXAMPLES = sorted(
    page.stem for page in PAGES.glob("*.md") if re.search("^```(console|pycon)$", page.read_text("utf-8"), re.MULTILINE)
)


def transcript(block):
    """What a console would show for the commands of a block."""
    lines = iter(block.splitlines())
    shown, code = [], None
    for line in lines:
        if not line.startswith("$ "):
            continue
        shown.append(line)
        if line == "$ echo $?":
            shown.append(str(code))
            continue
        command, marked, _ = line[2:].partition(" <<'JSON'")
        given = []
        if marked:
            for more in lines:
                shown.append(more)
                if more == "JSON":
                    break
                given.append(more)
        program, *words = shlex.split(command)
        assert program == "amends"
        answer = call(*words, stdin="\n".join(given))
        code = answer.code
        shown += [*answer.faults, *answer.out.splitlines()]
    return shown


@pytest.mark.parametrize("name", PAGES_WITH_EXAMPLES)
def test_a_page_answers_what_it_prints(name):
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    consoles, sessions = CONSOLE.findall(page), PYCON.findall(page)
    assert consoles or sessions
    for block in consoles:
        assert block.splitlines() == transcript(block)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert all(block.count(">>>") for block in sessions)
    runner.run(doctest.DocTestParser().get_doctest("\n".join(sessions), {}, name, None, 0))
    assert runner.failures == 0


def test_every_page_is_in_the_index_and_every_rule_has_a_page():
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    pages = {page.stem for page in PAGES.glob("*.md")} - {"README"}
    assert {name for name in pages if f"]({name}.md)" not in index} == set()
    assert set(RULES) <= set(PAGES_WITH_EXAMPLES)
