"""What is kept of a person beside the work they do, and which record each address is about."""

from datetime import date

from amends.cases.models import ContactDetail, KeepApart, Mappa, PersonMerge, Registration, SentenceCondition
from amends.organisation.models import LimitedAccess
from tests.factories import make_allocation, make_custody, make_person, make_staff
from tests.house.routes import about, listed

KWARGS = {
    **about(
        "cases",
        "person change move add_contact protected record_sentence risk record_risk_of_harm record_mappa register_risk"
        " record_check possible_duplicates choose_merge keep_apart limited_access",
        crn="person.crn",
    ),
    **about("desk", "case timeline timeline_csv", crn="person.crn"),
    **about("cases", "change_contact remove_contact", crn="person.crn", pk="contact.pk"),
    **about("cases", "court_change reopen_requirement", crn="person.crn", pk="requirement.pk"),
    **about("cases", "record_release add_condition", crn="person.crn", pk="custody.pk"),
    **about("cases", "end_condition", crn="person.crn", pk="condition.pk"),
    **about("cases", "end_mappa", crn="person.crn", pk="mappa.pk"),
    **about("cases", "review_registration", crn="person.crn", pk="registration.pk"),
    **about("cases", "merge", crn="person.crn", other_crn="other_person.crn"),
    **about("cases", "undo_merge", crn="person.crn", pk="merge.pk"),
    **about("cases", "end_keep_apart", crn="person.crn", pk="apart.pk"),
    **about("cases", "end_limit", crn="person.crn", pk="limit.pk"),
}
NO_RECORD = listed("cases", "register register_despite register_finish", files="people")
NOT_ABOUT_PEOPLE: set[str] = set()


def records(place) -> dict[str, object]:
    """One of each, about the person."""
    person, user, at = place.person, place.user, place.at
    make_allocation(person, make_staff(place.team, "po"))
    custody = make_custody(person)
    absorbed = make_person(place.team)
    low, high = sorted((person, absorbed), key=lambda row: row.pk)
    since, review = date(2026, 4, 1), date(2026, 10, 1)
    return {
        "custody": custody,
        "condition": SentenceCondition.objects.create(sentence=custody, kind="standard", from_date=since),
        "mappa": Mappa.objects.create(person=person, category=2, level=1, from_date=since, review_date=review),
        "registration": Registration.objects.create(
            person=person, kind="weapons", from_date=since, review_date=review
        ),
        "contact": ContactDetail.objects.create(person=person, kind="mobile", value="07700 900000"),
        "apart": KeepApart.objects.create(person=low, other=high, reason="x", from_date=date(2026, 1, 1)),
        "limit": LimitedAccess.objects.create(
            crn=person.crn, kind="exclusion", username="someone-else", reason="x", from_at=at
        ),
        "merge": PersonMerge.objects.create(
            kept=person, absorbed=absorbed, moved={}, reason="x", merged_at=at, merged_by=user
        ),
    }  # fmt: skip
