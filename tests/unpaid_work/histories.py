"""Generated histories: what may befall a person with up to three requirements."""

import random
from datetime import date, timedelta

from amends.cases.models import RequirementChange
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.unpaid_work.operations.hours import (
    AdjustmentDraft,
    EteDraft,
    adjust_hours,
    credit_ete,
    reverse_adjustment,
    reverse_ete,
    set_switch,
)
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import AT, SENTENCED, make_ete_project, worked

OUTCOMES = ["ATTC"] * 6 + ["AFTC", "ATSH", "ATSS", "UACP", "AASD", "AAME", "RSOF"]


def history(seed: int, switched: bool = True):
    """A person with one to three requirements, and what may befall them in eighty days."""
    chance = random.Random(seed)
    team = make_team()
    by = make_user("placement_coordinator", team)
    projects = [make_project(team, days="1234567"), make_project(team, days="1234567"), make_ete_project(team)]
    person = make_person(team)
    requirements = [
        make_requirement(
            person, SENTENCED + timedelta(days=20 * number), ordered_minutes=chance.choice([2400, 2407, 4000, 9000]),
            runs=chance.choice(["consecutive", "concurrent"]),
        )
        for number in range(chance.randint(1, 3))
    ]  # fmt: skip
    for name in ("earned_reduction", "later_failure_ends_earning"):
        set_switch(name=name, on=switched and chance.random() < 0.5, by=by, at=AT)
    for number in range(chance.randint(1, 25)):
        day = date(2026, 5, 1) + timedelta(days=number * 3)
        _befall(chance, chance.choice(requirements), projects, day, by)
    return by, requirements


def _befall(chance, requirement, projects, day, by):
    what = chance.random()
    if what < 0.7:
        outcome = chance.choice(OUTCOMES)
        attended = outcome in ("ATTC", "AFTC", "ATSH")
        finish = chance.choice([11, 13.5, 16])
        penalty = chance.choice([0, 0, 25]) if attended else 0
        values = {"notice": chance.choice(["on_site", "before_day"])} if outcome == "AASD" else {}
        booking = worked(
            chance.choice(projects), requirement, day, by, outcome=outcome, hours=(9, finish), penalty_minutes=penalty,
            **values,
        )  # fmt: skip
        if chance.random() < 0.25:
            outcome = ContactOutcome.objects.get(appointment=booking.appointment)
            code = "UACP" if outcome.code != "UACP" else "AAME"
            draft = OutcomeDraft(appointment=booking.appointment, code=code)
            correct_outcome(outcome=outcome, draft=draft, reason="Put right", by=by, at=AT)
    elif what < 0.8:
        (credit,) = credit_ete([EteDraft(requirement, day, chance.randint(1, 900), "Course")], by=by, at=AT)
        if chance.random() < 0.4:
            reverse_ete(credit=credit, note="Not done", by=by, at=AT)
    elif what < 0.93:
        reason, minutes = chance.choice([("travel", 90), ("correction", -75), ("other", 200)])
        (entry,) = adjust_hours([AdjustmentDraft(requirement, day, minutes, reason, "Note")], by=by, at=AT)
        if chance.random() < 0.4:
            reverse_adjustment(adjustment=entry, note="Mistaken", by=by, at=AT)
    else:
        RequirementChange.objects.create(
            requirement=requirement, on=day, minutes=chance.choice([600, -300]), reason="Court", recorded_at=AT,
            recorded_by=by,
        )  # fmt: skip
