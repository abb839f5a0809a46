"""What pages show at their fullest of what follows the round: hours, reviews, home work, results, the public."""

from datetime import timedelta

from amends.unpaid_work.models import (
    Certificate,
    Consultation,
    EteCredit,
    ExitInterview,
    HoursAdjustment,
    SkillLearning,
    SupervisionPlan,
    Unavailability,
)
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.ete_results import EteRow, take_in_results
from amends.unpaid_work.operations.nominations import NominationDraft, decline, nominate
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey, send_survey


def follow(growth) -> None:
    """Hours of the person put right, days away, and everything that follows a placement."""
    record = {"requirement": growth.place.requirement, "recorded_at": growth.now, "recorded_by": growth.user}
    person = growth.place.person
    mistaken = {"on": growth.today, "reason": "other", "note": "Typed twice", **record}
    slip = HoursAdjustment.objects.create(minutes=6000, **mistaken)
    HoursAdjustment.objects.create(minutes=-6000, reverses=slip, **mistaken)
    for number in range(growth.size):
        day = growth.today - timedelta(days=number + 1)
        HoursAdjustment.objects.create(on=day, minutes=30, reason="other", note="Bank of hours", **record)
        EteCredit.objects.create(on=day, minutes=45, activity="First aid at work", **record)
        away = growth.today + timedelta(days=10 * number + 60)
        Unavailability.objects.create(
            person=person, from_date=away, to_date=away + timedelta(days=2), reason="Hospital"
        )
        _followed(growth, person, number)
        _home(growth, number)
        _exit_interview(growth, number)


def _followed(growth, person, number: int) -> None:
    """A version of the supervision plan, a certificate and learning more."""
    kept = {"recorded_at": growth.now, "recorded_by": growth.user}
    day = growth.today - timedelta(days=number + 1)
    SupervisionPlan.objects.create(
        requirement=growth.place.requirement, version=number + 1, on=day, objectives=["Be on time", "Learn a trade"],
        aim="A reference", contact_weeks=2, contact_way="telephone", agreement="agreed",
        why="Found work" if number else "", **kept,
    )  # fmt: skip
    certificate = Certificate.objects.create(
        person=person, skill="first_aid", title="First aid at work", number=f"FA {number}", from_date=day, **kept
    )
    SkillLearning.objects.create(
        requirement=growth.place.requirement, project=growth.place.project, skill="painting", aim="Gloss work",
        from_date=day - timedelta(days=20), to_date=day, result="learned", certificate=certificate, **kept,
    )  # fmt: skip


def _home(growth, number: int) -> None:
    """A kit of a home project that came back and was inspected, and another kind of kit."""
    draft = home.HomeKitDraft(f"Kit {number}", "A piece", 10, ("Clean", "Whole"), 14)
    kit = home.add_kit(project=growth.place.home_project, draft=draft, by=growth.user, at=growth.now)
    given = {"entry": growth.place.entry_agreed, "kit": kit, "by": growth.user, "at": growth.now}
    day = growth.place.entry_agreed.from_date
    kit_out = home.send_kit(pieces=5, out_on=day, **given)
    home.take_goods_back(kit_out=kit_out, back_on=day, pieces_back=5, note="", by=growth.user, at=growth.now)
    home.inspect_goods(
        kit_out=kit_out, on=day, passed=4, failed_for=["Clean"], note="", by=growth.user, at=growth.now
    )  # fmt: skip


def _exit_interview(growth, number: int) -> None:
    """Of one of the people, with answers."""
    ExitInterview.objects.create(
        requirement=growth.people[number][1], project=growth.place.project, on=growth.today, way="self",
        learned=1 + number % 5, fair=4, useful=5, in_the_way="The bus", recorded_at=growth.now, recorded_by=growth.user,
    )  # fmt: skip


def take_results(growth) -> None:
    """A provider's file, half of it of people who are certain."""
    rows = [
        EteRow("Adult Learning", f"Course {number}", person.name, person.date_of_birth,
               person.crn if number % 2 else "", growth.today, 60, "completed")
        for number, (person, _requirement, _assessment) in enumerate(growth.people)
    ]  # fmt: skip
    take_in_results(name="results.csv", rows=rows, team=growth.place.team, by=growth.user, at=growth.now)


def give_surveys(growth, project) -> None:
    """What the beneficiary was asked, quarter by quarter, every other time answered, and not well."""
    poor = ReplyDraft("badly", "well", "unsure", "some", "The path was left unswept twice, and nobody rang us")
    for number in range(growth.size):
        first = growth.today - timedelta(days=90 * (number + 1))
        given = {"project": project, "from_date": first, "to_date": first + timedelta(days=90), "language": "en"}
        survey, token = send_survey(**given, by=growth.user, at=growth.now)
        if number % 2:
            reply_to_survey(survey=survey, token=token, draft=poor, by=growth.user, at=growth.now)


def ask_the_public(growth) -> None:
    """Nominations that wait and that were declined, and parties heard."""
    pdu = growth.place.team.pdu
    for number in range(growth.size):
        draft = NominationDraft(
            pdu=pdu, place=f"{number} Abbey Lane, Leicester", work="Clear brambles, and mend the fence",
            benefits="Everybody who walks there", name="Siân Example", email="sian@example.org",
        )  # fmt: skip
        nominate(draft, at=growth.now - timedelta(days=number))
        held = nominate(draft, at=growth.now - timedelta(days=30))
        decline(nomination=held, ground="no_capacity", reason="Nobody is free.", by=growth.user, at=growth.now)
        Consultation.objects.create(
            region=pdu.region, party="voluntary_body", whom=f"A charity {number}", on=growth.today, said="Benches",
            recorded_at=growth.now, recorded_by=growth.user,
        )  # fmt: skip
