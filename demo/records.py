"""What is done about records themselves in a new demonstration, by the operations: some opened urgently, requests of
people for what is held on them, holds, people recorded twice, and records that came due, one of them in quarantine.
"""

from datetime import date, datetime, timedelta

from amends.cases.models import Person
from amends.cases.operations import (
    PersonDraft,
    SentenceDraft,
    merge_people,
    open_urgently,
    record_sentences,
    register_people,
    review_break_glass,
)
from amends.cases.operations.retention import place_hold, quarantine
from amends.cases.operations.subject_access import (
    check_subject_access,
    extend_subject_access,
    gather_subject_access,
    record_subject_access,
)
from amends.organisation.models import Team, User
from amends.policy.civil_time import civil_date

_REASONS = (
    "Duty officer: he rang to say that he is at his mother’s door and will not leave",
    "Police ask tonight where she lives now: the station is waiting on the line",
    "Came to our office without an appointment, unwell; his own office does not answer",
)


def keep_records(*, practitioner: User, senior: User, head: User, keeper: User, at: datetime) -> None:
    """Live what is done about records, in the unit of who signs in as practitioner and beyond."""
    team = practitioner.staff.team
    _open_urgently(team, practitioner, senior, at)
    own = list(Person.objects.filter(team=team, merged_into=None).order_by("crn")[:4])
    _ask_for_what_is_held(own[:3], keeper, head, at)
    place_hold(person=own[3], reason="The Coroner has asked for it: an inquest is open", by=senior, at=at)
    _old_records(team, senior, keeper, at)
    _recorded_twice(own[:2], senior, at)


def _recorded_twice(people: list[Person], senior: User, at: datetime) -> None:
    """Of each a second record: one waits to be merged or told apart, one is merged."""
    drafts = [
        PersonDraft(person.given_names, person.family_name, person.date_of_birth, person.sex, person.team,
                    crn=f"Y{800_101 + number}")
        for number, person in enumerate(people)
    ]  # fmt: skip
    _waits, second = register_people(drafts, by=senior, at=at - timedelta(days=7))
    why = "Same date of birth, address and mother’s name: asked at the office"
    merge_people(keep=people[1], absorb=second, reason=why, by=senior, at=at - timedelta(days=2))


def _open_urgently(team: Team, practitioner: User, senior: User, at: datetime) -> None:
    """Two of the practitioner's own unit, of which one is looked at, and one of another."""
    others = Person.objects.filter(merged_into=None).exclude(team=team).order_by("crn")
    chosen = [*others.filter(team__pdu=team.pdu_id)[:2], *others.exclude(team__pdu=team.pdu_id)[:1]]
    uses = [
        open_urgently(crn=person.crn, reason=reason, by=practitioner, at=at)
        for person, reason in zip(chosen, _REASONS, strict=False)
    ]
    for use in uses[:1]:
        finding = "The duty log has the call; police were told within ten minutes"
        review_break_glass(use=use, outcome="justified", finding=finding, by=senior, at=at)


def _ask_for_what_is_held(people: list[Person], keeper: User, head: User, at: datetime) -> None:
    """One released, one to be checked and late, one being gathered."""
    for person, days in zip(people, (35, 40, 2), strict=False):
        asked = record_subject_access(
            person=person, received_on=civil_date(at) - timedelta(days=days), identity="Passport, seen at the office",
            by=keeper, at=at - timedelta(days=days),
        )  # fmt: skip
        if days == 35:
            why = "The file before 2019 has to come from the archive"
            asked = extend_subject_access(asked=asked, reason=why, by=keeper, at=at - timedelta(days=20))
        if days > 2:
            gather_subject_access(request=asked.pk, clock=lambda: at - timedelta(days=10))
        if days == 35:
            read = "Read whole. Nothing in it tells of anybody else"
            check_subject_access(asked=asked, release=True, note=read, by=head, at=at - timedelta(days=5))


def _old_records(team: Team, senior: User, keeper: User, at: datetime) -> None:
    """Three people whose order ended long ago: one to be decided on, one held, one in quarantine."""
    drafts = [
        PersonDraft(given, family, born, "m", team, crn=f"Y{800_001 + number}")
        for number, (given, family, born) in enumerate((
            ("Martin", "Ashdown", date(1961, 3, 9)), ("Colin", "Prowse", date(1958, 11, 2)),
            ("Desmond", "Hale", date(1971, 7, 30)),
        ))
    ]  # fmt: skip
    people = register_people(drafts, by=keeper, at=at)
    orders = [
        SentenceDraft(person, "community", "Reading Magistrates' Court", date(2012, 5, 8 + number), offence="Theft",
                      end_date=date(2013, 5, 8 + number))
        for number, person in enumerate(people)
    ]  # fmt: skip
    record_sentences(orders, minutes_left=None, by=keeper, at=at)
    place_hold(person=people[1], reason="A claim for damages is before the county court", by=senior, at=at)
    quarantine(person=people[2], by=keeper, at=at - timedelta(days=20))
