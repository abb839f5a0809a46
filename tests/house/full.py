"""A region with much in it, and one with next to nothing: what pages show at their fullest and emptiest."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from django.contrib.auth.tokens import default_token_generator as links
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import (
    Address,
    AgencyCheck,
    ContactDetail,
    KeepApart,
    Mappa,
    Registration,
    SentenceCondition,
)
from amends.cases.operations import merge_people
from amends.contacts.models import Concern, ContactLevel, ContactOutcome
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.organisation.models import (
    Absence,
    Office,
    Qualification,
    RegionTier,
    RoleGrant,
    Staff,
    StaffQualification,
)
from amends.organisation.roles import ROLES
from amends.policy.codes import choices
from amends.unpaid_work.models import (
    Beneficiary,
    Certificate,
    Consultation,
    EteCredit,
    ExitInterview,
    HoursAdjustment,
    Plan,
    PlanQuestion,
    PlanWish,
    ProjectClosure,
    SkillLearning,
    StandDown,
    StandDownPerson,
    SupervisionPlan,
    Unavailability,
)
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.ete_results import EteRow, take_in_results
from amends.unpaid_work.operations.nominations import NominationDraft, decline, nominate
from amends.unpaid_work.operations.plan_questions import (
    answer_question,
    ask_one_more,
    ask_price_of_wish,
    ask_prices,
)
from amends.unpaid_work.operations.plan_wishes import WishDraft
from amends.unpaid_work.operations.plans import make_plan, request_plan, request_plans
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey, send_survey
from amends.unpaid_work.queries.board import monday_of
from amends.unpaid_work.queries.problem import ExtraSupervisors, Supposed
from amends.unpaid_work.queries.problem.happened import Happened
from tests.factories import (
    make_allocation,
    make_appointment,
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_risk,
    make_staff,
    make_team,
    make_user,
)
from tests.house.full_of_delivery import give_delivery
from tests.house.managing import manage_more
from tests.house.world import KWARGS, Place
from tests.house.world_of_assessments import add_answers
from tests.house.world_of_court import more_of_court
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.hours_records import any_day_supervisor, open_project

# Addresses about a session that is over, rather than one to come.
AFTERWARDS = {
    "unpaid_work:register",
    "unpaid_work:site_session",
    "unpaid_work:correct_outcome",
    "unpaid_work:pre_placement",
    "unpaid_work:stand_down",
    "unpaid_work:stand_down_page",
    "contacts:raise_concern",
}


@dataclass
class Region:
    """A region as its pages show it: `to_come` is the place about a session to come, `over` about one that is over."""

    to_come: Place
    over: Place
    monday: date

    def url(self, name: str) -> str | None:
        """The address of the page, about this region's record; None where it has no such record."""
        if name not in KWARGS:
            return reverse(name)
        try:
            kwargs = KWARGS[name](self.over if name in AFTERWARDS else self.to_come)
        except AttributeError:
            return None
        return reverse(name, kwargs=kwargs | ({"monday": self.monday.isoformat()} if "monday" in kwargs else {}))


def make_every_role(team, **values):
    """A user with every role over the team's region: each page then shows all that it can."""
    user = make_user(team=team, **values)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, region=team.pdu.region, from_date=date(2000, 1, 1)) for role in ROLES
    )
    return user


class Growth:
    """Adds `size` of everything to a place that has one of everything."""

    def __init__(self, place: Place, user, size: int) -> None:
        self.place, self.user, self.size = place, user, size
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.monday = monday_of(self.today) + timedelta(weeks=1)
        self.people = [self._person(number) for number in range(size)]

    def region(self) -> Region:
        self._organisation()
        self._record_of_the_person()
        self._results()
        to_come = self._sessions_to_come()
        over = self._sessions_over()
        self._failures()
        self._what_the_public_said()
        give_delivery(self.place, self.user, self.size, self.now, self.people)
        more_of_court(self.place.court, self.user, self.now, self.size)
        manage_more(self.place, self.user, self.size, self.now, self.today)
        absorbed = make_person(self.place.team)
        merge = merge_people(keep=self.place.person, absorb=absorbed, reason="Twice", by=self.user, at=self.now)
        plan = self._plan()
        to_come = replace(to_come, plan=plan, question=self._question(plan), merge=merge)
        return Region(to_come, over, self.monday)

    def _person(self, number: int):
        since = self.today - timedelta(days=40)
        person = make_person(self.place.team, given_names="Siân Angharad", family_name=f"O’Brien-Example {number:02}")
        Address.objects.create(
            person=person, lines=f"{number} A Long Street Name, Wigston, Leicestershire", postcode="LE1 1AA",
            lat=52.63 + number % 7 / 500, lon=-1.13, from_date=since,
        )  # fmt: skip
        make_allocation(person, self.place.staff, since)
        assessment = make_assessment(person, self.user, since)
        make_risk(person, "medium", since, recorded_by=self.user)
        make_appointment(person, self.user, self.now + timedelta(days=20, hours=number))
        return person, make_requirement(person, since), assessment

    def _organisation(self) -> None:
        for number in range(self.size):
            staff = any_day_supervisor(self.place.team)
            Absence.objects.create(staff=staff, kind="leave", from_date=self.today + timedelta(days=200))
            self._of_the_member(number)
            open_project(self.place.team, name=f"Painting the community hall, Narborough Road {number}")
            make_user("practitioner", self.place.team)
            Concern.objects.create(
                person=self.people[number][0], appointment=self.place.booking.appointment,
                text="Said that the bus no longer runs early enough", raised_at=self.now, raised_by=self.user,
            )  # fmt: skip

    def _of_the_member(self, number: int) -> None:
        """More of everything about the one member of staff whose pages are read, each changed once since."""
        member, pdu = self.place.staff, self.place.team.pdu
        day = date(2020, 1, 6) + timedelta(days=10 * number)
        leave = Absence.objects.create(staff=member, kind="leave", from_date=day, to_date=day + timedelta(days=5))
        Absence.objects.filter(pk=leave.pk).update(to_date=day + timedelta(days=3))
        Staff.objects.filter(pk=member.pk).update(max_drive_minutes=50 + number)
        skill, _made = Qualification.objects.get_or_create(code=f"skill-{number}", defaults={"name": f"Skill {number}"})
        StaffQualification.objects.create(staff=member, qualification=skill, from_date=self.today)
        Office.objects.create(pdu=pdu, code=f"{pdu.code}-{number}", name=f"Office {number}", address="1 Long Street")
        make_team(pdu=pdu)
        RegionTier.objects.filter(region=pdu.region, to_date=None).update(to_date=self.today + timedelta(days=number))
        first = self.today + timedelta(days=number)
        RegionTier.objects.create(region=pdu.region, tier="open", from_date=first)

    def _risk_of_the_person(self, number: int) -> None:
        person, kinds = self.place.person, [code for code, _words in choices("registration")]
        day = date(2020, 1, 6) + timedelta(days=10 * number)
        make_risk(person, "very_high", day, recorded_by=self.user, prisoners="medium")
        Mappa.objects.create(
            person=person, category=2, level=1, from_date=day, to_date=day + timedelta(days=10),
            review_date=day + timedelta(days=180),
        )  # fmt: skip
        Registration.objects.create(
            person=person, kind=kinds[number % len(kinds)], note="Carries a knife when out", from_date=day,
            to_date=self.today, review_date=day + timedelta(days=180),
        )  # fmt: skip
        AgencyCheck.objects.create(
            person=person, agency="health" if number % 2 else "prison", outcome="retrieved", checked_on=day,
            summary="Under the community team for mental health", recorded_at=self.now, recorded_by=self.user,
        )  # fmt: skip
        over = make_appointment(person, self.user, self.now - timedelta(days=20 + number))
        self._outcome_of(over, "ATTC", started_at=over.starts_at, finished_at=over.ends_at, notes="Spoke about work")
        make_appointment(person, self.user, self.now + timedelta(days=40 + number), "telephone")
        ContactLevel.objects.create(
            person=person, every_days=5, mode="face_to_face", less=False, reason="Newly released", from_date=day,
            to_date=day + timedelta(days=10), set_by=self.user,
        )  # fmt: skip
        SentenceCondition.objects.create(
            sentence=self.place.custody, kind="exclusion_zone", details="Within the ring road", from_date=day
        )

    def _record_of_the_person(self) -> None:
        record = {"requirement": self.place.requirement, "recorded_at": self.now, "recorded_by": self.user}
        person = self.place.person
        mistaken = {"on": self.today, "reason": "other", "note": "Typed twice", **record}
        slip = HoursAdjustment.objects.create(minutes=6000, **mistaken)
        HoursAdjustment.objects.create(minutes=-6000, reverses=slip, **mistaken)
        add_answers(person, self.user, self.now, self.size)
        for number in range(self.size):
            self._risk_of_the_person(number)
            day = self.today - timedelta(days=number + 1)
            HoursAdjustment.objects.create(on=day, minutes=30, reason="other", note="Bank of hours", **record)
            EteCredit.objects.create(on=day, minutes=45, activity="First aid at work", **record)
            ContactDetail.objects.create(
                person=person, kind="mobile", value=f"07700 900{number:03}", note="Not at night"
            )
            away = self.today + timedelta(days=10 * number + 60)
            Unavailability.objects.create(
                person=person, from_date=away, to_date=away + timedelta(days=2), reason="Hospital"
            )
            low, high = sorted([person, self.people[number][0]], key=lambda row: row.pk)
            PlanWish.objects.create(
                team=self.place.team, kind="prefer", person=self.people[number][0], points=10 + number,
                reason="Asked for mornings", made_at=self.now, made_by=self.user,
            )  # fmt: skip
            KeepApart.objects.create(person=low, other=high, reason="Co-defendants", from_date=self.today)
            self._followed(person, number)
            self._home(number)
            self._exit_interview(number)

    def _followed(self, person, number: int) -> None:
        """A version of the supervision plan, a certificate and learning more."""
        kept = {"recorded_at": self.now, "recorded_by": self.user}
        day = self.today - timedelta(days=number + 1)
        SupervisionPlan.objects.create(
            requirement=self.place.requirement, version=number + 1, on=day, objectives=["Be on time", "Learn a trade"],
            aim="A reference", contact_weeks=2, contact_way="telephone", agreement="agreed",
            why="Found work" if number else "", **kept,
        )  # fmt: skip
        certificate = Certificate.objects.create(
            person=person, skill="first_aid", title="First aid at work", number=f"FA {number}", from_date=day, **kept
        )
        SkillLearning.objects.create(
            requirement=self.place.requirement, project=self.place.project, skill="painting", aim="Gloss work",
            from_date=day - timedelta(days=20), to_date=day, result="learned", certificate=certificate, **kept,
        )  # fmt: skip

    def _home(self, number: int) -> None:
        """A kit of a home project that came back and was inspected, and another kind of kit."""
        draft = home.HomeKitDraft(f"Kit {number}", "A piece", 10, ("Clean", "Whole"), 14)
        kit = home.add_kit(project=self.place.home_project, draft=draft, by=self.user, at=self.now)
        given = {"entry": self.place.entry_agreed, "kit": kit, "by": self.user, "at": self.now}
        day = self.place.entry_agreed.from_date
        kit_out = home.send_kit(pieces=5, out_on=day, **given)
        home.take_goods_back(kit_out=kit_out, back_on=day, pieces_back=5, note="", by=self.user, at=self.now)
        home.inspect_goods(
            kit_out=kit_out, on=day, passed=4, failed_for=["Clean"], note="", by=self.user, at=self.now
        )  # fmt: skip

    def _exit_interview(self, number: int) -> None:
        """Of one of the people, with answers."""
        ExitInterview.objects.create(
            requirement=self.people[number][1], project=self.place.project, on=self.today, way="self",
            learned=1 + number % 5, fair=4, useful=5, in_the_way="The bus", recorded_at=self.now, recorded_by=self.user,
        )  # fmt: skip

    def _results(self) -> None:
        """A provider's file, half of it of people who are certain."""
        rows = [
            EteRow("Adult Learning", f"Course {number}", person.name, person.date_of_birth,
                   person.crn if number % 2 else "", self.today, 60, "completed")
            for number, (person, _requirement, _assessment) in enumerate(self.people)
        ]  # fmt: skip
        take_in_results(name="results.csv", rows=rows, team=self.place.team, by=self.user, at=self.now)

    def _sessions_to_come(self) -> Place:
        for number in range(self.size):
            self._session(open_project(self.place.team), self.monday + timedelta(days=number % 7))
        charity = Beneficiary.objects.create(name=f"Friends of the canal {self.place.team.pk}")
        name = "Canal towpath, Aylestone to Kilby Bridge"
        project = open_project(self.place.team, name=name, places=self.size + 4, beneficiary=charity)
        self._surveys(project)
        session = self._session(project, self.monday)
        bookings = [put_on(session, ready, self.user, booked_at=self.now) for ready in self.people]
        return replace(
            self.place, project=project, session=session, booking=bookings[0], closure=self._closure(project)
        )

    def _surveys(self, project) -> None:
        """What the beneficiary was asked, quarter by quarter, every other time answered, and not well."""
        poor = ReplyDraft("badly", "well", "unsure", "some", "The path was left unswept twice, and nobody rang us")
        for number in range(self.size):
            first = self.today - timedelta(days=90 * (number + 1))
            given = {"project": project, "from_date": first, "to_date": first + timedelta(days=90), "language": "en"}
            survey, token = send_survey(**given, by=self.user, at=self.now)
            if number % 2:
                reply_to_survey(survey=survey, token=token, draft=poor, by=self.user, at=self.now)

    def _sessions_over(self) -> Place:
        """A session of one person each day before yesterday, and yesterday's with everybody, half recorded."""
        project = open_project(self.place.team, name="Charity shop, High Street", places=self.size + 4)
        this = self.place.person, self.place.requirement, None
        for number in range(2, self.size + 2):
            session = self._session(project, self.today - timedelta(days=number), opened_at=self.now)
            booking = self._past(session, this)
            stand_down = StandDown.objects.create(
                session=session, cause="vehicle", notice="on_site", whole=False, recorded_at=self.now,
                recorded_by=self.user,
            )  # fmt: skip
            if number % 2:
                self._outcome(booking, "AASD", notice="on_site")
                StandDownPerson.objects.create(stand_down=stand_down, booking=booking)
            else:
                self._outcome(booking, "ATTC", started_at=session.starts_at, finished_at=session.ends_at)
        session = self._session(project, self.today - timedelta(days=1), opened_at=self.now)
        bookings = [self._past(session, ready) for ready in (this, *self.people)]
        for booking in bookings[: self.size // 2 + 1]:
            self._outcome(
                booking, "ATTC", started_at=session.starts_at, finished_at=session.ends_at, penalty_minutes=15
            )
        return replace(self.place, session=session, booking=bookings[0], stand_down=stand_down)

    def _what_the_public_said(self) -> None:
        """Nominations that wait and that were declined, and parties heard."""
        pdu = self.place.team.pdu
        for number in range(self.size):
            draft = NominationDraft(
                pdu=pdu, place=f"{number} Abbey Lane, Leicester", work="Clear brambles, and mend the fence",
                benefits="Everybody who walks there", name="Siân Example", email="sian@example.org",
            )  # fmt: skip
            nominate(draft, at=self.now - timedelta(days=number))
            held = nominate(draft, at=self.now - timedelta(days=30))
            decline(nomination=held, ground="no_capacity", reason="Nobody is free.", by=self.user, at=self.now)
            Consultation.objects.create(
                region=pdu.region, party="voluntary_body", whom=f"A charity {number}", on=self.today, said="Benches",
                recorded_at=self.now, recorded_by=self.user,
            )  # fmt: skip

    def _failures(self) -> None:
        """Failures of the person, each with evidence that was decided on; and one of everybody else, still open."""
        project = open_project(self.place.team, name="Riverside path, Watermead", places=self.size + 4)
        this = self.place.person, self.place.requirement, None
        for number in range(self.size):
            day = self.today - timedelta(days=50 + number)
            outcome = self._outcome(self._past(self._session(project, day, opened_at=self.now), this), "UACP")
            evidence = record_evidence(
                outcome=outcome, kind="medical", received_on=day, description="A doctor's note for the day, by post",
                by=self.user, at=self.now,
            )  # fmt: skip
            accepted = bool(number % 2)
            decide_on_evidence(evidence=evidence, accepted=accepted, reason="As it says", by=self.user, at=self.now)
        session = self._session(project, self.today - timedelta(days=30), opened_at=self.now)
        for ready in self.people:
            self._outcome(self._past(session, ready), "UACP")

    def _closure(self, project) -> ProjectClosure:
        first = self.monday + timedelta(days=70)
        return ProjectClosure.objects.create(
            project=project, from_date=first, to_date=first + timedelta(days=7), reason="Nesting birds on the bank"
        )

    def _session(self, project, day: date, **values):
        supervisor = any_day_supervisor(self.place.team)
        return make_session(project, day, supervisor, **({"opened_at": self.now} | values))

    def _past(self, session, ready):
        return put_on(session, (*ready[:2], None), self.user, booked_at=self.now)

    def _outcome(self, booking, code: str, **values) -> ContactOutcome:
        return self._outcome_of(booking.appointment, code, **values)

    def _outcome_of(self, appointment, code: str, **values) -> ContactOutcome:
        return ContactOutcome.objects.create(
            appointment=appointment, code=code, recorded_at=self.now, recorded_by=self.user, **values
        )

    def _plan(self) -> Plan:
        """A real plan for the week after, ready to be decided on, asked for with those of other teams, which wait.

        Beside it a scenario and a re-plan of the same week; of the plan was asked all that may be asked of one.
        """
        monday = self.monday + timedelta(weeks=1)
        asked = {"first_day": monday, "weeks": 1, "seconds": 1, "by": self.user, "at": self.now}
        others = [make_team(pdu=self.place.team.pdu) for _ in range(self.size)]
        plan = made(request_plans(teams=[self.place.team, *others], **asked)[0])
        supposed = Supposed(cap_places=3, cap_from=monday, supervisors=ExtraSupervisors(1, like=self.place.staff.code))
        made(request_plan(team=self.place.team, supposed=supposed, **asked))
        absent = Happened("supervisor_absent", monday, code=self.place.staff.code)
        made(request_plan(team=self.place.team, happened=absent, **asked))
        ask = {"plan": plan, "seconds": 0, "by": self.user, "at": self.now}
        answered(ask_one_more(checked=1, **ask))
        answered(ask_prices(**ask))
        return plan

    def _question(self, plan: Plan) -> PlanQuestion:
        """What it would cost if nobody were booked at a project."""
        draft = WishDraft("prefer", None, self.place.project, None, -5000, "Asked to make room for the school")
        asked = ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=self.user, at=self.now)
        return answered(asked)


def made(plan: Plan) -> Plan:
    """The plan, made as its job does."""
    make_plan(plan=plan.pk, clock=timezone.now)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    return plan


def answered(question: PlanQuestion) -> PlanQuestion:
    """The question, answered as its job does."""
    answer_question(question=question.pk, clock=timezone.now)
    question.refresh_from_db()
    assert question.status == "answered", question.message
    return question


def bare_region() -> tuple[Region, object]:
    """A region where nothing has been done yet, and a user over it; a place's records that are missing are None."""
    team = make_team()
    user = make_every_role(team)
    person = make_person(team)
    project = make_project(team, health_and_safety=False)
    monday = monday_of(timezone.localdate()) + timedelta(weeks=1)
    session = make_session(open_project(team), monday, any_day_supervisor(team))
    plan = made(request_plan(team=team, first_day=monday, weeks=1, seconds=1, by=user, at=timezone.now()))
    has = {
        "team": team, "user": make_user("practitioner", team, staff=make_staff(team)), "staff": make_staff(team),
        "project": project, "session": session,
        "empty_session": session, "person": person, "other_person": make_person(team),
        "requirement": make_requirement(person),
        "plan": plan,
    }  # fmt: skip
    has["password_token"] = links.make_token(has["user"])
    place = Place(**{field.name: has.get(field.name) for field in fields(Place)})
    return Region(place, place, monday), user
