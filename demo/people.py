"""The people of a synthetic region: who they are, what the court ordered, and what they may work on."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from demo.assumptions import assumed, shares
from demo.names import family_name, given_names
from demo.organisation import UnitStaff
from demo.places import Town, near
from demo.writing import Package

_OFFENCES = ("Theft", "Driving while disqualified", "Common assault", "Criminal damage", "Drug possession", "Fraud",
             "Public order", "Burglary, not a dwelling", "Excess alcohol")  # fmt: skip
_INTERPRETED = ("Polish", "Romanian", "Punjabi", "Urdu", "Bengali", "Arabic", "British Sign Language")
_YEAR = 365
_MOST_MINUTES = 300 * 60


@dataclass
class Someone:
    """A person as the assessments and the history need them. `on` are the weekdays on which they can work."""

    crn: str
    sex: str
    at: tuple[float, float]
    town: Town
    born: date
    requirement: str
    sentence_date: date
    ordered_minutes: int
    ended: bool
    chance: float
    on: set[int]
    drives: bool
    women_only: bool = False
    lifting: bool = True
    near_school: bool = False
    home: bool = False
    concurrent: str = ""
    worked_from: date | None = None
    credited: int = 0
    last_worked: date | None = None
    last_expected: date | None = None
    row: dict[str, object] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return self.ordered_minutes - self.credited


def make_person(
    crn: str, staff: UnitStaff, place: int, ended: bool, language: str, today: date, random: Random
) -> Someone:
    """Make up one person with one requirement; nothing is written yet."""
    town = random.choices(staff.unit.towns, weights=(4, 2, 1)[: len(staff.unit.towns)])[0]
    sex = "f" if random.random() < assumed("female") else "m"
    sentence_date = today - timedelta(days=_days_ago(ended, random))
    spread = assumed("attendance_spread")
    mean = assumed("attendance")
    made = Someone(
        crn=crn, sex=sex, at=near(town, random), town=town, born=_born(today, random), requirement=f"{crn}-R1",
        sentence_date=sentence_date, ordered_minutes=_hours(random) * 60, ended=ended,
        chance=min(0.99, max(0.05, random.betavariate(mean * spread, (1 - mean) * spread))),
        on=set(random.sample(range(1, 6), random.randint(1, 5))) | set(random.sample((6, 7), random.randint(0, 2))),
        drives=random.random() < assumed("drives"), lifting=random.random() >= assumed("no_lifting"),
        women_only=sex == "f" and random.random() < assumed("women_only"),
        near_school=random.random() < assumed("tag_excluded"), home=random.random() < assumed("home_allowed"),
    )  # fmt: skip
    made.row = {"practitioner": staff.practitioners[place % len(staff.practitioners)], "team": staff.practice_team,
                "language": language}  # fmt: skip
    return made


def _days_ago(ended: bool, random: Random) -> int:
    """How long ago the sentence was: the share past 12 months is the reports'."""
    history = int(assumed("history_days"))
    if ended:
        return random.randint(180, history)
    if random.random() < assumed("past_12_months"):
        return random.randint(_YEAR + 2, history)
    return random.randint(3, _YEAR - 2)


def _born(today: date, random: Random) -> date:
    if random.random() < assumed("under_18"):
        return today - timedelta(days=random.randint(int(16.6 * _YEAR), int(17.8 * _YEAR)))
    years = 18.8 + random.betavariate(1.6, 3.4) * 50
    return today - timedelta(days=int(years * _YEAR))


def _hours(random: Random) -> int:
    bands = shares("hours_")
    band = random.choices(list(bands), weights=bands.values())[0]
    least, most = (int(part) for part in band.split("_to_"))
    return random.randrange(least - least % 10, most + 1, 10)


def write_person(package: Package, one: Someone, today: date, random: Random) -> None:
    """Write who the person is and what was ordered. To be called once the history is known."""
    given, family = given_names(random), family_name(random)
    package.add(
        "people", crn=one.crn, given_names=given, family_name=family, date_of_birth=one.born, sex=one.sex,
        team=one.row["team"], language=one.row["language"],
        interpreter=random.choice(_INTERPRETED) if random.random() < assumed("interpreter") else "",
    )  # fmt: skip
    package.add(
        "addresses", crn=one.crn, lines=f"{random.randint(1, 180)} Example Road, {one.town.name}",
        postcode="ZZ99 3WZ", lat=one.at[0], lon=one.at[1], from_date=one.sentence_date - timedelta(days=300),
    )  # fmt: skip
    package.add("contact_details", crn=one.crn, kind="mobile", value=f"07700 900{random.randint(0, 999):03}",
                note=random.choice(["", "", "", "Not before noon", "Text first"]))  # fmt: skip
    ethnicities = shares("ethnicity_")
    package.add(
        "protected_characteristics", crn=one.crn,
        ethnicity=random.choices(list(ethnicities), weights=ethnicities.values())[0],
        disability=random.choices(["none", "physical", "mental health", ""], weights=(70, 9, 15, 6))[0],
        recorded_on=one.sentence_date,
    )  # fmt: skip
    _write_sentence(package, one, today, random)
    package.add("case_allocations", crn=one.crn, practitioner=one.row["practitioner"],
                from_date=min(today, one.sentence_date + timedelta(days=random.randint(0, 4))))  # fmt: skip
    if random.random() < assumed("away_ahead"):
        first = today + timedelta(days=random.randint(1, 42))
        back = first + timedelta(days=random.randint(2, 14))
        package.add("unavailability", crn=one.crn, from_date=first, to_date=back,
                    reason=random.choice(["Family holiday, agreed", "Hospital appointment", "Exams"]))  # fmt: skip


def _write_sentence(package: Package, one: Someone, today: date, random: Random) -> None:
    court = f"{one.town.name} Magistrates' Court"
    package.add(
        "sentences", reference=f"{one.crn}-S1", crn=one.crn, court=court, offence=random.choice(_OFFENCES),
        kind="suspended" if random.random() < assumed("suspended_sentence") else "community",
        sentence_date=one.sentence_date, end_date=one.sentence_date + timedelta(days=2 * _YEAR),
    )  # fmt: skip
    ended_on = (one.last_worked if one.left <= 0 else one.last_expected) or today - timedelta(days=1)
    ended_as = "completed" if one.left <= 0 else "returned"
    package.add(
        "requirements", reference=one.requirement, sentence=f"{one.crn}-S1", ordered_minutes=one.ordered_minutes,
        runs="consecutive", intensive=random.random() < assumed("intensive"),
        ended_on=ended_on if one.ended else None, ended_as=ended_as if one.ended else "",
    )  # fmt: skip
    if (
        not one.ended
        and one.ordered_minutes <= _MOST_MINUTES - 1800
        and (today - one.sentence_date).days > 183
        and random.random() < assumed("court_added_hours")
    ):
        package.add("requirement_changes", requirement=one.requirement, on=one.sentence_date + timedelta(days=150),
                    minutes=random.choice([1200, 1800]), reason="Added on breach")  # fmt: skip
    if not one.ended and random.random() < assumed("two_requirements"):
        second = one.sentence_date + timedelta(days=random.randint(1, 60))
        if second < today:
            runs = "concurrent" if random.random() < assumed("concurrent") else "consecutive"
            package.add("sentences", reference=f"{one.crn}-S2", crn=one.crn, court=court, kind="community",
                        offence=random.choice(_OFFENCES), sentence_date=second)  # fmt: skip
            package.add("requirements", reference=f"{one.crn}-R2", sentence=f"{one.crn}-S2",
                        ordered_minutes=random.choice([2400, 3600, 4800]), runs=runs)  # fmt: skip


def write_assessments(package: Package, one: Someone, today: date, random: Random) -> None:
    """Write the person's assessments: none yet, one, or one made again after 12 months."""
    age = (today - one.sentence_date).days
    if one.worked_from is None and (age < 14 or random.random() < (assumed("assessment_missing") if age > 31 else 0.5)):
        return
    first = one.sentence_date + timedelta(days=min(age, random.randint(3, 9)))
    made = [first]
    if (today - first).days > _YEAR and not one.ended and random.random() >= assumed("assessment_lapsed"):
        made.append(first + timedelta(days=random.randint(_YEAR - 30, min(_YEAR, (today - first).days - 1))))
    held = {
        "risk_of_harm": _risk(random),
        "needs": sorted(need for need, share in shares("need_").items() if random.random() < share),
        "slots": [f"{day}{part}" for day in sorted(one.on) for part in ("ma" if random.random() < 0.95 else "m")],
        "kinds": ["group", "individual", "ete", *(["home"] if one.home else [])], "lifting": one.lifting,
        "close_supervision": random.random() < assumed("close_supervision"), "women_only": one.women_only,
        "preference": "women_only" if one.women_only else random.choices(["mixed", "individual"], (9, 1))[0],
        "excludes": ["near_school"] if one.near_school else [], "drives": one.drives,
        "skills": ["cscs"] if random.random() < assumed("certificate_held") else [],
        "max_travel_minutes": 60 if one.drives else 90,
    }  # fmt: skip
    for day in made:
        last = day == made[-1]
        lost = last and one.worked_from is None and random.random() < 4 * assumed("harm_not_retrieved")
        check = "not_retrieved" if lost else random.choice(["retrieved", "retrieved", "nothing_held"])
        package.add("assessments", crn=one.crn, from_date=day, harm_check=check,
                    harm_checked_on=day - timedelta(days=random.randint(0, 3)), **held)  # fmt: skip
        if last and random.random() < assumed("area_excluded"):
            lat, lon = near(one.town, random)
            package.add("exclusion_areas", crn=one.crn, from_date=day, description="Around a former home",
                        lat=lat, lon=lon, radius_km=random.choice([0.5, 1, 2]))  # fmt: skip


def _risk(random: Random) -> str:
    drawn, risks = random.random(), shares("risk_")
    for name in ("very_high", "high", "medium"):
        if drawn < risks[name]:
            return name
        drawn -= risks[name]
    return "low"


def write_limits(package: Package, people: list[Someone], usernames: list[str], today: date, random: Random) -> None:
    """Write who may not see some of the people, and pairs to be kept apart."""
    for one in random.sample(people, max(1, round(len(people) * assumed("limited_access")))):
        kind = random.choice(["exclusion", "restriction"])
        package.add("limited_access", crn=one.crn, kind=kind, username=random.choice(usernames),
                    reason="Known to the person outside work")  # fmt: skip
    pairs = max(1, round(len(people) * assumed("keep_apart")))
    for place in sorted(random.sample(range(len(people) - 1), min(pairs, len(people) - 1))):
        package.add("keep_apart", crn=people[place].crn, other_crn=people[place + 1].crn,
                    reason=random.choice(["Co-defendants", "A feud between families"]),
                    from_date=today - timedelta(days=random.randint(1, 200)))  # fmt: skip
