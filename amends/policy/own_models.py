"""A delivery model that a service adds: its rules, what they owe, and where they ask for less than another model.

Every rule holds for whoever is of its risk or a higher one, and the strictest of those that hold decides. So more risk,
or another flag, is never owed less, whatever is written; what is written and would have no effect is refused.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from amends.policy.contact_modes import FACE_TO_FACE, contact_modes, face_to_face_modes
from amends.policy.dated_tables import table
from amends.policy.decision import DEFAULT, Decision
from amends.policy.delivery_models import (
    FLAGS,
    PRIORITY,
    RISKS,
    SAFEGUARDING,
    ContactOwed,
    check_known,
    minimum_contact,
    said,
    words_of,
)

DOORSTEP, TELEPHONE, ANY = "doorstep", "telephone", "any"
BY = (FACE_TO_FACE, DOORSTEP, TELEPHONE, ANY)
MOST_DAYS = 90


@dataclass(frozen=True)
class OwnRule:
    """From a risk of serious harm upwards, with a flag (empty: whatever the flags), a contact every so many days.

    `by`: face to face, doorstep, telephone, or any mode that counts; one stronger than that named meets it too.
    `face_to_face_days`: besides, face to face at least once in so many days.
    """

    risk: str
    flag: str
    every_days: int
    by: str
    face_to_face_days: int | None = None

    def holds(self, risk: str, flags: Collection[str]) -> bool:
        """Whether the rule is about a person of that risk with those flags."""
        return RISKS.index(self.risk) <= RISKS.index(risk) and (not self.flag or self.flag in flags)

    def within(self, other: "OwnRule") -> bool:
        """Whether everybody it is about is one whom the other is about."""
        return RISKS.index(self.risk) >= RISKS.index(other.risk) and other.flag in ("", self.flag)

    def words(self) -> str:
        """The rule as a person reads it."""
        whom = f"risk {said(self.risk)}" + ("" if self.risk == RISKS[-1] else " or higher")
        how = "any mode that counts" if self.by == ANY else said(self.by)
        told = f"{whom}{f', with {said(self.flag)}' if self.flag else ''}: every {self.every_days} days, {how}"
        return told + (f", face to face every {self.face_to_face_days}" if self.face_to_face_days else "")


@dataclass(frozen=True, eq=False)
class OwnModel:
    """A model that a service added. `source` says whose it is and who agreed it. One is only ever equal to itself."""

    name: str
    rules: tuple[OwnRule, ...]
    source: str


@dataclass(frozen=True)
class Unsound:
    """What is wrong with a rule, by its place among the rules from 0, and the field of it."""

    number: int
    field: str
    why: str  # unknown_risk, unknown_flag, days, by, seen_days, nobody, twice, less


@dataclass(frozen=True)
class Weaker:
    """A risk, and a flag or none, for which a model asks less than another."""

    risk: str
    flag: str
    own: ContactOwed
    other: ContactOwed


def modes_met_by(by: str) -> tuple[str, ...]:
    """The modes that meet contact owed so, the strongest first."""
    counted = tuple(each.mode for each in contact_modes() if each.counts)
    seen = face_to_face_modes() | ({DOORSTEP} if by == DOORSTEP else frozenset())
    return counted if by in (TELEPHONE, ANY) else tuple(mode for mode in counted if mode in seen)


def own_contact(model: OwnModel, risk: str, flags: Collection[str] = ()) -> Decision[ContactOwed]:
    """The least contact owed under a service's own model. Raises Faults for a risk or a flag that there is not.

    The fewest days and the fewest modes of the rules that hold; the steps name each of these.
    """
    check_known(risk, flags)
    holding = sorted((rule for rule in model.rules if rule.holds(risk, flags)), key=_strictest_first)
    first, modes = holding[0], modes_met_by(holding[0].by)
    every_days = min(rule.every_days for rule in holding)
    seen = min((rule.face_to_face_days for rule in holding if rule.face_to_face_days), default=None)
    owed = ContactOwed(
        every_days=every_days,
        modes=modes,
        owed_mode=None if first.by == ANY else first.by,
        model=model.name,
        face_to_face_days=None if first.by == FACE_TO_FACE else seen,
    )
    steps = (f"the service's own model: {model.name}", *(f"rule: {rule.words()}" for rule in holding), words_of(owed))
    return Decision(owed, "own_delivery_model", model.source, DEFAULT, steps)


def _strictest_first(rule: OwnRule) -> tuple[int, int, int]:
    return len(modes_met_by(rule.by)), rule.every_days, -RISKS.index(rule.risk)


def unsound(rules: Sequence[OwnRule]) -> list[Unsound]:
    """Everything wrong with the rules of a model; none where it can be agreed.

    Everybody must be owed something, and nobody of more risk, or with a flag, less than another rule gives.
    """
    found = list(_unreadable(rules))
    if found:
        return found
    if not any(rule.risk == RISKS[0] and not rule.flag for rule in rules):
        return [Unsound(0, "every_days", "nobody")]
    for number, rule in enumerate(rules):
        for other in rules:
            if other is rule or not rule.within(other):
                continue
            if other.within(rule):
                found.append(Unsound(number, "risk", "twice"))
            elif rule.every_days > other.every_days:
                found.append(Unsound(number, "every_days", "less"))
            elif not set(modes_met_by(rule.by)) <= set(modes_met_by(other.by)):
                found.append(Unsound(number, "by", "less"))
    return list(dict.fromkeys(found))


def _unreadable(rules: Sequence[OwnRule]) -> Iterator[Unsound]:
    for number, rule in enumerate(rules):
        if rule.risk not in RISKS:
            yield Unsound(number, "risk", "unknown_risk")
        if rule.flag and rule.flag not in FLAGS:
            yield Unsound(number, "flag", "unknown_flag")
        if not 1 <= rule.every_days <= MOST_DAYS:
            yield Unsound(number, "every_days", "days")
        if rule.by not in BY:
            yield Unsound(number, "by", "by")
        elif rule.face_to_face_days is not None and (
            rule.by == FACE_TO_FACE or not rule.every_days < rule.face_to_face_days <= 2 * MOST_DAYS
        ):
            yield Unsound(number, "face_to_face_days", "seen_days")


def weaker_than(model: OwnModel, other: str, *, on: date) -> list[Weaker]:
    """For whom a service's own model asks less than a model that is shipped: less often, or by modes it does not allow.

    Each risk without a flag and with each of them: whoever has several is owed what the strictest of these owes, under
    either model, so nobody is passed over. Raises Faults for a model that there is not.
    """
    found = []
    for risk in RISKS:
        for flag in ("", *FLAGS):
            flags = (flag,) if flag else ()
            own, shipped = (
                own_contact(model, risk, flags).value,
                minimum_contact(risk, flags=flags, on=on, model=other).value,
            )
            if not no_less(own, shipped):
                found.append(Weaker(risk, flag, own, shipped))
    return found


def no_less(own: ContactOwed, other: ContactOwed) -> bool:
    """Whether contact is owed at least as often, and by no mode that the other does not allow."""
    if own.every_days > other.every_days or not set(own.modes) <= set(other.modes):
        return False
    if other.face_to_face_days is None:
        return True
    seen = own.every_days if set(own.modes) <= face_to_face_modes() else own.face_to_face_days
    return seen is not None and seen <= other.face_to_face_days


def rules_of(model: str) -> tuple[OwnRule, ...]:
    """A model that is shipped, as rules for a service to begin its own with. Raises Faults where there is none."""
    check_known(RISKS[0], (), model)
    rows = {row["case"]: row for row in table("contact_minimum", "model", "case").rows if row["model"] == model}
    subjects = [("low", "low", ""), ("medium", "medium", ""), ("high", "high", "")]
    subjects += [("medium_safeguarding", "medium", flag) for flag in SAFEGUARDING]
    subjects += [("priority", "low", flag) for flag in PRIORITY]
    return tuple(
        OwnRule(
            risk, flag, rows[case].whole("every_days"), rows[case]["owed_mode"] or ANY,
            rows[case].whole("face_to_face_days") if rows[case]["face_to_face_days"] else None,
        )
        for case, risk, flag in subjects
    )  # fmt: skip
