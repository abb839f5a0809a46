"""The files of people and of what the courts ordered."""

from datetime import timedelta

from amends.cases.models import ContactDetail, Person, Requirement, Sentence
from amends.exchange.files.organisation import LIMITED_ACCESS
from amends.exchange.kinds import CRN, DAY, LATITUDE, LONGITUDE, YES_NO, Text, Whole, choices, code
from amends.exchange.specification import (
    File,
    Reference,
    Stored,
    Values,
    Wrong,
    dates_in_order,
    optional,
    position_whole,
    required,
)

_CHARACTERISTICS = (
    ("ethnicity", "Self-described ethnic group", "white_british"),
    ("religion", "Religion or belief", "none"),
    ("disability", "Disability, none, or not said", "none"),
    ("gender_identity", "Whether the same as at birth", "same"),
    ("sexual_orientation", "Sexual orientation", "not_said"),
    ("pregnancy_maternity", "Pregnancy or maternity", ""),
    ("marital_status", "Marriage or civil partnership", "single"),
)


def _two_people(values: Values) -> Wrong | None:
    if values["crn"] == values["other_crn"]:
        return "other_crn", "the same person twice", "two different people"
    return None


def _ends_after_sentence(values: Values) -> Wrong | None:
    end, start = values["end_date"], values["sentence_date"]
    if end is not None and end <= start:
        least = start + timedelta(days=1)
        return "end_date", f"{end} is not after sentence_date", f"{least} or later, or nothing"
    return None


def _ended_whole(values: Values) -> Wrong | None:
    if (values["ended_on"] is None) != (values["ended_as"] == ""):
        return "ended_as", "ended_on and ended_as do not come together", "both, or neither"
    return None


PEOPLE = File(
    "people",
    "People on probation.",
    (
        required("crn", CRN, "Case reference number", "X100001"),
        optional("given_names", Text(200), "Given names as written", "Zoë", ""),
        required("family_name", Text(200), "Family name as written", "Samplewright"),
        required("date_of_birth", DAY, "Date of birth", "1990-05-17"),
        required("sex", choices(Person.Sex.choices), "Sex, as placements need it; x: another, or not known", "f"),
        required("team", code(40), "Code of the team that holds the case", "reading-sm"),
        optional("language", choices(Person.Language.choices), "Language to write in; empty: English", "en", "en"),
        optional("interpreter", Text(60), "Language an interpreter is needed for", "", ""),
    ),
    key=("crn",),
    stored=Stored("cases.Person", "crn"),
    refers=(Reference(("team",), "teams"),),
)
ADDRESSES = File(
    "addresses",
    "Where the people of people.csv live.",
    (
        required("crn", CRN, "The person", "X100001"),
        required("lines", Text(400, lines=True), "Address as written", "2 Example Road, Reading"),
        optional("postcode", Text(10), "Postcode", "ZZ99 3WZ", ""),
        optional("lat", LATITUDE, "Latitude, degrees north", "51.46"),
        optional("lon", LONGITUDE, "Longitude, degrees east", "-0.97"),
        required("from_date", DAY, "First day there", "2024-02-01"),
    ),
    key=("crn",),
    refers=(Reference(("crn",), "people"),),
    checks=(position_whole,),
    belongs_to="people",
)
CONTACT_DETAILS = File(
    "contact_details",
    "How to reach the people of people.csv.",
    (
        required("crn", CRN, "The person", "X100001"),
        required("kind", choices(ContactDetail.Kind.choices), "What kind", "mobile"),
        required("value", Text(200), "Number or address", "07700 900123"),
        optional("note", Text(200), "When or how it is safe to use", "Not before noon", ""),
    ),
    key=("crn", "kind", "value"),
    refers=(Reference(("crn",), "people"),),
    belongs_to="people",
)
PROTECTED_CHARACTERISTICS = File(
    "protected_characteristics",
    "Protected characteristics of the people of people.csv: kept apart, for monitoring only.",
    (
        required("crn", CRN, "The person", "X100001"),
        *(optional(name, Text(40), says, example, "") for name, says, example in _CHARACTERISTICS),
        required("recorded_on", DAY, "When the person was asked", "2026-01-12"),
    ),
    key=("crn",),
    refers=(Reference(("crn",), "people"),),
    belongs_to="people",
)
KEEP_APART = File(
    "keep_apart",
    "Two people who must not meet.",
    (
        required("crn", CRN, "One of the two", "X100001"),
        required("other_crn", CRN, "The other", "X100002"),
        required("reason", Text(300), "Why", "Co-defendants"),
        required("from_date", DAY, "First day", "2026-01-12"),
    ),
    key=("crn", "other_crn"),
    refers=(Reference(("crn",), "people"), Reference(("other_crn",), "people")),
    checks=(_two_people,),
)
SENTENCES = File(
    "sentences",
    "Sentences.",
    (
        required("reference", Text(40), "The court's or the service's reference", "S-000001"),
        required("crn", CRN, "The person", "X100001"),
        required("kind", choices(Sentence.Kind.choices), "Kind of sentence", "community"),
        required("court", Text(120), "Court that passed it", "Reading Magistrates' Court"),
        optional("offence", Text(200), "Main offence", "Theft", ""),
        required("sentence_date", DAY, "Date of sentence", "2026-01-12"),
        optional("end_date", DAY, "First day after the sentence ends", "2027-01-12"),
        optional("release_date", DAY, "Day of release from custody; for custody only", ""),
        optional("licence_end_date", DAY, "First day after the licence; for custody only", ""),
    ),
    key=("reference",),
    stored=Stored("cases.Sentence", "reference"),
    refers=(Reference(("crn",), "people"),),
    checks=(_ends_after_sentence,),
)
REQUIREMENTS = File(
    "requirements",
    "Unpaid work requirements of the sentences of sentences.csv.",
    (
        required("reference", Text(40), "The service's reference", "R-000001"),
        required("sentence", Text(40), "Reference of the sentence", "S-000001"),
        required("ordered_minutes", Whole(1, 18000), "Minutes of work ordered at sentence", "6000"),
        optional(
            "runs",
            choices(Requirement.Runs.choices),
            "After the person's earlier requirements, or beside them (a session credits both); empty: consecutive",
            "consecutive",
            "consecutive",
        ),
        optional("intensive", YES_NO, "Worked intensively; empty: false", "false", False),
        optional("limit_date", DAY, "Last day the hours may be worked; empty: as policy says", ""),
        optional("imposed_on_breach", YES_NO, "Imposed when dealing with a breach; empty: false", "false", False),
        optional("ended_on", DAY, "Day it ended", ""),
        optional("ended_as", choices(Requirement.Ended.choices), "How it ended", "", ""),
    ),
    key=("reference",),
    stored=Stored("cases.Requirement", "reference", beside=("sentence__person",)),
    refers=(Reference(("sentence",), "sentences"),),
    checks=(_ended_whole,),
    belongs_to="sentences",
)
REQUIREMENT_CHANGES = File(
    "requirement_changes",
    "Minutes added or removed by the court after sentence, to the requirements of requirements.csv.",
    (
        required("requirement", Text(40), "Reference of the requirement", "R-000001"),
        required("on", DAY, "Day it takes effect", "2026-05-01"),
        required("minutes", Whole(-18000, 18000), "Minutes added; below nought, removed; 0: only the day", "600"),
        optional("limit_date", DAY, "Last day to which the court moved the work", ""),
        required("reason", Text(200), "Why", "Added on breach"),
    ),
    refers=(Reference(("requirement",), "requirements"),),
    belongs_to="requirements",
)
CASE_ALLOCATIONS = File(
    "case_allocations",
    "Which practitioner holds a case, by date.",
    (
        required("crn", CRN, "The person", "X100001"),
        required("practitioner", code(20), "Staff number of who holds the case", "S00002"),
        required("from_date", DAY, "First day", "2026-01-14"),
        optional("to_date", DAY, "First day no longer held", ""),
        optional("reason", Text(400), "Why this practitioner, where it was told", "Knows the family", ""),
    ),
    period=("crn",),
    refers=(Reference(("crn",), "people"), Reference(("practitioner",), "staff")),
    checks=(dates_in_order,),
)
FILES = (
    PEOPLE,
    ADDRESSES,
    CONTACT_DETAILS,
    PROTECTED_CHARACTERISTICS,
    LIMITED_ACCESS,
    KEEP_APART,
    SENTENCES,
    REQUIREMENTS,
    REQUIREMENT_CHANGES,
    CASE_ALLOCATIONS,
)
