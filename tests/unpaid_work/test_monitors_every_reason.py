"""Every reason of every list comes up in one region, and plain SQL, written apart, finds the same rows."""

from datetime import date, timedelta

import pytest

from amends.cases.models import RequirementChange
from amends.contacts.models import ContactOutcome
from amends.organisation.models import Absence
from amends.policy.booking import first_session_due
from amends.policy.supervision import supervision_plan_due
from amends.unpaid_work.models import PrePlacement, RequirementReview, Session, SupervisionPlan
from amends.unpaid_work.monitors import MONITORS
from bench.monitors import given_to
from tests.factories import make_appointment, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import EVERY_DAY, any_day_supervisor, open_project
from tests.unpaid_work.test_monitors_reconciled import COMPARED, in_python, in_sql
from tests.unpaid_work.watching import MONDAY, NOW, TODAY, found, past

# Held to plain SQL in files of their own.
ELSEWHERE = {"home_kits", "exit_interviews", "beneficiary_replies", "rechecks"}
FULL_DAY = 420


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def sentenced_so_that(due, first: date, last: date) -> date:
    """A day of sentence, within the last ten weeks, whose last day by the rule lies between two days."""
    return next(day for day in map(ago, range(70)) if first <= due(day, on=TODAY).value <= last)


class Region:
    """Groups are suspended in the week that runs: courses, placements and other weeks go on."""

    def __init__(self) -> None:
        self.team = make_team()
        self.user = make_user("head_of_pdu", self.team, over="region")
        week_after = MONDAY + timedelta(days=7)
        self.team.pdu.region.tiers.create(tier="lockdown", from_date=MONDAY, to_date=week_after)
        self.park = open_project(self.team, places=9)
        self.induction = open_project(self.team, type="induction", places=9)
        self.course = open_project(self.team, type="ete_contracted", places=9, supervised=False)
        self.shop = open_project(self.team, type="individual", places=9, supervised=False)

    def ready(self, sentenced: date | None = None, hours: int = 100, **assessment):
        """Somebody with work to do and an assessment that holds, sentenced 40 days ago where nothing else is said."""
        wanted = {"sentence_date": sentenced or ago(40), "ordered_minutes": hours * 60}
        return make_ready(self.team, self.user, requirement=wanted, assessment=EVERY_DAY | assessment)

    def worked(self, someone, days_ago: int, project=None, code="ATTC"):
        return past(project or self.park, someone, self.user, ago(days_ago), code)

    def booked(self, someone, days: int, project=None) -> None:
        project = project or self.shop
        leader = any_day_supervisor(self.team) if project.supervised else None
        session = make_session(project, ago(-days), leader, opened_at=NOW)
        put_on(session, someone, self.user, booked_at=NOW)

    def in_contact(self, someone, days_ago: int) -> None:
        made = make_appointment(someone[0], self.user, NOW - timedelta(days=days_ago), "telephone")
        ContactOutcome.objects.create(appointment=made, code="ATTC", recorded_at=NOW, recorded_by=self.user)

    def planned(self, someone, weeks: int = 4, at=NOW) -> None:
        SupervisionPlan.objects.create(
            requirement=someone[1], version=1, on=TODAY, objectives=["x"], aim="x", contact_weeks=weeks,
            contact_way="telephone", agreement="agreed", recorded_by=self.user, recorded_at=at,
        )  # fmt: skip

    def reviewed(self, someone, plan: str) -> None:
        RequirementReview.objects.create(
            requirement=someone[1], review="first", on=TODAY, note="x", plan=plan, recorded_at=NOW,
            recorded_by=self.user,
        )  # fmt: skip


@pytest.fixture
def region(db):
    made = Region()
    assessed(made)
    offered_less_in_the_week(made)
    first_days(made)
    followed(made)
    hours(made)
    sessions(made)
    return made


def assessed(region: Region) -> None:
    make_requirement(make_person(region.team), ago(40))
    region.ready(to_date=TODAY)
    region.ready(to_date=ago(-9))
    region.ready(harm_check="not_retrieved", risk_of_harm="")
    for years in (16, 17.5):
        wanted = {"sentence_date": ago(40)}
        born = TODAY - timedelta(days=round(years * 365))
        make_ready(region.team, region.user, requirement=wanted, assessment=EVERY_DAY, date_of_birth=born)


def offered_less_in_the_week(region: Region) -> None:
    day = MONDAY + timedelta(days=2)
    make_session(region.course, day, opened_at=NOW)
    alone = make_session(open_project(region.team, type="individual"), day, opened_at=NOW)
    Session.objects.filter(pk=alone.pk).update(supervisor=None)
    for kinds in (["group"], ["ete"], ["individual"], ["home"]):
        region.ready(kinds=kinds)
    region.ready(slots=[])
    region.ready(hours=1)


def first_days(region: Region) -> None:
    """First sessions late, booked since and booked for too late, inductions, and plans due."""
    region.booked(region.ready(), 8)
    region.booked(region.ready(ago(3)), 25)
    region.ready(sentenced_so_that(first_session_due, TODAY, ago(-1)))
    region.ready(sentenced_so_that(supervision_plan_due, TODAY, ago(-6)))
    region.booked(region.ready(), 8, region.induction)
    for gone_through in ([], None):
        attended = region.worked(region.ready(), 20, region.induction)
        if gone_through is not None:
            PrePlacement.objects.create(
                booking=attended, covered=gone_through, recorded_at=NOW, recorded_by=region.user
            )  # fmt: skip
    changing = region.ready()
    region.planned(changing, at=NOW - timedelta(days=1))
    region.reviewed(changing, "change")


def followed(region: Region) -> None:
    """Reviews due and overdue, and contact never made, late, and later than the plan says."""
    for days in (175, 190, 266, 290):
        region.ready(ago(days))
    region.worked(region.ready(), 35)
    late, by_plan = region.ready(ago(70)), region.ready(ago(70))
    for someone, days in ((late, 40), (by_plan, 10)):
        region.worked(someone, 60)
        region.in_contact(someone, days)
    region.planned(by_plan, weeks=1)


def hours(region: Region) -> None:
    """Past the last day, at work or idle; likely to be; and nothing left."""
    region.ready(ago(400))
    region.worked(region.ready(ago(400)), 20)
    steady = region.ready(ago(100), hours=154)
    for week in range(1, 13):
        region.worked(steady, 7 * week + 1, region.shop)
    steady[1].limit_date = TODAY
    steady[1].save()
    (told,) = (row for row in found("likely_late", region.user) if row.key == steady[1].pk)
    steady[1].limit_date = told.figures[2].day - timedelta(days=1)
    steady[1].save()
    region.worked(region.ready(hours=7), 20)
    booked = region.ready(hours=7)
    region.booked(booked, 9)
    region.worked(booked, 20)
    RequirementChange.objects.create(
        requirement=region.ready()[1], on=TODAY, minutes=-6000, reason="x", recorded_at=NOW, recorded_by=region.user
    )  # fmt: skip


def sessions(region: Region) -> None:
    """Registers and outcomes that are missing, health and safety that lapses, and projects with one supervisor."""
    region.worked(region.ready(), 30, region.park, None)
    for days in (1, 4):
        region.worked(region.ready(), days, region.course, None)
    for code in ("ATTC", None):
        region.worked(region.ready(), 25, region.park, code)
    make_project(region.team, health_and_safety=False)
    for lasts in (0, 9):
        open_project(region.team).health_and_safety.update(to_date=ago(-lasts))
    for away in (False, True):
        project, leader = open_project(region.team), any_day_supervisor(region.team)
        for days in (20, 21):
            make_session(project, ago(days), leader, opened_at=NOW)
        if away:
            Absence.objects.create(staff=leader, kind="leave", from_date=ago(-9))


def test_every_reason_is_found_by_plain_sql_too(region):
    asked = given_to(region.user) | {"now": NOW, "today": TODAY}
    for slug in COMPARED:
        assert in_python(slug, region.user) == in_sql(slug, asked), slug
    for slug, monitor in MONITORS.items():
        if slug not in ELSEWHERE:
            assert {row.why for row in found(slug, region.user)} == set(monitor.whys), slug
