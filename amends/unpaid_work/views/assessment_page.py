"""How an assessment is laid out: its answers by section, its gate, and the tables of its page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import WEEKDAYS, day, long_date
from amends.unpaid_work.form_specs.assessment import AREAS, SECTIONS, Question, Section
from amends.unpaid_work.form_specs.vocabulary import named
from amends.unpaid_work.forms.assessment import PARTS
from amends.unpaid_work.queries import assessments as queries

COLOURS = {"missing": "red", "lapsed": "red", "not_retrieved": "orange", "lapsing": "yellow",
           "under_18": "orange"}  # fmt: skip


def address(person: Person) -> str:
    """The address of a person's assessment page."""
    return reverse("unpaid_work:assessment", args=[person.crn])


def section_address(person: Person, section: Section) -> str:
    """The address of a section of the questionnaire."""
    name = "assessment_areas" if section is AREAS else "assessment_section"
    return reverse(f"unpaid_work:{name}", args=[person.crn] + ([] if section is AREAS else [section.slug]))


def cards(
    person: Person, answers: Mapping[str, Mapping[str, Any]], change: bool = False, areas: bool = True
) -> Sequence[SummaryList]:
    """The answers as a card for each section, with links to change them where `change`.

    Without `areas` the places to stay away from are kept from view: they tell where victims are.
    """
    return [_card(person, section, answers.get(section.slug), change, areas) for section in SECTIONS]


def _card(
    person: Person, section: Section, answers: Mapping[str, Any] | None, change: bool, areas: bool
) -> SummaryList:
    title = str(section.title)
    link = [Link(_("Change"), section_address(person, section), title.lower())] if change else []
    if answers is None:
        return SummaryList([Row(title, Tag(_("Not answered"), "red"), link)], card_title=title)
    if section is AREAS:
        told = _areas(answers["areas"]) if areas else _("Kept from view: it tells where victims are")
        return SummaryList([Row(_("Areas"), told, link)], card_title=title)
    led_to = {question.leads_to: question.name for question in section.questions if question.leads_to}
    rows = [
        Row(str(question.label), _shown(question, answers[question.name]), link)
        for question in section.questions
        if question.name in answers and not (question.name in led_to and not answers.get(led_to[question.name]))
    ]
    return SummaryList(rows, card_title=title)


def _areas(areas: Sequence[Mapping[str, Any]]) -> str:
    if not areas:
        return _("None")
    return format_html_join("", "{}<br>", ([area_words(area)] for area in areas))


def area_words(area: Mapping[str, Any]) -> str:
    """An area in words."""
    return _("%(area)s: %(km)s km around %(lat)s, %(lon)s") % {
        "area": area["description"],
        "km": f"{area['radius_km']:g}",
        "lat": f"{area['lat']:g}",
        "lon": f"{area['lon']:g}",
    }


def _shown(question: Question, value: Any) -> Any:
    return _SHOWN[question.kind](question, value)


def _chosen(question: Question, value: Sequence[str]) -> str:
    words = named(value, dict(question.choices))
    return format_html_join("", "{}<br>", ([word] for word in words)) if words else _("None")


def _text(question: Question, value: str) -> str:
    return format_html_join("", "{}<br>", ([line] for line in value.splitlines())) if value else ""


def week_words(slots: Sequence[str]) -> list[str]:
    """Times of the week in words, a line a day: "Monday: morning, afternoon"."""
    found = []
    for digit, words in WEEKDAYS:
        parts = [str(part_words).lower() for part, part_words in PARTS if f"{digit}{part}" in slots]
        if parts:
            found.append(_("%(day)s: %(parts)s") % {"day": words, "parts": ", ".join(parts)})
    return found


_SHOWN: Mapping[str, Callable[[Question, Any], Any]] = {
    "yes_no": lambda _question, value: _("Yes") if value else _("No"),
    "radios": lambda question, value: dict(question.choices).get(value, value),
    "checkboxes": _chosen,
    "long_text": _text,
    "day_past": lambda _question, value: long_date(date.fromisoformat(value)),
    "whole_number": lambda question, value: f"{value} {question.suffix}",
    "week": lambda _question, value: format_html_join("", "{}<br>", ([line] for line in week_words(value))),
}


def gate_tag(gate: queries.Gate) -> Tag:
    """The gate as a status."""
    return Tag(_("May be booked"), "green") if gate.open else Tag(_("Must not be booked"), "red")


def earlier(person: Person, assessments) -> Table:
    """The person's assessments other than the newest."""
    rows = [
        [Link(day(held.from_date), reverse("unpaid_work:assessment_earlier", args=[person.crn, held.pk]),
              _("assessment")),
         _held_to(held), held.get_harm_check_display(), held.assessed_by.name]
        for held in assessments
    ]  # fmt: skip
    columns = [Column(_("Completed"), row_header=True), Column(_("Held")), Column(_("Check on risk of harm")),
               Column(_("By"))]  # fmt: skip
    return Table(_("Earlier assessments"), columns, rows, empty=_("There is no earlier one."), stacked=True)


def _held_to(held) -> str:
    if held.to_date == held.from_date:
        return _("On no day: %(why)s") % {"why": held.withdrawn_why}
    until = _("Until %(day)s") % {"day": day(held.to_date - timedelta(days=1))}
    return f"{until}. {held.withdrawn_why}" if held.withdrawn_why else until


def days_away(person: Person, away, may_change: bool) -> Table:
    """Days on which the person cannot work, from today on."""
    rows = [
        [long_date(span.from_date), long_date(span.to_date - timedelta(days=1)), span.reason,
         Link(_("Take away"), reverse("unpaid_work:days_away_end", args=[person.crn, span.pk]),
              _("days away from %(day)s") % {"day": day(span.from_date)}) if may_change else ""]
        for span in away
    ]  # fmt: skip
    columns = [Column(_("First day"), row_header=True), Column(_("Last day")), Column(_("Why")),
               Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(_("Days away"), columns, rows, empty=_("No days away are recorded."), stacked=True)


def bookings(booked) -> Table:
    """The sessions that somebody loses when the assessment is withdrawn."""
    rows = [[long_date(held.session.date), held.session.project.name] for held in booked]
    return Table(
        _("Bookings that this cancels"), [Column(_("Session"), row_header=True), Column(_("Project"))], rows,
        empty=_("The person is not booked on anything."), caption_size="s",
    )  # fmt: skip


def suitable(projects) -> Table:
    """Projects marked suitable for people under 18."""
    rows = [
        [Link(project.name, reverse("unpaid_work:project", args=[project.pk])), project.get_type_display(),
         project.team.name]
        for project in projects
    ]  # fmt: skip
    columns = [Column(_("Project"), row_header=True), Column(_("Type")), Column(_("Team"))]
    return Table(
        _("Projects open today that are marked suitable"), columns, rows, stacked=True,
        empty=_("No project is marked suitable, so nobody under 18 can be booked."),
    )  # fmt: skip
