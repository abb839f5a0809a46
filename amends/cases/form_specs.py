"""Questions as data: on protected characteristics, as the census asks them, of an audit, and of the plan of a case."""

from django.utils.translation import gettext_lazy as _

_NOT_SAID = ("not_said", _("Prefers not to say"))
_NOT_ASKED = ("", _("Not asked"))

# Field of ProtectedCharacteristics -> its answers, code and words. The empty code: not asked.
PROTECTED_CHOICES: dict[str, list[tuple[str, object]]] = {
    "ethnicity": [
        _NOT_ASKED,
        ("white_british", _("White: Welsh, English, Scottish, Northern Irish or British")),
        ("white_irish", _("White: Irish")),
        ("white_traveller", _("White: Gypsy or Irish Traveller")),
        ("white_roma", _("White: Roma")),
        ("white_other", _("White: another background")),
        ("mixed_white_black_caribbean", _("Mixed: White and Black Caribbean")),
        ("mixed_white_black_african", _("Mixed: White and Black African")),
        ("mixed_white_asian", _("Mixed: White and Asian")),
        ("mixed_other", _("Mixed: another background")),
        ("asian_indian", _("Asian: Indian")),
        ("asian_pakistani", _("Asian: Pakistani")),
        ("asian_bangladeshi", _("Asian: Bangladeshi")),
        ("asian_chinese", _("Asian: Chinese")),
        ("asian_other", _("Asian: another background")),
        ("black_african", _("Black: African")),
        ("black_caribbean", _("Black: Caribbean")),
        ("black_other", _("Black: another background")),
        ("other_arab", _("Another group: Arab")),
        ("other", _("Another group")),
        _NOT_SAID,
    ],
    "religion": [
        _NOT_ASKED,
        ("none", _("No religion")),
        ("christian", _("Christian")),
        ("buddhist", _("Buddhist")),
        ("hindu", _("Hindu")),
        ("jewish", _("Jewish")),
        ("muslim", _("Muslim")),
        ("sikh", _("Sikh")),
        ("other", _("Another religion or belief")),
        _NOT_SAID,
    ],
    "disability": [
        _NOT_ASKED,
        ("none", _("No")),
        ("limited_a_little", _("Yes, limiting daily life a little")),
        ("limited_a_lot", _("Yes, limiting daily life a lot")),
        _NOT_SAID,
    ],
    "gender_identity": [
        _NOT_ASKED,
        ("same", _("The same as the sex registered at birth")),
        ("different", _("Different from the sex registered at birth")),
        _NOT_SAID,
    ],
    "sexual_orientation": [
        _NOT_ASKED,
        ("straight", _("Straight or heterosexual")),
        ("gay_lesbian", _("Gay or lesbian")),
        ("bisexual", _("Bisexual")),
        ("other", _("Another orientation")),
        _NOT_SAID,
    ],
    "pregnancy_maternity": [
        _NOT_ASKED,
        ("no", _("No")),
        ("pregnant", _("Pregnant")),
        ("maternity", _("Gave birth in the last 26 weeks")),
        _NOT_SAID,
    ],
    "marital_status": [
        _NOT_ASKED,
        ("single", _("Never married or in a civil partnership")),
        ("married", _("Married")),
        ("civil_partnership", _("In a civil partnership")),
        ("separated", _("Separated")),
        ("divorced", _("Divorced, or civil partnership dissolved")),
        ("widowed", _("Widowed, or surviving a civil partner")),
        _NOT_SAID,
    ],
}

# The questions of an audit of a case, by code, in the order of the case: assess, plan, deliver, review.
AUDIT_QUESTIONS: dict[str, object] = {
    "person_heard": _("Is the person’s own view in the assessment?"),
    "information_drawn_on": _("Does the assessment draw on every source that answered, and say which did not?"),
    "risk_current": _("Does the risk on record fit what is known today?"),
    "plan_fits": _("Does the plan put first things first, and fit the time that is left?"),
    "contingency": _("Does the risk management plan say what is done when risk rises?"),
    "contact_kept": _("Was contact as often, and of the kind, that the case needs?"),
    "needs_met": _("Is something delivered for each need that the plan names?"),
    "absence_followed": _("Was each absence followed up in time?"),
    "review_after_change": _("Was the case reviewed when something changed?"),
    "oversight_seen": _("Is oversight by a manager seen where the case asked for it?"),
}
AUDIT_ANSWERS: list[tuple[str, object]] = [
    ("yes", _("Yes")),
    ("no", _("No")),
    ("not_applicable", _("Not applicable")),
]

# The parts of a plan that are written as text, by code: what each is called, and what it is to say.
PLAN_PARTS: dict[str, tuple[object, object]] = {
    "contact": (_("Contact"), _("How often, by what, and who besides you. The person reads this.")),
    "monitoring": (_("Watching the risk"), _("What is watched, by whom, and how often. Say so also where little is.")),
    "interventions": (_("Lowering the risk"), _("What is done, by whom. Say so also where nothing is needed.")),
    "victim_safety": (
        _("Safety of victims"),
        _("How victims, and those who could become one, are kept safe. The person is never given this."),
    ),
    "contingency": (
        _("When risk rises"),
        _("The signs, what is done at once and by whom, and who is told. Needed where risk is high, very high or not "
          "judged, and where anything is registered."),
    ),
}  # fmt: skip
