"""Delivery models: the least contact each person is owed, and how it may be made, by date and region tier."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from amends.faults import Fault, Faults
from amends.policy.contact_modes import FACE_TO_FACE, contact_modes, face_to_face_modes
from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest

RISKS = ("low", "medium", "high", "very_high")
FLAGS = (
    "terrorism", "domestic_abuse", "child_safeguarding", "no_phone", "first_after_release", "critical_few", "licence",
)  # fmt: skip
PRIORITY = ("terrorism", "no_phone", "first_after_release", "critical_few")
SAFEGUARDING = ("domestic_abuse", "child_safeguarding")


@dataclass(frozen=True)
class ContactOwed:
    """The least contact: one every `every_days` days, by one of `modes` (the strongest first).

    `owed_mode` is the mode that is owed, `face_to_face` for an office or home visit, None where any of the modes will
    do. `face_to_face_days`: besides, face to face at least once in so many days.
    """

    every_days: int
    modes: tuple[str, ...]
    owed_mode: str | None
    model: str
    face_to_face_days: int | None = None


def models() -> tuple[str, ...]:
    """The names of the delivery models, as they came into force."""
    return tuple(dict.fromkeys(row["model"] for row in table("contact_minimum", "model", "case").rows))


def delivery_model(region_tier: str, *, on: date) -> Decision[str]:
    """The model in force on a date in a region of that tier. Raises Faults where no rule holds on the date."""
    row = table("delivery_models", "region_tier").row(on, region_tier=region_tier)
    step = f"tier {region_tier} on {on.isoformat()}: {row['model']}"
    return Decision(row["model"], "delivery_model", row.cited, row.confidence, (step,))


def minimum_contact(
    risk: str, region_tier: str = "open", flags: Collection[str] = (), *, on: date, model: str | None = None
) -> Decision[ContactOwed]:
    """The least contact owed to a person of that risk of serious harm, on a date, in a region of that tier.

    `model` asks what another model would owe, whichever is in force: for a what-if. Raises Faults where no rule holds
    on the date, and for a risk, flag or model that there is not.
    """
    check_known(risk, flags, model)
    steps: tuple[str, ...]
    if model is None:
        in_force = delivery_model(region_tier, on=on)
        name, steps, confidence = in_force.value, in_force.steps, in_force.confidence
        row = table("contact_minimum", "model", "case").row(on, model=name, case=_case(risk, flags))
    else:
        name, steps, confidence = model, (f"as under {model}, whichever model is in force",), "default"
        row = next(
            each
            for each in table("contact_minimum", "model", "case").rows
            if (each["model"], each["case"]) == (model, _case(risk, flags))
        )
    owed = ContactOwed(
        every_days=row.whole("every_days"),
        modes=tuple(row["modes"].split()),
        owed_mode=row["owed_mode"] or None,
        model=name,
        face_to_face_days=row.whole("face_to_face_days") if row["face_to_face_days"] else None,
    )
    steps += (_because(risk, flags), words_of(owed))
    return Decision(owed, "minimum_contact", row.cited, weakest(confidence, row.confidence), steps)


def likely_mode(
    modes: Collection[str], owed_mode: str | None, *, last: str | None, remote: Collection[str] | None
) -> str | None:
    """The mode by which the contact owed would likely be made, for a what-if; None where none of `modes` is open.

    As it was made `last`, where the model leaves that open; else as the model owes it. `remote` are the remote modes
    open to the person: none of the others is assumed of them; None where that is not known.
    """
    closed = {each.mode for each in contact_modes() if each.remote} - set(remote or ()) if remote is not None else set()
    allowed = [mode for mode in modes if mode not in closed]
    kept = {FACE_TO_FACE: face_to_face_modes(), None: frozenset(modes)}.get(owed_mode, frozenset())
    if last in allowed and last in kept:
        return last
    wanted = ("office" if owed_mode == FACE_TO_FACE else owed_mode, "telephone", "video", "doorstep", "office")
    return next((mode for mode in wanted if mode in allowed), next(iter(allowed), None))


def check_known(risk: str, flags: Collection[str], model: str | None = None) -> None:
    """Raise Faults for a risk, a flag or a model that there is not."""
    faults = []
    if risk not in RISKS:
        faults.append(Fault("", None, "risk", f"unknown risk {risk[:40]!r}", "one of " + ", ".join(RISKS)))
    for flag in flags:
        if flag not in FLAGS:
            faults.append(Fault("", None, "flags", f"unknown flag {flag[:40]!r}", "one of " + ", ".join(FLAGS)))
    if model is not None and model not in models():
        faults.append(Fault("", None, "model", f"unknown model {model[:40]!r}", "one of " + ", ".join(models())))
    if faults:
        raise Faults(faults)


def _case(risk: str, flags: Collection[str]) -> str:
    if any(flag in flags for flag in PRIORITY):
        return "priority"
    if risk in ("high", "very_high"):
        return "high"
    if risk == "medium" and any(flag in flags for flag in SAFEGUARDING):
        return "medium_safeguarding"
    return risk


def _because(risk: str, flags: Collection[str]) -> str:
    deciding = PRIORITY if _case(risk, flags) == "priority" else SAFEGUARDING if risk == "medium" else ()
    named = [flag for flag in deciding if flag in flags]
    return f"risk of serious harm {said(risk)}" + (f", with {', '.join(map(said, named))}" if named else "")


def words_of(owed: ContactOwed) -> str:
    """What is owed, as a person reads it."""
    how = said(owed.owed_mode) if owed.owed_mode else "any of " + ", ".join(owed.modes)
    words = f"at least one contact every {owed.every_days} days: {how}"
    if owed.face_to_face_days:
        words += f"; {said(FACE_TO_FACE)} at least every {owed.face_to_face_days} days"
    return words


def said(code: str) -> str:
    """A code as a person reads it."""
    return code.replace("_", " ")
