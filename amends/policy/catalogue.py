"""The rules that `amends rule` answers, with the inputs each takes."""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from amends.faults import Fault, Faults
from amends.policy.booking import weekly_offer
from amends.policy.case_tier import case_tier
from amends.policy.completion import completion_date
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.court_reports import REPORT_KINDS, report_clocks
from amends.policy.decision import Decision
from amends.policy.delivery_models import minimum_contact
from amends.policy.earned_reduction import earned_reduction
from amends.policy.enforcement import enforcement_step
from amends.policy.ete import ete_cap
from amends.policy.group_size import REGION_TIERS, group_size
from amends.policy.inputs import (
    BOOLEAN,
    CONTACT_FLAGS,
    COURT_REPORTS,
    DATE,
    DATES,
    FAILURES,
    HELD_CASES,
    HOURS,
    INSTANT,
    MINUTES,
    MINUTES_OR_NULL,
    NEED_SEVERITIES,
    OGRS,
    RISK,
    RSR,
    Input,
    one_of,
    or_null,
    read_inputs,
    split,
    whole_between,
)
from amends.policy.order_hours import order_hours
from amends.policy.reading import Misread, civil_day, json_object, shown, today
from amends.policy.session_credit import NOTICES, session_credit, stand_down_credit
from amends.policy.workload import workload_capacity

_OUTCOMES = one_of([outcome.code for outcome in contact_outcomes()])


@dataclass(frozen=True)
class Rule:
    """A rule by its name. `decide` takes the declared inputs by name, and `on`."""

    name: str
    description: str
    inputs: tuple[Input, ...]
    decide: Callable[..., Decision[Any]]


def _earned_reduction(*, on: date, **inputs: Any) -> Decision[int]:
    """As if the switch were on, whatever the date."""
    return earned_reduction(**inputs)


def _minimum_contact(*, on: date, **inputs: Any) -> Decision[dict[str, Any]]:
    """What is owed, as the console answers it; that contact is also owed face to face now and then is a step."""
    decision = minimum_contact(**inputs, on=on)
    owed = decision.value
    value = {"every_days": owed.every_days, "modes": owed.modes, "owed_mode": owed.owed_mode, "model": owed.model}
    return Decision(value, decision.rule, decision.source, decision.confidence, decision.steps)


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "order_hours",
            "whether a court may order so many minutes, and the bounds",
            (Input("minutes", MINUTES, "minutes ordered"),),
            order_hours,
        ),
        Rule(
            "completion_date",
            "the last date on which the hours may be worked",
            (Input("sentence_date", DATE, "the day of the order"),),
            completion_date,
        ),
        Rule(
            "weekly_offer",
            "the least minutes of work to offer in a week",
            (Input("intensive", BOOLEAN, "the order is worked intensively", False),),
            weekly_offer,
        ),
        Rule(
            "ete_cap",
            "the most minutes of education, training and employment that count",
            (Input("ordered_minutes", MINUTES, "the court's hours, with its changes"),),
            ete_cap,
        ),
        Rule(
            "session_credit",
            "minutes that a session credits",
            (
                Input("start", INSTANT, "when it began"),
                Input("end", INSTANT, "when it ended"),
                Input("outcome", _OUTCOMES, "contact outcome"),
                Input("penalty_minutes", MINUTES, "free minutes taken off, at most the session", 0),
            ),
            session_credit,
        ),
        Rule(
            "stand_down_credit",
            "minutes credited to a person turned away",
            (Input("notice", one_of(NOTICES), "when the person was told", "on_site"),),
            stand_down_credit,
        ),
        Rule(
            "group_size",
            "the most people in a group; 0 where groups are suspended",
            (Input("region_tier", one_of(REGION_TIERS), "the tier in force in the region"),),
            group_size,
        ),
        Rule(
            "earned_reduction",
            "minutes earned by working without failure, as if the switch were on",
            (
                Input("ordered_minutes", MINUTES, "the court's hours, with its changes"),
                Input("credited_minutes", MINUTES, "credited by sessions, stand-downs and ETE"),
                Input("failed_in_first_quarter", BOOLEAN, "an enforceable outcome in the first quarter", False),
                Input(
                    "credited_at_later_failure",
                    MINUTES_OR_NULL,
                    "minutes credited at a later one, as if the second switch were on",
                    None,
                ),
            ),
            _earned_reduction,
        ),
        Rule(
            "enforcement_step",
            "the step due for the latest failure: none, warn or breach",
            (
                Input("failures", FAILURES, "failures over every requirement of the order"),
                Input("warnings", DATES, "the dates of warnings", ()),
            ),
            enforcement_step,
        ),
        Rule(
            "minimum_contact",
            "the least contact that a person is owed, and how it may be made",
            (
                Input("risk", RISK, "risk of serious harm"),
                Input("region_tier", one_of(REGION_TIERS), "the tier in force in the region", "open"),
                Input("flags", CONTACT_FLAGS, "what is flagged on the case", ()),
            ),
            _minimum_contact,
        ),
        Rule(
            "case_tier",
            "the tier of a case: protect A to D, change 0 to 3, S where it is not supervised",
            (
                Input("rsr", RSR, "chance of serious reoffending, per cent", None),
                Input("rosh", or_null(RISK), "risk of serious harm", None),
                Input("mappa_level", or_null(whole_between(1, 3)), "level under MAPPA", None),
                Input("complexity_registrations", whole_between(0, 99), "registrations that make it complex", 0),
                Input("female", BOOLEAN, "the women's factors count", False),
                Input("parenting", BOOLEAN, "a woman's parenting", False),
                Input("impulsivity_or_temper", BOOLEAN, "a woman's impulsivity or temper", False),
                Input("breach_or_recall", BOOLEAN, "a woman's breach or recall", False),
                Input("mandate_for_change", BOOLEAN, "the sentence allows work on change", True),
                Input("assessed", BOOLEAN, "there is an assessment", True),
                Input("needs", NEED_SEVERITIES, "how severe each need is", None),
                Input("ogrs", OGRS, "chance of any reoffending, per cent", None),
                Input("iom", BOOLEAN, "under integrated offender management", False),
                Input("supervised", BOOLEAN, "the case is supervised", True),
            ),
            case_tier,
        ),
        Rule(
            "workload_capacity",
            "an officer's points available and used",
            (
                Input("contracted_hours", HOURS, "hours a week of the contract"),
                Input("reduction_hours", HOURS, "hours a week taken off, at most those of the contract", Decimal(0)),
                Input("cases", HELD_CASES, "the cases held", ()),
                Input("reports", COURT_REPORTS, "reports to write", ()),
            ),
            workload_capacity,
        ),
        Rule(
            "report_clocks",
            "by when a court report is allocated and delivered, and how long the court is asked to allow",
            (
                Input("kind", one_of(REPORT_KINDS), "kind of report"),
                Input("requested_on", DATE, "the day on which the court asked"),
                Input("hearing_date", DATE, "the day of the hearing, on or after it"),
            ),
            report_clocks,
        ),
    )
}


def decide(name: str, inputs: dict[str, Any], *, on: date) -> Decision[Any]:
    """The decision of a rule by its name. Raises Faults where no rule holds on the date."""
    return replace(RULES[name].decide(**inputs, on=on), rule=name)


def listing() -> str:
    """Every rule with its inputs, for a person to read."""
    lines = []
    for rule in RULES.values():
        lines.append(f"{rule.name}: {rule.description}")
        for each in rule.inputs:
            need = "required" if each.required else f"default {json.dumps(each.default, default=int)}"
            lines.append(f"    {each.name} ({each.kind.says}; {need}): {each.description}")
    return "\n".join(lines)


def command(arguments: argparse.Namespace) -> int:
    """Print one decision as JSON, or the list of the rules where none is named. Raises Faults."""
    if arguments.name is None:
        if arguments.on is not None or arguments.json is not None:
            raise Faults([Fault("", None, "NAME", "missing", "the rule to decide")])
        print(listing())
        return 0
    if arguments.name not in RULES:
        raise Faults([Fault("", None, "NAME", f"unknown rule {shown(arguments.name)}", "one of " + ", ".join(RULES))])
    words = split(arguments.inputs)
    given = json_object(arguments.json) if arguments.json is not None else {}
    on = _on(arguments.on)
    inputs = read_inputs(RULES[arguments.name].inputs, words, given, arguments.json or "")
    print(json.dumps(decide(arguments.name, inputs, on=on).as_json(), indent=2, ensure_ascii=False))
    return 0


def _on(text: str | None) -> date:
    if text is None:
        return today()
    try:
        return civil_day(text)
    except Misread as misread:
        raise Faults([Fault("", None, "--on", misread.wrong, misread.right)]) from None
