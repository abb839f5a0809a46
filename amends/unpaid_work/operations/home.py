"""Home projects: who may work at home, kits out and back, and the inspection by which alone hours are credited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import civil_date
from amends.policy.validity import home_work_agreed_until
from amends.unpaid_work.models import HomeEntry, HomeInspection, HomeKit, HomeKitOut, HoursAdjustment, Project
from amends.unpaid_work.operations.hours import AdjustmentDraft, adjust_hours
from amends.unpaid_work.rules import reason_of


@dataclass(frozen=True)
class HomeKitDraft:
    """A kind of kit: `standard` is what each piece is inspected for, `minutes_each` what one that passes is worth."""

    name: str
    piece: str
    minutes_each: int
    standard: tuple[str, ...]
    days_out: int


@transaction.atomic
def add_kit(*, project: Project, draft: HomeKitDraft, by, at: datetime) -> HomeKit:
    """Add a kind of kit to a home project. Raises Refused, with every ground."""
    grounds = []
    if project.type != Project.Type.HOME:
        grounds.append(Ground(_("Only a home project has kits")))
    if not draft.name.strip() or not draft.piece.strip():
        grounds.append(Ground(_("Enter what the kit is called, and what one piece is"), "name"))
    if not 1 <= draft.minutes_each <= 24 * 60:
        grounds.append(Ground(_("A piece is worth from 1 minute to 24 hours"), "minutes_each"))
    if not 1 <= len(draft.standard) <= 12 or any(not 0 < len(words.strip()) <= 120 for words in draft.standard):
        words = _(
            "Enter from 1 to 12 things that each piece is inspected for, each on a line of 120 characters at most"
        )
        grounds.append(Ground(words, "standard"))
    if not 1 <= draft.days_out <= 90:
        grounds.append(Ground(_("Goods are due back within 1 to 90 days"), "days_out"))
    if HomeKit.objects.filter(project=project, name=draft.name.strip(), retired_at=None).exists():
        grounds.append(Ground(_("The project has a kit of this name: retire that one first"), "name"))
    if grounds:
        raise Refused(grounds)
    made = HomeKit.objects.create(
        project=project, name=draft.name.strip(), piece=draft.piece.strip(), minutes_each=draft.minutes_each,
        standard=[words.strip() for words in draft.standard], days_out=draft.days_out,
    )  # fmt: skip
    detail = {"minutes_each": made.minutes_each, "standard": made.standard}
    audit.record(by, "add home kit", f"unpaid_work.homekit {made.pk}", detail=detail)
    return made


@transaction.atomic
def retire_kit(*, kit: HomeKit, by, at: datetime) -> HomeKit:
    """Send a kind of kit out no more; those that are out keep their standard and minutes."""
    if kit.retired_at is None:
        kit.retired_at = at
        kit.save(update_fields=["retired_at"])
        audit.record(by, "retire home kit", f"unpaid_work.homekit {kit.pk}")
    return kit


@transaction.atomic
def ask_for_home_work(*, requirement: Requirement, ground: str, reason: str, by, at: datetime) -> HomeEntry:
    """Ask a manager to agree that the person cannot attend and works at home. Raises Refused."""
    requirement = _requirement(requirement)
    if requirement.kind != Requirement.Kind.UNPAID_WORK or requirement.ended_on:
        raise Refused(_("There is no unpaid work left to do"))
    if ground not in HomeEntry.Ground.values:
        raise Refused(_("Select why they cannot attend"), field="ground")
    if not reason.strip():
        raise Refused(_("Enter what is known of it, and how"), field="reason")
    if HomeEntry.objects.filter(requirement=requirement, agreed=None).exists():
        raise Refused(_("A manager has been asked already"))
    made = HomeEntry.objects.create(
        requirement=requirement, ground=ground, reason=reason.strip(), asked_at=at, asked_by=by
    )
    _tell("ask for home work", made, by)
    return made


@transaction.atomic
def decide_on_home_work(*, entry: HomeEntry, agreed: bool, note: str, by, at: datetime) -> HomeEntry:
    """A manager agrees, for as long as policy says, or does not. Raises Refused where they asked for it themselves."""
    entry = _entries().select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.agreed is not None:
        raise Refused(_("It has been decided already"))
    if entry.asked_by_id == by.pk:
        raise Refused(_("Somebody other than the one who asked must decide"))
    if not note.strip():
        raise Refused(_("Enter why"), field="note")
    entry.agreed, entry.note, entry.decided_at, entry.decided_by = agreed, note.strip(), at, by
    if agreed:
        entry.from_date = civil_date(at)
        entry.to_date = home_work_agreed_until(entry.from_date, on=entry.from_date).value + timedelta(days=1)
    entry.save()
    _tell("agree to home work" if agreed else "refuse home work", entry, by)
    return entry


@transaction.atomic
def send_kit(*, entry: HomeEntry, kit: HomeKit, pieces: int, out_on: date, by, at: datetime) -> HomeKitOut:
    """Record that a kit went out. Raises Refused where the agreement or the assessment does not allow it on the day."""
    if out_on > civil_date(at):
        raise Refused(_("The day must be today or in the past"), field="out_on")
    if not 1 <= pieces <= 1000:
        raise Refused(_("Enter how many pieces, from 1 to 1,000"), field="pieces")
    if kit.retired_at is not None:
        raise Refused(_("This kit is sent out no more"), field="kit")
    try:
        with transaction.atomic():
            made = HomeKitOut.objects.create(
                entry=entry, kit=kit, pieces=pieces, minutes_each=kit.minutes_each, standard=kit.standard,
                out_on=out_on, due_on=out_on + timedelta(days=kit.days_out), recorded_at=at, recorded_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_said(error)) from None
    detail = {"kit": kit.name, "pieces": pieces}
    audit.record(by, "send home kit", f"unpaid_work.homekitout {made.pk}", crn=_crn(entry), detail=detail)
    return made


@transaction.atomic
def take_goods_back(*, kit_out: HomeKitOut, back_on: date, pieces_back: int, note: str, by, at: datetime) -> HomeKitOut:
    """Record that goods came back; nothing is credited by it. Raises Refused."""
    kit_out = kits_out().select_for_update(of=("self",)).get(pk=kit_out.pk)
    if kit_out.back_on:
        raise Refused(_("The goods are recorded as back already"))
    if not kit_out.out_on <= back_on <= civil_date(at):
        raise Refused(_("The day must be on or after the kit went out, and not in the future"), field="back_on")
    if not 0 <= pieces_back <= kit_out.pieces:
        told = _("Enter how many pieces came back, from 0 to %(most)s") % {"most": kit_out.pieces}
        raise Refused(told, field="pieces_back")
    if pieces_back < kit_out.pieces and not note.strip():
        raise Refused(_("Enter what is missing"), field="note")
    kit_out.back_on, kit_out.pieces_back, kit_out.back_note = back_on, pieces_back, note.strip()
    kit_out.save(update_fields=["back_on", "pieces_back", "back_note"])
    detail = {"pieces": pieces_back}
    crn = _crn(kit_out.entry)
    audit.record(by, "take home goods back", f"unpaid_work.homekitout {kit_out.pk}", crn=crn, detail=detail)
    return kit_out


@transaction.atomic
def inspect_goods(
    *, kit_out: HomeKitOut, on: date, passed: int, failed_for: Sequence[str], note: str, by, at: datetime
) -> HomeInspection:
    """Hold the goods to their standard and credit the pieces that meet all of it, in minutes for each. Raises Refused.

    What is beyond the hours that remain is recorded whole, and counted by the statement as far as it counts.
    """
    kit_out = kits_out().select_for_update(of=("self",)).get(pk=kit_out.pk)
    _check_inspection(kit_out, on, passed, failed_for, civil_date(at))
    made = HomeInspection.objects.create(
        kit_out=kit_out, on=on, passed=passed, failed_for=list(failed_for), note=note.strip(), recorded_at=at,
        recorded_by=by,
    )  # fmt: skip
    audit.record(
        by, "inspect home goods", f"unpaid_work.homeinspection {made.pk}", crn=_crn(kit_out.entry),
        detail={"passed": passed, "of": kit_out.pieces_back},
    )  # fmt: skip
    if passed:
        told = _("%(passed)s of %(back)s pieces passed: %(kit)s") % {
            "passed": passed, "back": kit_out.pieces_back, "kit": kit_out.kit.name,
        }  # fmt: skip
        credit = AdjustmentDraft(
            requirement=kit_out.entry.requirement, on=kit_out.back_on, minutes=passed * kit_out.minutes_each,
            reason=str(HoursAdjustment.Reason.HOME), note=told, inspection=made,
        )  # fmt: skip
        adjust_hours([credit], by=by, at=at)
    return made


def _check_inspection(kit_out: HomeKitOut, on: date, passed: int, failed_for: Sequence[str], today: date) -> None:
    if kit_out.back_on is None:
        raise Refused(_("The goods are not back: nothing can be inspected, and nothing is credited"))
    if HomeInspection.objects.filter(kit_out=kit_out).exists():
        raise Refused(_("The goods have been inspected already"))
    grounds = []
    if not kit_out.back_on <= on <= today:
        grounds.append(Ground(_("The day must be on or after the goods came back, and not in the future"), "on"))
    if not 0 <= passed <= kit_out.pieces_back:
        most = {"most": kit_out.pieces_back}
        grounds.append(Ground(_("Enter how many pieces passed, from 0 to %(most)s") % most, "passed"))
    if not set(failed_for) <= set(kit_out.standard):
        grounds.append(Ground(_("Select from the standard"), "failed_for"))
    if (passed < kit_out.pieces_back) != bool(failed_for):
        grounds.append(Ground(_("Select what pieces failed for, where any failed"), "failed_for"))
    if grounds:
        raise Refused(grounds)


def kits_out():
    """Kits that went out, with what their pages and operations need."""
    return HomeKitOut.objects.select_related("kit", "entry__requirement__sentence__person")


def _entries():
    return HomeEntry.objects.select_related("requirement__sentence__person")


def _requirement(requirement: Requirement) -> Requirement:
    """The requirement's row is the turnstile of its entries."""
    rows = Requirement.objects.select_for_update(of=("self",), no_key=True).select_related("sentence__person")
    return rows.get(pk=requirement.pk)


def _crn(entry: HomeEntry) -> str:
    return entry.requirement.sentence.person.crn


def _tell(action: str, entry: HomeEntry, by) -> None:
    detail = {"requirement": entry.requirement.reference, "ground": entry.ground}
    audit.record(by, action, f"unpaid_work.homeentry {entry.pk}", crn=_crn(entry), detail=detail)


def _said(error: IntegrityError) -> str:
    words = reason_of(error)[0].words
    return words[:1].upper() + words[1:]
