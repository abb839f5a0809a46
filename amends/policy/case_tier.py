"""The tier of a case: a letter for protecting others (A the most), a number for change (3 the most)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from amends.faults import Fault, Faults
from amends.policy.dated_tables import Row, table
from amends.policy.decision import Decision, weakest
from amends.policy.delivery_models import RISKS

NEEDS = (
    "accommodation", "ete", "finance", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes",
    "wellbeing",
)  # fmt: skip
MOST_RSR = Decimal("99.99")
_WOMEN = ("parenting", "impulsivity_or_temper", "breach_or_recall")


def case_tier(
    *,
    rsr: Decimal | None = None,
    rosh: str | None = None,
    mappa_level: int | None = None,
    complexity_registrations: int = 0,
    female: bool = False,
    parenting: bool = False,
    impulsivity_or_temper: bool = False,
    breach_or_recall: bool = False,
    mandate_for_change: bool = True,
    assessed: bool = True,
    needs: Mapping[str, int] | None = None,
    ogrs: Decimal | None = None,
    iom: bool = False,
    supervised: bool = True,
    on: date,
) -> Decision[str]:
    """The tier, such as `B2`; `B2S` where the case is not supervised.

    `rsr`: chance of serious reoffending, 0 to 99.99; `ogrs`: of any reoffending, 0 to 100; None counts nothing.
    `needs`: how severe each is, 0 to 2. Raises Faults for a score outside its range and a date without rules.
    """
    needs = needs or {}
    _in_range(rsr, rosh, mappa_level, complexity_registrations, needs, ogrs)
    women = dict(zip(_WOMEN, (parenting, impulsivity_or_temper, breach_or_recall), strict=True)) if female else {}
    letter, protect_steps, rows = _protect(rsr, rosh, mappa_level, complexity_registrations, women, on)
    if not mandate_for_change:
        number, change_steps = "0", ["change 0: there is no mandate for change"]
    elif not assessed:
        number, change_steps = "2", ["change 2: not assessed yet"]
    else:
        number, change_steps, more = _change(needs, ogrs, iom, on)
        rows += more
    steps = [*protect_steps, *change_steps] + ([] if supervised else ["S: the case is not supervised"])
    value = letter + number + ("" if supervised else "S")
    return Decision(value, "case_tier", rows[0].cited, weakest(*(row.confidence for row in rows)), tuple(steps))


def counting_alike(rsr: Decimal | None, ogrs: Decimal | None, *, on: date) -> tuple[Decimal | None, Decimal | None]:
    """The lowest scores that count as these do: lists of thousands decide each once."""
    least = None if rsr is None else max((level for level in _rsr_levels(on=on) if rsr >= level), default=Decimal(0))
    return least, None if ogrs is None else Decimal(ogrs // 10 * 10)


@cache
def _rsr_levels(*, on: date) -> tuple[Decimal, ...]:
    rows = table("case_tier", "factor", "level").rows
    return tuple(Decimal(row["level"]) for row in rows if row["factor"] == "rsr" and row.holds(on))


@cache
def complexity_kinds(*, on: date) -> frozenset[str]:
    """The kinds of registration that count as complexity on a day."""
    return _levels("complexity_kind", on)


@cache
def giving_mandate(*, on: date) -> frozenset[str]:
    """What gives a mandate for change on a day: `custody` (with its licence), and kinds of requirement."""
    return _levels("mandate", on)


def _levels(factor: str, on: date) -> frozenset[str]:
    rows = table("case_tier", "factor", "level").rows
    return frozenset(row["level"] for row in rows if row["factor"] == factor and row.holds(on))


def _in_range(
    rsr: Decimal | None, rosh: str | None, mappa: int | None, complexity: int, needs: Mapping[str, int],
    ogrs: Decimal | None,
) -> None:  # fmt: skip
    faults = []
    if rsr is not None and not 0 <= rsr <= MOST_RSR:
        faults.append(Fault("", None, "rsr", f"{rsr} is out of range", f"0 to {MOST_RSR}"))
    if rosh is not None and rosh not in RISKS:
        faults.append(Fault("", None, "rosh", f"unknown risk {rosh[:40]!r}", "one of " + ", ".join(RISKS)))
    if mappa is not None and mappa not in (1, 2, 3):
        faults.append(Fault("", None, "mappa_level", f"{mappa} is out of range", "1, 2 or 3"))
    if complexity < 0:
        faults.append(Fault("", None, "complexity_registrations", f"{complexity} is below 0", "0 or more"))
    for need, severity in needs.items():
        if need not in NEEDS:
            faults.append(Fault("", None, "needs", f"unknown need {need[:40]!r}", "one of " + ", ".join(NEEDS)))
        elif severity not in (0, 1, 2):
            faults.append(Fault("", None, "needs", f"{need} {severity} is out of range", "0, 1 or 2"))
    if ogrs is not None and not 0 <= ogrs <= 100:
        faults.append(Fault("", None, "ogrs", f"{ogrs} is out of range", "0 to 100"))
    if faults:
        raise Faults(faults)


def _points(on: date, factor: str, level: str) -> tuple[int, Row]:
    row = table("case_tier", "factor", "level").row(on, factor=factor, level=level)
    return row.whole("points"), row


def _from(on: date, factor: str, levels: tuple[str, ...], points: int) -> tuple[str, Row]:
    for level in levels:
        least, row = _points(on, factor, level)
        if points >= least:
            return level, row
    raise AssertionError(f"{factor}: no level begins at 0")


def _protect(
    rsr: Decimal | None, rosh: str | None, mappa: int | None, complexity: int, women: Mapping[str, bool], on: date
) -> tuple[str, list[str], list[Row]]:
    rows = []
    steps = []
    of_rsr = 0
    for row in (each for each in table("case_tier", "factor", "level").rows if each["factor"] == "rsr"):
        if row.holds(on) and rsr is not None and rsr >= Decimal(row["level"]):
            of_rsr = max(of_rsr, row.whole("points"))
    of_rosh = 0
    if rosh is not None and rosh != "low":
        of_rosh, row = _points(on, "rosh", rosh)
        rows.append(row)
    steps.append(
        f"RSR {'none' if rsr is None else rsr}: {of_rsr}; risk of serious harm {rosh or 'none'}: {of_rosh};"
        f" the higher counts: {max(of_rsr, of_rosh)}"
    )
    total = max(of_rsr, of_rosh)
    if mappa is not None:
        points, row = _points(on, "mappa", str(mappa))
        rows.append(row)
        total += points
        steps.append(f"MAPPA level {mappa}: {points}")
    if complexity:
        each, row = _points(on, "complexity", "each")
        rows.append(row)
        total += complexity * each
        steps.append(f"{complexity} complexity registrations: {complexity * each}")
    for factor, present in women.items():
        if present:
            points, row = _points(on, "women", factor)
            rows.append(row)
            total += points
            steps.append(f"{factor}: {points}")
    letter, row = _from(on, "protect_from", ("A", "B", "C", "D"), total)
    steps.append(f"protect {letter}: {total} points")
    return letter, steps, [row, *rows]


def _change(needs: Mapping[str, int], ogrs: Decimal | None, iom: bool, on: date) -> tuple[str, list[str], list[Row]]:
    rows, steps, total = [], [], 0
    for need, severity in needs.items():
        weight, row = _points(on, "need", need)
        rows.append(row)
        total += severity * weight
        steps.append(f"{need} {severity}, weight {weight}: {severity * weight}")
    of_ogrs = int(ogrs // 10) if ogrs is not None else 0
    steps.append(f"OGRS {'none' if ogrs is None else ogrs}: {of_ogrs}")
    total += of_ogrs
    if iom:
        points, row = _points(on, "iom", "yes")
        rows.append(row)
        total += points
        steps.append(f"integrated offender management: {points}")
    number, row = _from(on, "change_from", ("3", "2", "1"), total)
    steps.append(f"change {number}: {total} points")
    return number, steps, [row, *rows]
