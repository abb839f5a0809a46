"""How orders were followed in a new demonstration, by the operations: supervision plans, certificates and learning,
course results, work at home and exit interviews. Of the people whose practitioner may sign in.
"""

from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.models import AnonymousUser

from amends.cases.models import Person, Requirement
from amends.organisation.models import RoleGrant, User
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, ExitInterview, Project, SupervisionPlan
from amends.unpaid_work.operations.ete_results import EteRow, take_in_results
from amends.unpaid_work.operations.exit_interviews import (
    ExitInterviewDraft,
    answer_exit_interview,
    ask_for_exit_interview,
    record_exit_interview,
)
from amends.unpaid_work.operations.home import (
    HomeKitDraft,
    add_kit,
    ask_for_home_work,
    decide_on_home_work,
    inspect_goods,
    send_kit,
    take_goods_back,
)
from amends.unpaid_work.operations.skills import CertificateDraft, record_certificate, start_learning
from amends.unpaid_work.operations.supervision_plans import SupervisionPlanDraft, record_supervision_plan
from demo.assumptions import assumed

_OBJECTIVES = ("Be there on time, with the right clothes", "Learn something that can be shown to an employer",
               "Finish the hours within the year")  # fmt: skip
_AIMS = ("A routine, and a reference at the end", "Practical skills with tools", "Confidence in working with others")
_LEARNED = ("", "Laying a hedge", "How to paint a door properly", "That I can get up at six")
_IN_THE_WAY = ("", "", "The journey", "Child care in the holidays", "Sessions called off at short notice")


def follow_orders(*, practitioner: User, manager: User, coordinator: User, at: datetime, random: Random) -> None:
    """Live what followed the start of work in the practitioner's team."""
    today = civil_date(at)
    grant = RoleGrant.objects.filter(user=practitioner, team__isnull=False).first()
    people = Person.objects.filter(team=grant.team_id if grant else None, merged_into=None)
    orders = Requirement.objects.filter(sentence__person__in=people).select_related("sentence__person__team")
    most = int(assumed("followed_people"))
    going_on = list(orders.filter(ended_on=None).order_by("pk")[:most])
    if SupervisionPlan.objects.filter(requirement__in=going_on).exists():
        return  # made already: the demonstration grows by a region
    for requirement in going_on:
        _follow(requirement, practitioner, today, at, random)
    _course_results(going_on, coordinator, at, random)
    _work_at_home(going_on, coordinator, manager, at)
    for requirement in orders.filter(ended_as=Requirement.Ended.COMPLETED).order_by("-ended_on", "pk")[:most]:
        _ask(requirement, practitioner, at, random)


def _follow(requirement: Requirement, by: User, today: date, at: datetime, random: Random) -> None:
    sentenced, person = requirement.sentence.sentence_date, requirement.sentence.person
    made_on = sentenced + timedelta(days=random.randint(3, 30))
    if random.random() < assumed("plans_made") and made_on <= today:
        draft = SupervisionPlanDraft(
            on=made_on, objectives=_OBJECTIVES[: random.randint(1, 3)], aim=random.choice(_AIMS),
            contact_weeks=random.choice((2, 3, 4)), contact_way=random.choice(("telephone", "in_person")),
            agreement="agreed",
        )  # fmt: skip
        record_supervision_plan(requirement=requirement, draft=draft, instead_of=0, by=by, at=at)
    if random.random() < assumed("certificates_held"):
        awarded = today - timedelta(days=random.randint(30, 1700))
        number, until = f"CS {random.randint(10**5, 10**6)}", awarded + timedelta(days=5 * 365)
        card = CertificateDraft("cscs", "CSCS Green Labourer card", awarded, until, number, "CITB")
        record_certificate(person=person, draft=card, by=by, at=at)
    booking = Booking.objects.filter(requirement=requirement, session__date__lte=today).last()
    if booking and random.random() < assumed("skills_learned"):
        start_learning(
            requirement=requirement, project=booking.session.project, skill="gardening", by=by, at=at,
            aim="Prune, and lay a hedge, under the eye of the supervisor", from_date=booking.session.date,
        )  # fmt: skip


def _course_results(going_on: list[Requirement], by: User, at: datetime, random: Random) -> None:
    """A provider's file: most rows with the CRN, some without, one of nobody known."""
    today = civil_date(at)
    rows = []
    for number, requirement in enumerate(going_on[:12]):
        person, on = requirement.sentence.person, today - timedelta(days=random.randint(1, 20))
        if on >= requirement.sentence.sentence_date:
            course = random.choice(("Food hygiene", "First aid at work", "CSCS card preparation"))
            crn = person.crn if number % 4 else ""
            rows.append(EteRow("Harbour Skills", course, person.name, person.date_of_birth, crn, on, 180, "completed"))
    if rows:
        unknown = EteRow("Harbour Skills", "Food hygiene", "Pat Elsewhere", date(1979, 4, 3), "", today, 120, "passed")
        team = going_on[0].sentence.person.team
        take_in_results(name="harbour-skills.csv", rows=[*rows, unknown], team=team, by=by, at=at)


def _work_at_home(going_on: list[Requirement], by: User, manager: User, at: datetime) -> None:
    """One asked for; of those agreed to one kit is late, one waits for its inspection and one is inspected."""
    today = civil_date(at)
    project = Project.objects.filter(type=Project.Type.HOME).order_by("pk").first()
    if project is None:
        return
    standard = ("Clean", "Folded straight", "Words spelt right")
    kit = add_kit(project=project, draft=HomeKitDraft("Greeting cards", "A card", 10, standard, 14), by=by, at=at)
    began = today - timedelta(days=30)
    then, sent = at - timedelta(days=30), 0
    for number, requirement in enumerate(row for row in going_on if row.sentence.sentence_date <= began):
        if sent == 3:
            break
        given = {"requirement": requirement, "ground": "distance", "reason": "No bus from the village", "by": by}
        entry = ask_for_home_work(**given, at=then)
        if not number:
            continue
        decide_on_home_work(entry=entry, agreed=True, note="No project within reach", by=manager, at=then)
        try:
            kit_out = send_kit(entry=entry, kit=kit, pieces=20, out_on=began, by=by, at=at)
        except Refused:  # the assessment does not allow work at home
            continue
        sent += 1
        if sent > 1:
            back = {"back_on": today - timedelta(days=3), "pieces_back": 20, "note": ""}
            kit_out = take_goods_back(kit_out=kit_out, **back, by=by, at=at)
        if sent > 2:
            found = {"on": today, "passed": 17, "failed_for": ["Folded straight"], "note": ""}
            inspect_goods(kit_out=kit_out, **found, by=by, at=at)


def _ask(requirement: Requirement, by: User, at: datetime, random: Random) -> None:
    """Hold the interview, or let the person answer by a link; of some nobody has asked yet, and some links wait."""
    if random.random() > assumed("exit_interviews_asked"):
        return
    on = min(requirement.ended_on + timedelta(days=random.randint(0, 10)), civil_date(at))
    learned, fair, useful = (random.choices((1, 2, 3, 4, 5), (1, 1, 2, 5, 4))[0] for _question in range(3))
    declined = random.random() < assumed("exit_interviews_declined")
    draft = ExitInterviewDraft(
        on=on, way=ExitInterview.Way.STAFF.value, declined=declined, learned=learned, fair=fair, useful=useful,
        learned_what=random.choice(_LEARNED), in_the_way=random.choice(_IN_THE_WAY),
    )  # fmt: skip
    if random.random() > assumed("exit_interviews_by_link"):
        record_exit_interview(requirement=requirement, draft=draft, by=by, at=at)
        return
    link, token = ask_for_exit_interview(requirement=requirement, language="en", by=by, at=at)
    if random.random() < assumed("exit_links_answered"):
        answer_exit_interview(link=link, token=token, draft=draft, by=AnonymousUser(), at=at)
