"""What tests of how an order is followed share."""

from datetime import timedelta

from amends.unpaid_work.operations.supervision_plans import SupervisionPlanDraft, record_supervision_plan
from tests.unpaid_work.watching import NOW, TODAY


def a_plan(**values) -> SupervisionPlanDraft:
    return SupervisionPlanDraft(
        **(
            {
                "on": TODAY - timedelta(days=1), "objectives": ("Be on time", "Learn to prune"), "aim": "A routine",
                "contact_weeks": 2, "contact_way": "telephone", "agreement": "agreed",
            }
            | values
        )
    )  # fmt: skip


def planned(requirement, user, *, instead_of=0, at=NOW, **values):
    return record_supervision_plan(
        requirement=requirement, draft=a_plan(**values), instead_of=instead_of, by=user, at=at
    )


def posted(day, name="on") -> dict[str, int]:
    """A day as a form sends it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
