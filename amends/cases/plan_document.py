"""The plan as its person is given it: in plain words, in their language, without what is kept from them."""

from datetime import datetime

from amends.cases.letters import speaking
from amends.cases.models import CasePlan, PlanObjective
from amends.design import bilingual
from amends.design.documents.report import ReportTable, ReportText, Section
from amends.design.words import day

_PARAGRAPH = "\n\n"


def plan_text(plan: CasePlan, language: str) -> ReportText:
    """What the person reads of a plan of `whole_plans`: what they are to change, who does what, and contact.

    Nothing of how risk is watched, of victims, or of what is done when risk rises; nobody's name. `language`: en or cy.
    """
    with speaking(language):
        words = bilingual.words("case_plan", bilingual.WELSH if language == "cy" else bilingual.ENGLISH)
        sections = [
            _objective(number, each, words) for number, each in enumerate(plan.objectives.all(), start=1)
        ]  # fmt: skip
        sections.append(Section(words["contact"], _paragraphs(plan.contact)))
        sections.append(Section(words["not_here"], (words["not_here_why"],)))
        return ReportText(language, words["title"], words["subtitle"] % day(_at(plan)), _at(plan), words["author"],
                          tuple(sections))  # fmt: skip


def _objective(number: int, objective: PlanObjective, words: dict[str, str]) -> Section:
    rows = tuple(
        (each.what, words[f"by_{each.by_whom}"], day(each.by_date), each.how) for each in objective.actions.all()
    )
    heading = words[objective.area or f"risk_{objective.risk_group}"]
    columns = (words["what"], words["who"], words["by_when"], words["how"])
    table = ReportTable(columns, rows, figures=False)
    return Section(f"{number}. {heading}", _paragraphs(objective.change), table if rows else None)


def _at(plan: CasePlan) -> datetime:
    return plan.signed_at or plan.begun_at


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(_PARAGRAPH) if part.strip())
