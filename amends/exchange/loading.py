"""Writing a checked package: each file's rows become drafts, thousands at once, for the operation that owns them.

What an operation or the database still refuses is told with its row, and the rows beside it are tried again, so that
one run tells every fault. Whoever calls this undoes it all where there was one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model

from amends.exchange.checking import Checked, batches, present
from amends.exchange.files import BY_NAME
from amends.exchange.kinds import Listed
from amends.exchange.reading import Report, read
from amends.exchange.specification import File, Reference, Values
from amends.exchange.steps import STEPS, Parts, Step
from amends.faults import Fault, Faults
from amends.organisation.operations.refusal import Ground, Refused

Advance = Callable[[int], object]
Numbered = tuple[int, object, Parts]  # the row's number, its draft, the parts it was made of
_MEND = "correct the row, or leave it out"


def load(
    folder: Path, checked: Checked, report: Report, *, by, at: datetime, advance: Advance = lambda rows: None
) -> None:
    """Write every sound row of the folder. `report` is told what is refused; `advance` the rows done.

    Runs inside the caller's transaction. A row that belongs to, or refers to, a rejected row is passed over.
    """
    names = {file.name for file in present(folder, lambda fault: None)}
    for step in STEPS:
        if step.file in names:
            _Loading(folder, step, names, checked, report, by, at, advance).run()
            _count_anew(step)


def _count_anew(step: Step) -> None:
    """Have the database look at what was written: until this transaction ends it would plan for empty tables."""
    stored = (BY_NAME[name].stored for name in (step.file, *step.parts))
    tables = [connection.ops.quote_name(apps.get_model(each.model)._meta.db_table) for each in stored if each]
    if tables:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


class _Loading:
    """One step: the rows of a file, with those of the files whose rows are parts of its own."""

    def __init__(self, folder: Path, step: Step, names: set[str], checked: Checked, report: Report, by, at, advance):
        self.folder, self.step, self.checked = folder, step, checked
        self.report, self.by, self.at, self.advance = report, by, at, advance
        self.file = BY_NAME[step.file]
        self.broken: set[tuple] = set()  # keys of rows with a part rejected: passed over, since they are not whole
        self.parts = {name: self._parts(BY_NAME[name]) for name in step.parts if name in names}

    def run(self) -> None:
        for rows in batches(self._sound(self.file), self.step.at_once):
            written = dict(rows)
            whole = [
                (number, values, self._own(written[number]))
                for number, values in _link(self.file, self.step, rows)
                if tuple(written[number][column] for column in self.file.key) not in self.broken
            ]
            done = len(rows) + sum(len(parts) for _, _, own in whole for parts in own.values())
            self._leave_out_lost([own for _, _, own in whole])
            self._write(
                [(number, self.step.draft({**values, "row": number}, own), own) for number, values, own in whole]
            )
            self.advance(done)

    def _leave_out_lost(self, owned: list[Parts]) -> None:
        """Leave out the parts that name a record which was refused: the fault is told already, where it is."""
        for name in self.parts:
            file = BY_NAME[name]
            for reference in file.refers:
                target = BY_NAME[reference.file]
                if target.stored is None or target.name in (self.file.name, file.belongs_to):
                    continue
                column = reference.columns[0]
                known = _records(target, {row[column] for own in owned for row in own[name]})
                for own in owned:
                    own[name] = [row for row in own[name] if row[column] is None or row[column] in known]

    def _own(self, values: Values) -> Parts:
        """The parts of a row, by file; the parts of parts beside them."""
        own: Parts = {}
        for name, found in self.parts.items():
            file = BY_NAME[name]
            parents = own.get(file.belongs_to, [values])
            keys = [tuple(parent[column] for column in BY_NAME[file.belongs_to].key) for parent in parents]
            own[name] = [row for key in keys for row in _expand(file, found.get(key, ()))]
        return own

    def _sound(self, file: File) -> Iterator[tuple[int, Values]]:
        rejected = self.checked.rejected.get(file.name, set())
        for number, values, sound in read(self.folder, file, lambda fault: None):
            if sound and number not in rejected:
                yield number, values
            elif file.belongs_to == self.file.name and values:
                self.broken.add(tuple(values[column] for column in _parent(file).columns))

    def _parts(self, file: File) -> dict[tuple, list[tuple]]:
        """The rows of a file by the key of the row each is part of: as bare cells, since there can be very many."""
        columns = _parent(file).columns
        same: dict[object, object] = {}
        found: dict[tuple, list[tuple]] = {}
        for number, values in self._sound(file):
            cells = tuple(same.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in values.values())
            found.setdefault(tuple(values[column] for column in columns), []).append((number, *cells))
        return found

    def _write(self, drafts: Sequence[Numbered]) -> None:
        """Have the drafts written; where some are refused, tell each and write the others."""
        waiting = [list(drafts)]
        while waiting:
            part = waiting.pop()
            if not part:
                continue
            grounds = self._try([draft for _, draft, _ in part])
            if grounds is None:
                continue
            blamed = {ground.number for ground in grounds if ground.number is not None}
            if not blamed and len(part) > 1:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
                continue
            for ground in grounds:
                self._refuse(self._fault(ground, part[(ground.number or 1) - 1]))
            waiting.append([pair for number, pair in enumerate(part, start=1) if blamed and number not in blamed])

    def _try(self, drafts: list[object]) -> Sequence[Ground] | None:
        """None where the drafts are written, or where every fault is told already; else what is refused."""
        try:
            with transaction.atomic():
                self.step.operation(drafts, by=self.by, at=self.at)
                _check_what_waits()
        except Faults as faults:
            for fault in faults.faults:
                self._refuse(_in_file(fault, self.file))
        except Refused as refused:
            return refused.grounds
        except OperationalError:
            raise  # the database is gone or out of reach: no row's fault
        except DatabaseError as error:
            return [Ground(_words(error))]
        return None

    def _fault(self, ground: Ground, numbered: Numbered) -> Fault:
        """What is wrong, at its row: of a part, where only one part of the row has the field it is about."""
        number, _, own = numbered
        wrong, _, right = ground.words.partition("; ")
        if ground.field not in {column.name for column in self.file.columns}:
            for name, rows in own.items():
                file = BY_NAME[name]
                if len(rows) == 1 and ground.field in {column.name for column in file.columns}:
                    return Fault(file.file_name, rows[0]["row"], ground.field, wrong, right or _MEND)
        return Fault(self.file.file_name, number, ground.field, wrong, right or _MEND)

    def _refuse(self, fault: Fault) -> None:
        """Tell a fault, and count its row as rejected, once however often it is told of."""
        name = fault.file.removesuffix(".csv")
        rejected = self.checked.rejected.setdefault(name, set())
        if isinstance(fault.row, int) and fault.row not in rejected and name in self.checked.counts:
            rejected.add(fault.row)
            self.checked.counts[name].accepted -= 1
            self.checked.counts[name].rejected += 1
        self.report(fault)


def _check_what_waits() -> None:
    """Make the checks that would wait for the transaction's end: here a row can still be named for them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _in_file(fault: Fault, file: File) -> Fault:
    name = fault.file or file.name
    return Fault(name if name.endswith(".csv") else f"{name}.csv", fault.row, fault.field, fault.wrong, fault.right)


def _parent(file: File) -> Reference:
    """How a row of the file names the row it is part of."""
    return next(reference for reference in file.refers if reference.file == file.belongs_to)


def _expand(file: File, rows: Iterable[tuple]) -> list[Values]:
    names = ["row", *(column.name for column in file.columns)]
    return [dict(zip(names, cells, strict=True)) for cells in rows]


def _link(file: File, step: Step, rows: list[tuple[int, Values]]) -> list[tuple[int, Values]]:
    """The rows with records in place of the codes that name them; those whose record was refused are left out."""
    linked = [(number, dict(values)) for number, values in rows]
    for reference in file.refers:
        target = BY_NAME[reference.file]
        if target.stored is None or len(reference.columns) > 1 or file.belongs_to == target.name:
            continue
        column = reference.columns[0]
        if isinstance(file.column(column).kind, Listed):
            continue  # several codes in a cell: handed on as they are written
        found = _records(target, {values[column] for _, values in rows})
        kept = [(number, values) for number, values in linked if values[column] is None or values[column] in found]
        if column in step.codes or not found:
            linked = kept
        else:
            linked = [(number, values | {column: found.get(values[column])}) for number, values in kept]
    return linked


def _records(file: File, named: set[object]) -> dict[object, Model]:
    """The file's records in the database that have these keys, by their keys."""
    assert file.stored is not None
    sought = [key for key in named if isinstance(key, str)]
    if not sought:
        return {}
    records = apps.get_model(file.stored.model).objects.filter(**{f"{file.stored.field}__in": sought})
    return {getattr(one, file.stored.field): one for one in records.select_related(*file.stored.beside)}


def _words(error: DatabaseError) -> str:
    """What the database refused, in words; the name of the rule is its constraint's."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None) or "a rule of the database"
    kind = getattr(error.__cause__, "sqlstate", "") or ""
    return {
        "23505": f"is on record already ({rule}); leave the row out",
        "23P01": f"overlaps what is on record ({rule}); dates or times that do not overlap",
        "23514": f"breaks the rule {rule}; values within it",
    }.get(kind, f"refused by the database ({rule}); {_MEND}")
