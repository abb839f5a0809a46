"""Making the demonstration in the database: all of it once, through the same import as any other package."""

import secrets
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import F

from amends.exchange.models import ImportRun
from amends.exchange.operations import import_package, importing_user
from amends.faults import Fault, Faults
from amends.organisation import audit
from amends.organisation.models import Region, User
from amends.organisation.roles import ROLES
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Session
from demo.assumptions import assumed
from demo.contact import keep_contact, limit_offices
from demo.court import ask_for_reports
from demo.endings import end_some
from demo.enforcement import decide_on_failures
from demo.following import follow_orders
from demo.managing import manage_cases
from demo.own_models import add_models
from demo.plans import ask_for_a_plan
from demo.public import tell_the_public
from demo.recalls import recall_some
from demo.records import keep_records
from demo.service import SIGN_INS, make_service, scales
from demo.surveys import ask_beneficiaries
from demo.week import fill_the_board, sign_off_the_young

SEED = 2021
_MARK = "demonstration "  # what the log of imports says the login was, and the scale
Progress = Callable[[str, int], Callable[[int], object]]


def standing_scale() -> str | None:
    """The scale of the demonstration in the database; None where there is none."""
    run = ImportRun.objects.filter(login__startswith=_MARK, outcome=ImportRun.Outcome.ACCEPTED).first()
    return run.login.removeprefix(_MARK) if run else None


def is_made(scale: str) -> bool:
    """Whether the demonstration stands whole: every region, and sessions on the board."""
    missing = set(scales()[scale].regions) - set(Region.objects.values_list("code", flat=True))
    return not missing and Session.objects.filter(opened_at__lt=F("starts_at")).exists()


def make_demonstration(scale: str, *, at: datetime, progress: Progress) -> None:
    """Make the service at the scale, a region at a time; regions that stand already are left as they are.

    Raises Faults where the database holds anything else.
    """
    made = set(Region.objects.values_list("code", flat=True))
    if standing_scale() is None and made:
        right = "an empty database: the demonstration is never mixed with other data"
        raise Faults([Fault("", None, "database", "holds data that is not the demonstration's", right)])
    chosen = scales()[scale]
    everyone = round(chosen.people * len(set(chosen.regions) - made) * (1 + assumed("ended_for_live")))
    advance = progress("Making people", everyone)
    with tempfile.TemporaryDirectory(prefix="amends-demo-") as folder:
        packages = make_service(Path(folder), scale, seed=SEED, today=civil_date(at), without=made, advance=advance)
        for package in packages:
            _load(package, scale, at, progress)
            shutil.rmtree(package)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sign_off_the_young(by=User.objects.get(username="head.of.pdu"), at=at)
    decide_on_failures(
        practitioner=User.objects.get(username="practitioner"), manager=User.objects.get(username="senior"), at=at,
        random=Random(SEED), advance=progress("Deciding on failures, people", int(assumed("enforced_people"))),
    )  # fmt: skip
    keep_contact(practitioner=User.objects.get(username="practitioner"), at=at, random=Random(SEED))
    limit_offices(
        practitioner=User.objects.get(username="practitioner"), by=User.objects.get(username="head.of.pdu"), at=at
    )
    end_some(
        practitioner=User.objects.get(username="practitioner"), head=User.objects.get(username="head.of.pdu"), at=at,
        random=Random(SEED),
    )  # fmt: skip
    ask_for_reports(
        officer=User.objects.get(username="court.officer"), senior=User.objects.get(username="senior"), at=at,
        random=Random(SEED),
    )  # fmt: skip
    recall_some(
        practitioner=User.objects.get(username="practitioner"), senior=User.objects.get(username="senior"), at=at
    )
    keep_records(
        practitioner=User.objects.get(username="practitioner"), senior=User.objects.get(username="senior"),
        head=User.objects.get(username="head.of.pdu"), keeper=User.objects.get(username="records.officer"), at=at,
    )  # fmt: skip
    manage_cases(
        practitioner=User.objects.get(username="practitioner"), senior=User.objects.get(username="senior"), at=at,
        random=Random(SEED),
    )  # fmt: skip
    add_models(senior=User.objects.get(username="senior"), head=User.objects.get(username="head.of.pdu"), at=at)
    coordinator = User.objects.get(username="placement.coordinator")
    follow_orders(
        practitioner=User.objects.get(username="practitioner"), manager=User.objects.get(username="senior"),
        coordinator=coordinator, at=at, random=Random(SEED),
    )  # fmt: skip
    ask_beneficiaries(by=coordinator, at=at, random=Random(SEED))
    fill_the_board(by=coordinator, at=at, random=Random(SEED), advance=progress("Filling the board, days", 14))
    ask_for_a_plan(by=coordinator, at=at)
    tell_the_public(head=User.objects.get(username="head.of.pdu"), coordinator=coordinator, at=at)


def _load(package: Path, scale: str, at: datetime, progress: Progress) -> None:
    faults: list[Fault] = []

    def report(fault: Fault) -> None:
        if len(faults) < 20:
            faults.append(fault)

    import_package(
        folder=package, report=report, by=importing_user(), at=at, login=f"{_MARK}{scale}", progress=progress
    )
    if faults:
        raise Faults(faults)


def sign_ins() -> tuple[list[tuple[str, str]], str]:
    """Each role's title and username, and the password that opens them all: this checkout's own, made once."""
    password = _password()
    users = list(User.objects.filter(username__in=[role.replace("_", ".") for role in SIGN_INS]))
    if any(not check_password(password, user.password) for user in users[:1]):
        hashed = make_password(password)
        User.objects.filter(pk__in=[user.pk for user in users]).update(password=hashed)
        audit.record(importing_user(), "set demonstration passwords", "organisation.user")
    return [(ROLES[role].title, role.replace("_", ".")) for role in SIGN_INS], password


def _password() -> str:
    path = Path(settings.STATE_DIR) / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_urlsafe(9)}")
    return path.read_text()


def wipe() -> None:
    """Empty the database, for the demonstration to be made anew.

    Raises Faults where it holds anything but the demonstration, or somebody else is connected.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('exchange_importrun') IS NULL, to_regclass('organisation_region') IS NULL")
        without_log, without_regions = cursor.fetchone()
        if without_log and without_regions:
            return
        if without_log or (standing_scale() is None and Region.objects.exists()):
            raise Faults(
                [Fault("", None, "--reset", "the data is not the demonstration's", "leave it, or drop it yourself")]
            )
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Faults([Fault("", None, "--reset", "the service is running", "stop it first")])
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
