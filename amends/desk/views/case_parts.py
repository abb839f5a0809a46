"""The parts of the page about a case."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from amends.cases.models import Sentence
from amends.cases.queries.order_fit import SentenceFit
from amends.cases.queries.risk import RiskRecord, condition_words
from amends.cases.views.overview import release_words
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import day, hours_text, written_out
from amends.desk.case import Involved, Owed, fit
from amends.policy.codes import choices
from amends.policy.decision import Decision
from amends.policy.order_fit import Fit

_LINE = 80  # characters of an objective that are shown
_AGREED = {"agreed": (_lazy("Agreed"), "green"), "in_part": (_lazy("Agreed, with something to say"), "yellow"),
           "not_agreed": (_lazy("Not agreed"), "red")}  # fmt: skip
_COLOURS = {"low": "green", "medium": "yellow", "high": "orange", "very_high": "red"}


def who(person: Any) -> SummaryList:
    """Who holds the case and since when, where the person lives, how to reach them; of `taken_over`."""
    told = _("%(name)s, since %(day)s")
    return SummaryList(
        [
            Row(_("Case held by"), told % {"name": person.holder, "day": day(person.held_from)}
                if person.holder else Tag(_("Not allocated"), "yellow")),
            Row(_("Team"), f"{person.team.name}, {person.team.pdu.name}"),
            Row(_("Lives at"), person.lives_at or _("Not recorded")),
            Row(_("Reached by"), _lines(person.reached) if person.reached else _("Nothing is recorded")),
        ]
    )  # fmt: skip


def orders(sentences: Sequence[Sentence], minutes_left: Mapping[int, int], on: date) -> list[SummaryList]:
    """What the court ordered, the sentences in force first, each with what it asks and whether that fits the time."""
    standing = sorted(sentences, key=lambda each: each.phase_on(on) == "ended")
    return [_order(each, minutes_left, on) for each in standing]


def _order(sentence: Sentence, minutes_left: Mapping[int, int], on: date) -> SummaryList:
    phase = sentence.phase_on(on)
    asked = [_requirement(each) for each in sentence.requirements.all()]
    asked += [
        f"{condition_words(each)}: {each.details}" if each.details else condition_words(each)
        for each in sentence.conditions.all() if each.to_date is None or each.to_date > on
    ]  # fmt: skip
    rows = [
        Row(_("Now"), Tag(_(Sentence.Phase(phase).label), "grey" if phase == "ended" else "purple")),
        Row(_("Offence"), sentence.offence or _("Not recorded")),
        Row(_("Court"), sentence.court),
        Row(_("Last day"), _last(sentence.end_date) or _("None set")),
        Row(_("Asked"), _lines(asked) if asked else _("Nothing beside the sentence itself")),
    ]
    found = fit(sentence, minutes_left, on)
    if found:
        rows.append(_fit(found))
    if sentence.kind == Sentence.Kind.CUSTODY:
        rows.insert(1, Row(_("Release"), release_words(sentence)))
        if sentence.licence_end_date:
            rows.insert(2, Row(_("Last day of the licence"), _last(sentence.licence_end_date)))
    return SummaryList(rows, card_title=_order_title(sentence))


def _fit(found: Decision[Fit]) -> Row:
    told = Tag(_("Yes"), "green") if found.value.fits else Tag(_("No"), "red")
    return Row(_("Fits the time left"), format_html("{}{}", told, _lines([written_out(step) for step in found.steps])))


def fit_section(found: SentenceFit) -> SummaryList:
    """Whether what one sentence asks fits the time left of it, and by which rule."""
    default = _("a default of this service, not law")
    source = found.decision.source
    return SummaryList(
        [
            Row(_("Last day"), _last(found.sentence.end_date)),
            _fit(found.decision),
            Row(_("Source of the rule"), f"{source} ({default})" if found.decision.confidence == "default" else source),
        ],
        card_title=_order_title(found.sentence),
    )


def _order_title(sentence: Sentence) -> str:
    told = {"kind": _(sentence.get_kind_display()), "day": day(sentence.sentence_date)}
    return _("%(kind)s, %(day)s") % told


def _requirement(requirement: Any) -> str:
    told = _("Unpaid work, %(hours)s") % {"hours": hours_text(requirement.ordered_minutes + requirement.changed)}
    return f"{told} ({_(requirement.get_ended_as_display()).lower()})" if requirement.ended_on else told


def risk(record: RiskRecord, on: date) -> SummaryList:
    """Risk of serious harm by group, MAPPA, registrations, and what no agency has answered."""
    latest = record.latest
    rows = [Row(_("Risk of serious harm"), _level(latest.overall) if latest else Tag(_("Not judged"), "purple"))]
    if latest:
        groups = {"children": _("Children"), "public": _("Public"), "known_adult": _("Known adult"),
                  "staff": _("Staff"), "prisoners": _("Prisoners")}  # fmt: skip
        told = [(name, _level(getattr(latest, group))) for group, name in groups.items() if getattr(latest, group)]
        rows.append(Row(_("To whom"), format_html_join("", "<div>{}: {}</div>", told)))
        rows.append(Row(_("Why"), latest.reason))
        rows.append(Row(_("Judged on"), day(latest.assessed_on)))
    mappa = [each for each in record.mappa if each.to_date is None or each.to_date > on]
    told = _("Category %(category)s, level %(level)s")
    rows.append(Row("MAPPA", _lines([told % {"category": each.category, "level": each.level} for each in mappa])
                    if mappa else _("Not managed so")))  # fmt: skip
    named = dict(choices("registration"))
    registered = [each for each in record.registrations if each.to_date is None or each.to_date > on]
    words = [": ".join(filter(None, (_(named.get(each.kind, each.kind)), each.note))) for each in registered]
    rows.append(Row(_("Registered for"), _lines(words) if words else _("Nothing")))
    return SummaryList(rows)


def plan(person: Any) -> SafeString:
    """The plan in force in two lines, of `taken_over`: when it was signed and whether it is agreed; its objectives."""
    href = reverse("cases:plans", args=[person.crn])
    if person.planned_at is None:
        return format_html("<div>{}</div>", Link(_("No plan is signed yet"), href))
    words, colour = _AGREED.get(person.plan_agreed or "", (_lazy("Not asked, or no answer yet"), "grey"))
    signed = Link(_("Signed on %s") % day(person.planned_at), reverse("cases:plan", args=[person.crn, person.plan_pk]))
    told = (f"{number}. {Truncator(change).chars(_LINE)}" for number, change in enumerate(person.plan_objectives, 1))
    return format_html("<div>{} {}</div><div>{}</div>", signed, Tag(_(str(words)), colour), " ".join(told))


def _level(level: str) -> Tag:
    words = {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "very_high": _("Very high")}
    return Tag(words[level], _COLOURS[level])


def owed_table(owed: Sequence[Owed]) -> Table:
    """What is owed next, what is late first."""
    rows = [
        [Link(each.what, each.href), day(each.due) if each.due else "", Tag(_("Late"), "red") if each.late else ""]
        for each in owed
    ]
    columns = [Column(_("What"), row_header=True), Column(_("By")), Column(_("Stands"))]
    return Table(caption=_("Owed next"), caption_hidden=True, columns=columns, rows=rows, stacked=True,
                 empty=_("Nothing that you may see."))  # fmt: skip


def involved_list(involved: Sequence[Involved]) -> SafeString | str:
    """Who else works with the person."""
    return _lines([f"{each.name}: {each.as_what}" for each in involved])


def _last(to_date: date | None) -> str:
    return day(date.fromordinal(to_date.toordinal() - 1)) if to_date else ""


def _lines(lines: Sequence[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))
