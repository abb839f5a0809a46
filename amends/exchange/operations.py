"""Bringing in a package of files: all of it, or nothing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from amends.exchange.checking import Count, check
from amends.exchange.loading import load
from amends.exchange.models import ImportRun
from amends.exchange.reading import Report
from amends.faults import Fault
from amends.organisation import audit
from amends.organisation.models import User

Progress = Callable[[str, int], Callable[[int], object]]
IMPORTER = "amends.import"


@dataclass(frozen=True)
class Imported:
    """What became of a package. `counts` by file name: rows = accepted + rejected; `faults` is how many were told."""

    outcome: str
    counts: dict[str, Count]
    faults: int


def _silent(what: str, size: int) -> Callable[[int], object]:
    return lambda done: None


def import_package(
    *,
    folder: Path,
    report: Report,
    by,
    at: datetime,
    dry_run: bool = False,
    login: str = "",
    progress: Progress = _silent,
) -> Imported:
    """Load a package, in one transaction; `report` is told each fault as it is found, and none is kept.

    With one fault or more, or with `dry_run`, nothing of it stays. What became of it is logged either way. `progress`
    is told what is being done and its size (bytes, then rows), and returns what is told of each part done.
    """
    run = _Run(folder, report, by, at, dry_run, login, progress)
    with transaction.atomic():
        _settle_in()
        counts = run.load()
        if run.faults or dry_run:
            transaction.set_rollback(True)
        else:
            run.log(ImportRun.Outcome.ACCEPTED, counts)
    if run.faults:
        run.log(ImportRun.Outcome.REFUSED, counts)
    elif dry_run:
        run.log(ImportRun.Outcome.CHECKED, counts)
    return Imported(run.outcome, counts, run.faults)


def importing_user() -> User:
    """Whom imports at the command line are recorded as made by: nobody can sign in as this user."""
    user, made = User.objects.get_or_create(
        username=IMPORTER, defaults={"first_name": "Import", "last_name": "of files", "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user


def _settle_in() -> None:
    """Set the connection, until this transaction ends, for many rows at once.

    Guards and foreign keys keep plans made while the tables are still empty, when reading a table whole looks cheap:
    they are to look rows up by index. And the triggers' "is this one ignored?" is to find a setting: where there is
    none it fails and recovers, for every row, each time going through all the checks that wait for the end.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")


class _Run:
    """One import, from its first row to its place in the log."""

    def __init__(self, folder: Path, report: Report, by, at: datetime, dry_run: bool, login: str, progress: Progress):
        self.folder, self.told, self.by, self.at = folder, report, by, at
        self.dry_run, self.login, self.progress = dry_run, login, progress
        self.faults = 0
        self.outcome = ""

    def tell(self, fault: Fault) -> None:
        self.faults += 1
        self.told(fault)

    def load(self) -> dict[str, Count]:
        size = sum(path.stat().st_size for path in self.folder.glob("*.csv")) if self.folder.is_dir() else 0
        checked = check(self.folder, self.tell, self.progress("Checking", size))
        rows = sum(count.accepted for count in checked.counts.values())
        load(self.folder, checked, self.tell, by=self.by, at=self.at, advance=self.progress("Loading", rows))
        return checked.counts

    @transaction.atomic
    def log(self, outcome: ImportRun.Outcome, counts: dict[str, Count]) -> None:
        self.outcome = str(outcome)
        row = ImportRun.objects.create(
            package=self.folder.resolve().name[:255],
            outcome=outcome,
            dry_run=self.dry_run,
            started_at=self.at,
            ended_at=timezone.now(),
            started_by=self.by,
            login=self.login[:150],
            counts={name: asdict(count) for name, count in counts.items()},
            faults=self.faults,
        )
        detail = {"outcome": self.outcome, "rows": sum(count.rows for count in counts.values())}
        audit.record(self.by, "import package", f"exchange.importrun {row.pk}", detail=detail)
