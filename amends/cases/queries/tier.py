"""The tier of cases, from what was recorded by a day: nothing of it is kept.

One person or a whole region take the same number of queries, and cases that count alike are decided once: the tier is
not stored for lists either, where it could come to be another than its page says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from amends.cases.models import (
    ActuarialScores,
    AssessedArea,
    Assessment,
    Mappa,
    Person,
    Registration,
    ReturnToCustody,
    RiskOfHarm,
    Sentence,
    SentenceCondition,
)
from amends.cases.models.sentence import phase_of
from amends.organisation.among import among
from amends.organisation.ranges import current
from amends.policy.case_tier import case_tier, complexity_kinds, counting_alike, giving_mandate
from amends.policy.civil_time import civil_date, end_of_day
from amends.policy.decision import Decision
from amends.policy.delivery_models import RISKS
from amends.policy.workload import case_points

_KINDS = {"order": "community", "licence": "licence", "post_sentence": "licence", "custody": "custody"}
Scores = tuple[Decimal | None, Decimal | None, bool | None, bool | None, bool | None]
_UNSCORED: Scores = (None, None, None, None, None)
_PRISONERS = RiskOfHarm.GROUPS.index("prisoners")


@dataclass(frozen=True)
class Tier:
    """The tier of a case on a day. Empty `kind`: no sentence is live, and there is none.

    `kind`: custody where a live sentence is one of custody on the day, else community or licence, the one with the most
    points where several sentences are live.
    `missing`: inputs that nobody has recorded, by their names in the rule; what is missing counts nothing. Without risk
    of serious harm to every group the tier is not `known`: `decision` and `points` are then the least it can be, and
    `most` and `most_points` the most.
    """

    decision: Decision[str] | None = None
    kind: str = ""
    points: int = 0
    missing: tuple[str, ...] = ()
    most: str = ""
    most_points: int = 0

    @property
    def least(self) -> str:
        """Such as `B2`: what the tier is at least; empty where no sentence is live."""
        return self.decision.value if self.decision else ""

    @property
    def known(self) -> bool:
        """Whether what is recorded leaves one tier alone."""
        return self.least == self.most

    @property
    def counted(self) -> tuple[str, str, str]:
        """What makes it this tier and no other: what it is at least and at most, and as which kind it counts."""
        return self.least, self.most, self.kind

    @property
    def value(self) -> str:
        """Such as `B2`; empty where no sentence is live, or the tier is not known."""
        return self.least if self.known else ""


class _Passed(NamedTuple):
    """A sentence passed, with the days of its returns to custody: each the first, and the first after it."""

    pk: int
    kind: str
    sentence_date: date
    release_date: date | None
    licence_end_date: date | None
    end_date: date | None
    returns: list[tuple[date, date | None]]

    def phase_on(self, on: date) -> str:
        """As the sentence itself says it."""
        returned = self.kind == Sentence.Kind.CUSTODY and any(_holds(each, on) for each in self.returns)
        return phase_of(on, self.kind, self.release_date, self.licence_end_date, self.end_date, returned=returned)


@dataclass
class _Record:
    """What is recorded about a person, each with the days on which it holds; the latest first where it is judged."""

    female: bool = False
    risks: list[tuple[date, tuple[str, bool]]] = field(default_factory=list)  # and whether that to prisoners is judged
    scores: list[tuple[date, Scores]] = field(default_factory=list)
    mappa: list[tuple[date, date | None, int]] = field(default_factory=list)
    registrations: list[tuple[date, date | None, str]] = field(default_factory=list)
    sentences: list[_Passed] = field(default_factory=list)
    conditions: list[tuple[date, date | None, str, int]] = field(default_factory=list)
    needs: list[tuple[date, Mapping[str, int]]] = field(default_factory=list)


def case_tiers(people: Iterable[int], *, on: date) -> dict[int, Tier]:
    """The tier of each person's case by id: those with a live sentence. Nine queries, however many people.

    The steps name the lowest scores that count alike: pages that show them ask `tier_now` or `tier_history`.
    """
    records = _records_by(people, on)
    return {pk: tier for pk, record in records.items() if (tier := _tier(record, on, alike=True)).kind}


def tier_history(person: Person, *, on: date) -> list[tuple[date, Tier]]:
    """The tier today and each day on which it became another, the latest first. Nine queries."""
    records = _records([person.pk], Q(assessed_on__lte=on), Q(scored_on__lte=on), Q(), Q(), on=on, latest=False)
    record = records.get(person.pk, _Record())
    days = {day for rows in (record.risks, record.scores, record.needs) for day, _value in rows}
    days |= {day for rows in (record.mappa, record.registrations, record.conditions) for row in rows for day in row[:2]
             if day is not None}  # fmt: skip
    for sentence in record.sentences:
        ends = (sentence.sentence_date, sentence.release_date, sentence.licence_end_date, sentence.end_date)
        days |= {day for day in ends if day}
        days |= {day for back in sentence.returns for day in back if day}
    history: list[tuple[date, Tier]] = []
    first = min((sentence.sentence_date for sentence in record.sentences), default=on)
    for day in sorted(day for day in {*days, on} if first <= day <= on):
        tier = _tier(record, day)
        if not history or tier.counted != history[-1][1].counted:
            history.append((day, tier))
    return history[::-1]


def tier_now(person: Person, *, on: date) -> Tier:
    """The tier of one person's case; with an empty `kind` where no sentence is live."""
    return _tier(_records_by([person.pk], on).get(person.pk, _Record()), on)


def _records_by(people: Iterable[int], on: date) -> dict[int, _Record]:
    """What holds of each on the day."""
    return _records(people, Q(assessed_on__lte=on), Q(scored_on__lte=on), current(on), _live(on), on=on, latest=True)


def _live(on: date) -> Q:
    return Q(sentence_date__lte=on) & (Q(end_date__isnull=True) | Q(end_date__gt=on))


def live_people(on: date) -> QuerySet[Sentence]:
    """The ids of people with a live sentence on the day, as a subquery."""
    return Sentence.objects.filter(_live(on)).values("person")


def _records(
    people: Iterable[int], risks: Q, scores: Q, dated: Q, sentences: Q, *, on: date, latest: bool
) -> dict[int, _Record]:  # fmt: skip
    asked = among(people)
    within: dict[str, Any] = {"person__in": asked}
    records: dict[int, _Record] = defaultdict(_Record)
    returns: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    back = ReturnToCustody.objects.filter(sentence__person__in=asked).order_by()
    for pk, first, end in back.values_list("sentence_id", "from_date", "to_date"):
        returns[pk].append((first, end))
    passed = Sentence.objects.filter(sentences, **within).order_by()
    dates = ("sentence_date", "release_date", "licence_end_date", "end_date")
    for person, pk, kind, on_day, first, *ends in passed.values_list("person_id", "pk", "kind", *dates):
        records[person].sentences.append(_Passed(pk, kind, on_day, first, ends[0], ends[1], returns.get(pk, [])))
    women = Person.objects.filter(pk__in=asked, sex=Person.Sex.FEMALE).order_by()
    for pk in women.values_list("pk", flat=True):
        records[pk].female = True
    judged = RiskOfHarm.objects.filter(risks, **within)
    for pk, day, *levels in _newest(judged, "assessed_on", latest).values_list(
        "person_id", "assessed_on", *RiskOfHarm.GROUPS
    ):
        records[pk].risks.append((day, (RiskOfHarm.highest(levels), bool(levels[_PRISONERS]))))
    scored = _newest(ActuarialScores.objects.filter(scores, **within), "scored_on", latest)
    for pk, day, *known in scored.values_list("person_id", "scored_on", "rsr", "ogrs", *ActuarialScores.WOMEN):
        records[pk].scores.append((day, (known[0], known[1], known[2], known[3], known[4])))
    for pk, signed_at, severities in _needs(within, on if latest else None):
        records[pk].needs.append((civil_date(signed_at), severities))
    about = ("person_id", "from_date", "to_date")
    for pk, first, end, level in Mappa.objects.filter(dated, **within).order_by().values_list(*about, "level"):
        records[pk].mappa.append((first, end, level))
    for pk, first, end, kind in Registration.objects.filter(dated, **within).order_by().values_list(*about, "kind"):
        records[pk].registrations.append((first, end, kind))
    conditions = SentenceCondition.objects.filter(dated, sentence__person__in=asked).order_by()
    for pk, first, end, kind, of in conditions.values_list(
        "sentence__person_id", "from_date", "to_date", "kind", "sentence_id"
    ):
        records[pk].conditions.append((first, end, kind, of))
    return records


def _needs(within: dict[str, Any], on: date | None) -> list[tuple[int, datetime, dict[str, int]]]:
    """How severe each need is by each signed assessment, the newest first; with `on` by the latest until then alone."""
    signed = Assessment.objects.filter(**within, signed_at__isnull=False)
    if on is not None:
        signed = signed.filter(signed_at__lte=end_of_day(on))
    areas = AssessedArea.objects.filter(assessment__in=_newest(signed, "signed_at", on is not None).values("pk"))
    found: dict[int, tuple[int, datetime, dict[str, int]]] = {}
    for pk, person, signed_at, area, severity in areas.order_by("-assessment__signed_at", "-assessment_id").values_list(
        "assessment_id", "assessment__person_id", "assessment__signed_at", "area", "severity"
    ):
        found.setdefault(pk, (person, signed_at, {}))[2][area] = severity
    return list(found.values())


def _newest(rows: QuerySet, day: str, latest: bool) -> QuerySet:
    """Every row, or the latest of each person; the newest first."""
    ordered = rows.order_by("person_id", f"-{day}", "-pk")
    return ordered.distinct("person_id") if latest else ordered


def _holds(row: tuple[Any, ...], on: date) -> bool:
    return bool(row[0] <= on and (row[1] is None or row[1] > on))


def _first(rows: Iterable[tuple[date, Any]], on: date, otherwise: Any) -> Any:
    """The latest that was known on the day."""
    return next((value for day, value in rows if day <= on), otherwise)


def _tier(record: _Record, on: date, *, alike: bool = False) -> Tier:
    live = [each for each in record.sentences if each.sentence_date <= on and each.phase_on(on) != "ended"]
    if not live:
        return Tier()
    registered = {row[2] for row in record.registrations if _holds(row, on)}
    scores: Scores = _first(record.scores, on, _UNSCORED)
    needs = _first(record.needs, on, None)
    rsr, ogrs = counting_alike(*scores[:2], on=on) if alike else scores[:2]
    rosh, of_prisoners = _first(record.risks, on, (None, False))
    custody = Sentence.Kind.CUSTODY in {each.kind for each in live}
    asked = {row[2] for row in record.conditions if _holds(row, on) and row[3] in {each.pk for each in live}}
    inputs = (
        max((row[2] for row in record.mappa if _holds(row, on)), default=None),
        len(registered & complexity_kinds(on=on)), record.female, *(bool(each) for each in scores[2:]),
        bool((asked | ({"custody"} if custody else set())) & giving_mandate(on=on)), needs is not None,
        tuple(sorted((needs or {}).items())), ogrs, "iom" in registered, on,
    )  # fmt: skip
    decision = _decided(rsr, rosh, *inputs)
    kinds = {_KINDS[each.phase_on(on)] for each in live}
    inside = "custody" in kinds  # whatever else is live, nobody is supervised in the community meanwhile
    kind = "custody" if inside else max(sorted(kinds), key=lambda each: case_points(decision.value, each, on=on))
    missing = _missing(record.female, rosh, of_prisoners or not inside, scores, needs)
    most = (_decided(rsr, RISKS[-1], *inputs) if {"rosh", "prisoners"} & set(missing) else decision).value
    points, most_points = (case_points(each, kind, on=on) for each in (decision.value, most))
    return Tier(decision, kind, points, missing, most, most_points)


@lru_cache(maxsize=10_000)
def _decided(
    rsr: Decimal | None, rosh: str | None, mappa: int | None, complexity: int, female: bool, parenting: bool,
    impulsivity: bool, breach: bool, mandate: bool, assessed: bool, needs: tuple[tuple[str, int], ...],
    ogrs: Decimal | None, iom: bool, on: date,
) -> Decision[str]:  # fmt: skip
    return case_tier(
        rsr=rsr, rosh=rosh, mappa_level=mappa, complexity_registrations=complexity, female=female, parenting=parenting,
        impulsivity_or_temper=impulsivity, breach_or_recall=breach, mandate_for_change=mandate, assessed=assessed,
        needs=dict(needs), ogrs=ogrs, iom=iom, on=on,
    )  # fmt: skip


def _missing(female: bool, rosh: str | None, every_group: bool, scores: Scores, needs: Any) -> tuple[str, ...]:
    known = {"rosh": rosh, "rsr": scores[0], "ogrs": scores[1], "needs": needs}
    if rosh and not every_group:
        known["prisoners"] = None
    if female:
        known |= dict(zip(ActuarialScores.WOMEN, scores[2:], strict=True))
    return tuple(name for name, value in known.items() if value is None)
