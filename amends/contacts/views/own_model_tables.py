"""Delivery models as tables: which holds where, those of the service, rules, and where one asks less."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.contacts.forms.own_models import BY_WORDS, FLAG_WORDS, RISK_WORDS
from amends.contacts.forms.places import model_words
from amends.contacts.models import OwnDeliveryModel
from amends.contacts.queries.own_models import InForce
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation.models import RegionTier
from amends.policy.contact_modes import face_to_face_modes
from amends.policy.delivery_models import ContactOwed, models
from amends.policy.own_models import OwnRule, Weaker, rules_of

_CASES = [("low", ""), ("medium", ""), ("medium", "domestic_abuse"), ("medium", "child_safeguarding"), ("high", ""),
          ("low", "terrorism"), ("low", "no_phone"), ("low", "first_after_release"),
          ("low", "critical_few")]  # fmt: skip


def standing(found: Sequence[InForce]) -> Table:
    """The model of each region today."""
    tiers = dict(RegionTier.Tier.choices)
    rows = [
        [each.region.name, str(tiers[each.tier]), model_words(each.model) if each.model else _("None"),
         _("The service's own") if each.own else _("Shipped")]
        for each in found
    ]  # fmt: skip
    columns = [Column(_("Region"), row_header=True), Column(_("Tier")), Column(_("Delivery model")), Column(_("Whose"))]
    return Table(caption=_("In force today"), columns=columns, rows=rows, stacked=True,
                 empty=_("You see contact in no region."))  # fmt: skip


def own(found: Iterable[OwnDeliveryModel], on: date) -> Table:
    """The models that the service added, the newest first."""
    rows = [
        [Link(each.name, reverse("contacts:model", args=[each.pk])), each.region.name, each.get_tier_display(),
         day(each.from_date), day(each.to_date) if each.to_date else "", stands(each, on)]
        for each in found
    ]  # fmt: skip
    columns = [Column(_("Delivery model"), row_header=True), Column(_("Region")), Column(_("Tier")),
               Column(_("First day")), Column(_("No longer from")), Column(_("Stands"))]  # fmt: skip
    return Table(caption=_("Added by the service"), columns=columns, rows=rows, stacked=True,
                 empty=_("None yet: the models shipped say what is owed."))  # fmt: skip


def stands(row: OwnDeliveryModel, on: date) -> Tag:
    """How a model stands on a day."""
    if row.withdrawn_at:
        return Tag(_("Withdrawn"), "grey")
    if row.agreed_at is None:
        return Tag(_("Draft: to be checked"), "yellow")
    if row.to_date and row.to_date <= on:
        return Tag(_("Over"), "grey")
    return Tag(_("In force"), "green") if row.from_date <= on else Tag(_("Agreed, to come"), "blue")


def shipped() -> Table:
    """What each model that is shipped owes, a row for each kind of case."""
    by_model = {model: {(rule.risk, rule.flag): rule for rule in rules_of(model)} for model in models()}
    rows = [[_whom(*case), *(_rule(by_model[model][case]) for model in models())] for case in _CASES]
    columns = [Column(_("Applies to"), row_header=True), *(Column(model_words(model)) for model in models())]
    return Table(caption=_("What the models shipped owe"), columns=columns, rows=rows, stacked=True)


def facts(row: OwnDeliveryModel, on: date) -> SummaryList:
    """Where and when a model holds, and who answers for it."""
    rows = [
        Row(_("Stands"), stands(row, on)),
        Row(_("Region"), row.region.name),
        Row(_("Tier"), row.get_tier_display()),
        Row(_("First day"), day(row.from_date)),
        Row(_("No longer from"), day(row.to_date) if row.to_date else _("No end is known")),
        Row(_("Asks about symptoms"), _("Yes") if row.symptom_check else _("No")),
        Row(_("Written by"), _by(row.written_by.name, row.written_at)),
    ]
    if row.agreed_by:
        rows.append(Row(_("Checked and agreed by"), _by(row.agreed_by.name, row.agreed_at)))
    if row.why_less:
        rows.append(Row(_("Why it may ask less"), row.why_less))
    return SummaryList(rows)


def rules(row: OwnDeliveryModel) -> Table:
    """The rules of a model. The strictest of those that hold for a person decides."""
    rows = [
        [_whom(rule.risk, rule.flag), f"{rule.every_days}", BY_WORDS[rule.by],
         f"{rule.face_to_face_days}" if rule.face_to_face_days else ""]
        for rule in row.rules.all()
    ]  # fmt: skip
    columns = [Column(_("Applies to"), row_header=True), Column(_("Days between contacts"), numeric=True),
               Column(_("By")), Column(_("Besides, face to face every"), numeric=True)]  # fmt: skip
    return Table(caption=_("Rules"), columns=columns, rows=rows, stacked=True)


def less(found: Sequence[Weaker], other: str) -> Table:
    """For whom a model asks less than the one that would hold on its first day without it."""
    rows = [
        [_exactly(each), _owed(each.own), _owed(each.other)]
        for each in found
    ]  # fmt: skip
    columns = [Column(_("Whose risk is"), row_header=True), Column(_("This model")), Column(other)]
    caption = _("Where it asks less than the model shipped")
    return Table(caption=caption, columns=columns, rows=rows, stacked=True,
                 empty=_("Nowhere: everybody is owed at least what the model shipped for that day owes."))  # fmt: skip


def _by(name: str, at) -> str:
    return _("%(name)s, %(at)s") % {"name": name, "at": date_and_time(at)}


def _whom(risk: str, flag: str) -> str:
    words = RISK_WORDS[risk]
    return f"{FLAG_WORDS[flag]}: {str(words)[0].lower()}{str(words)[1:]}" if flag else str(words)


def _exactly(each: Weaker) -> str:
    risks = {"low": _("Low"), "medium": _("Medium"), "high": _("High"), "very_high": _("Very high")}
    return f"{risks[each.risk]}; {str(FLAG_WORDS[each.flag]).lower()}" if each.flag else risks[each.risk]


def _rule(rule: OwnRule) -> str:
    told = _("%(days)s days: %(by)s") % {"days": rule.every_days, "by": str(BY_WORDS[rule.by]).lower()}
    if rule.face_to_face_days:
        told += _("; face to face every %(days)s") % {"days": rule.face_to_face_days}
    return told


def _owed(owed: ContactOwed) -> str:
    by = "face_to_face" if set(owed.modes) <= face_to_face_modes() else owed.owed_mode or "any"
    return _rule(OwnRule("low", "", owed.every_days, by, owed.face_to_face_days))
