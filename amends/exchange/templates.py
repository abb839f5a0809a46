"""Empty templates of a package, and a description of every column, written from the specifications."""

from pathlib import Path

from amends.exchange.files import FILES
from amends.exchange.specification import Column, File
from amends.faults import Fault, Faults

DESCRIPTION = "COLUMNS.md"


def write_templates(folder: Path) -> list[Path]:
    """Write a CSV of only its header for each file, and the description. Returns what was written.

    Raises Faults where a file of the same name is there already: nothing filled in is ever overwritten.
    """
    wanted = {file.file_name: _header(file) for file in FILES} | {DESCRIPTION: describe()}
    if taken := [name for name in wanted if (folder / name).exists()]:
        raise Faults([Fault(name, None, "", f"is in {folder} already", "an empty folder") for name in taken])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        right = "a folder that can be written"
        raise Faults(
            [Fault(str(folder), None, "--templates", f"cannot be written ({error.strerror})", right)]
        ) from None
    return [folder / name for name in wanted]


def describe() -> str:
    """Every file and column, as Markdown."""
    parts = [
        "# Files of a package\n",
        "UTF-8 CSV with a header (RFC 4180). Leave out files and optional columns that are not needed. Dates are "
        "YYYY-MM-DD; a `to_date` is the first day after. Lists within a cell are separated by semicolons.\n",
    ]
    parts += [_section(file) for file in FILES]
    return "\n".join(parts)


def _header(file: File) -> str:
    return ",".join(column.name for column in file.columns) + "\r\n"


def _section(file: File) -> str:
    lines = [f"## {file.file_name}\n", f"{file.says}\n"]
    lines += [f"- {words}" for words in _rules(file)]
    lines += ["", "| column | must be filled | holds | meaning | example |"]
    lines += ["|---|---|---|---|---|", *(_line(column) for column in file.columns), ""]
    return "\n".join(lines)


def _rules(file: File) -> list[str]:
    rules = []
    if file.key:
        rules.append(f"No two rows have the same {' and '.join(file.key)}.")
    if file.period:
        rules.append(f"Periods of the same {' and '.join(file.period)} do not overlap.")
    for reference in file.refers:
        where = "" if file.belongs_to == reference.file else _or_database(reference.file)
        rules.append(f"{' and '.join(reference.columns)}: names a row of {reference.file}.csv{where}.")
    return rules


def _or_database(name: str) -> str:
    return next(", or one in the database" if file.stored else "" for file in FILES if file.name == name)


def _line(column: Column) -> str:
    cells = (f"`{column.name}`", "yes" if column.required else "", column.kind.says, column.says, column.example)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
