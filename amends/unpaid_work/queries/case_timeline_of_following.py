"""What this room offers of a person's timeline of how orders are followed: plans, skills, work at home, endings."""

from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.organisation.models import User
from amends.organisation.roles import Permission as P
from amends.unpaid_work.models import (
    Certificate,
    Completion,
    ExitInterview,
    HomeEntry,
    HomeInspection,
    RequirementReview,
    SkillLearning,
    SupervisionPlan,
    Transfer,
)

_LABEL = gettext_lazy("Unpaid work")


def _page(name: str, person: Person, requirement: int | None = None) -> str:
    return reverse(f"unpaid_work:{name}", args=[person.crn, *([requirement] if requirement else [])])


def _plans(person: Person, _reader: User) -> Found:
    found = SupervisionPlan.objects.filter(requirement__sentence__person=person).select_related("recorded_by")
    return Found(found, "on", lambda: words_of(Value("supervision plan"), "aim", "why"))


def _plan(row: SupervisionPlan, person: Person, _reader: User) -> Entry:
    title = _("Supervision plan changed: %(why)s") % {"why": row.why} if row.why else _("Supervision plan made")
    return Entry(title, row.aim, row.recorded_by.name, _page("supervision", person, row.requirement_id))


def _reviews(person: Person, _reader: User) -> Found:
    found = RequirementReview.objects.filter(requirement__sentence__person=person).select_related("recorded_by")
    return Found(found, "on", lambda: words_of(Value("review"), "note", "persons_view"))


def _review(row: RequirementReview, person: Person, _reader: User) -> Entry:
    title = _("Review of the order: %(which)s") % {"which": _(row.get_review_display()).lower()}
    return Entry(title, row.note, row.recorded_by.name, _page("supervision", person, row.requirement_id))


def _certificates(person: Person, _reader: User) -> Found:
    found = Certificate.objects.filter(person=person, withdrawn_at=None).select_related("recorded_by")
    return Found(found, "from_date", lambda: words_of(Value("certificate"), "title", "awarded_by"))


def _certificate(row: Certificate, person: Person, _reader: User) -> Entry:
    return Entry(
        _("Certificate: %(title)s") % {"title": row.title}, row.awarded_by, row.recorded_by.name,
        _page("skills", person),
    )  # fmt: skip


def _learnings(person: Person, _reader: User) -> Found:
    found = SkillLearning.objects.filter(requirement__sentence__person=person)
    found = found.select_related("recorded_by", "project")
    results = dict(SkillLearning.Result.choices)
    return Found(found, "from_date", lambda: words_of(Value("learning a skill"), "aim", coded("result", results)))


def _learning(row: SkillLearning, person: Person, _reader: User) -> Entry:
    title = _("Learning a skill at %(project)s") % {"project": row.project.name}
    if row.result:
        title = f"{title}: {_(row.get_result_display()).lower()}"
    return Entry(title, row.aim, row.recorded_by.name, _page("skills", person))


def _home_entries(person: Person, _reader: User) -> Found:
    found = HomeEntry.objects.filter(requirement__sentence__person=person).select_related("asked_by")
    return Found(found, "asked_at", lambda: words_of(Value("work at home"), "reason", "note"))


def _home_entry(row: HomeEntry, person: Person, _reader: User) -> Entry:
    decided = _("Work at home agreed to") if row.agreed else _("Work at home not agreed to")
    title = _("Work at home asked for") if row.agreed is None else decided
    return Entry(title, row.note or row.reason, row.asked_by.name, _page("home", person))


def _inspections(person: Person, _reader: User) -> Found:
    found = HomeInspection.objects.filter(kit_out__entry__requirement__sentence__person=person)
    found = found.select_related("recorded_by", "kit_out__kit")
    return Found(found, "on", lambda: words_of(Value("goods inspected"), "kit_out__kit__name", "note"))


def _inspection(row: HomeInspection, person: Person, _reader: User) -> Entry:
    values = {"kit": row.kit_out.kit.name, "passed": row.passed, "of": row.kit_out.pieces_back}
    title = _("%(kit)s made at home: %(passed)s of %(of)s passed") % values
    return Entry(title, row.note, row.recorded_by.name, _page("home", person))


def _completions(person: Person, _reader: User) -> Found:
    found = Completion.objects.filter(requirement__sentence__person=person)
    found = found.select_related("recorded_by", "requirement")
    return Found(found, "on", lambda: words_of(Value("hours completed"), "requirement__reference"))


def _completion(row: Completion, person: Person, _reader: User) -> Entry:
    return Entry(_("Hours completed"), row.requirement.reference, row.recorded_by.name, _page("person", person))


def _interviews(person: Person, _reader: User) -> Found:
    found = ExitInterview.objects.filter(requirement__sentence__person=person).select_related("recorded_by")
    return Found(found, "on", lambda: Value("exit interview"))


def _interview(row: ExitInterview, person: Person, _reader: User) -> Entry:
    title = _("Exit interview: did not want to answer") if row.declined else _("Exit interview")
    by = row.recorded_by.name if row.recorded_by else _("the person, by a link")
    return Entry(title, by=by, href=_page("exit_interview", person, row.requirement_id))


def _transfers(person: Person, _reader: User) -> Found:
    found = Transfer.objects.filter(person=person).select_related("asked_by", "to_team")

    def words() -> Concat:
        answer = coded("answer", dict(Transfer.Answer.choices))
        return words_of(Value("transfer"), "to_team__name", "reason", answer)

    return Found(found, "asked_at", words)


def _transfer(row: Transfer, person: Person, _reader: User) -> Entry:
    title = _("%(team)s was asked to take the case") % {"team": row.to_team.name}
    if row.answer:
        title = f"{title}: {_(row.get_answer_display()).lower()}"
    return Entry(title, row.answer_note or row.reason, row.asked_by.name, _page("person", person))


SOURCES = (
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _plans, _plan, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _reviews, _review, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _certificates, _certificate, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _learnings, _learning, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _home_entries, _home_entry),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _inspections, _inspection, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _completions, _completion, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _interviews, _interview, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _transfers, _transfer),
)
