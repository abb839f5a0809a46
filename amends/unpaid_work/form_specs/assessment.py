"""The assessment for unpaid work as a questionnaire: its sections and questions, in the order they are asked.

Each section is one page. The names of questions are those of AssessmentDraft; a question that only leads to another
(`leads_to`) is answered yes or no, and its own answer is not kept in the assessment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.policy import codes
from amends.unpaid_work.form_specs.vocabulary import SKILLS, TAGS
from amends.unpaid_work.models import UnpaidWorkAssessment
from amends.unpaid_work.models.assessment import RISKS

KINDS = [
    ("group", _("A group, led by a supervisor")),
    ("individual", _("An individual placement with a beneficiary")),
    ("ete", _("Education, training or employment activity")),
    ("home", _("A project done at home")),
]


@dataclass(frozen=True)
class Question:
    """One question. `kind` is yes_no, radios, checkboxes, long_text, day_past, whole_number or week."""

    name: str
    kind: str
    label: Any
    hint: Any = ""
    required: bool = True
    choices: Sequence[tuple[str, Any]] = ()
    choice_hints: Mapping[str, Any] = field(default_factory=dict)
    leads_to: str = ""
    subject: Any = ""
    limits: tuple[int, int] | None = None
    suffix: Any = ""
    grows: bool = False  # the choices take in codes already held that the vocabulary does not know
    not_for: str = ""  # a sex, as the person's record has it, that is not asked


@dataclass(frozen=True)
class Section:
    """A page of the questionnaire. Answers of a former assessment are offered again unless `anew`."""

    slug: str
    title: Any
    questions: Sequence[Question]
    intro: Any = ""
    anew: bool = False


HARM = Section(
    "risk-of-harm",
    _("Risk of serious harm"),
    [
        Question(
            "harm_check",
            "radios",
            _("What came of the check on risk of harm?"),
            choices=UnpaidWorkAssessment.HarmCheck.choices,
            choice_hints={
                "retrieved": _("The assessment of risk was found and read"),
                "nothing_held": _("The check was made, and no assessment of risk is held"),
                "not_retrieved": _("No answer yet. The assessment can be saved, but the person cannot be booked"),
            },
        ),
        Question("harm_checked_on", "day_past", _("Day of the check")),
        Question(
            "risk_of_harm",
            "radios",
            _("Risk of serious harm to others"),
            hint=_("Leave empty where the check was not retrieved: the risk is then not known"),
            required=False,
            choices=RISKS,
        ),
        Question(
            "harm_detail",
            "long_text",
            _("How the risk bears on work, and who may be at risk"),
            hint=_("What a supervisor must know, and what the placement must avoid. Needed where the risk is not low"),
            required=False,
        ),
    ],
    anew=True,
)
CIRCUMSTANCES = Section(
    "circumstances",
    _("Personal circumstances and diversity"),
    [
        Question(
            "has_circumstances",
            "yes_no",
            _("Does anything about the person or their life bear on work?"),
            hint=_(
                "Ask about caring and childcare, religion and observance, gender, language, reading, disability and "
                "experience of abuse"
            ),
            leads_to="circumstances",
        ),
        Question("circumstances", "long_text", _("What it is, and what would help"), required=False),
    ],
)
HEALTH = Section(
    "health",
    _("Health"),
    [
        Question("has_health", "yes_no", _("Does a health condition bear on work?"), leads_to="health"),
        Question("health", "long_text", _("The condition, and what work must allow for"), required=False),
        Question("has_medication", "yes_no", _("Is any medication taken or carried?"), leads_to="medication"),
        Question("medication", "long_text", _("The medication, its effects, and what to do in need"), required=False),
        Question(
            "lifting",
            "yes_no",
            _("May the person lift and carry?"),
            hint=_("If not, they are kept from projects with heavy lifting"),
        ),
    ],
)
EXCLUSIONS = Section(
    "exclusions",
    _("What the person must be kept from"),
    [
        Question(
            "excludes",
            "checkboxes",
            _("Kinds of place and work"),
            hint=_("Never placed on a project that involves any of these. Leave empty where there is none"),
            required=False,
            choices=list(TAGS.items()),
            grows=True,
        )
    ],
)
AREAS = Section("areas", _("Areas to stay away from"), [])
PLACEMENT = Section(
    "placement",
    _("The right placement"),
    [
        Question(
            "kinds",
            "checkboxes",
            _("Kinds of work allowed"),
            choices=KINDS,
            choice_hints={"home": _("Only for someone who cannot attend because of health, shielding or distance")},
            subject=_("at least one kind of work"),
        ),
        Question("preference", "radios", _("Placement preferred"), choices=UnpaidWorkAssessment.Preference.choices),
        Question(
            "women_only",
            "yes_no",
            _("Must the person be placed with women only, or alone?"),
            hint=_("A rule, not a preference: no other placement can be booked"),
            not_for="m",
        ),
        Question("supervisor_gender", "radios", _("Supervisor"), choices=UnpaidWorkAssessment.SupervisorGender.choices),
        Question("close_supervision", "yes_no", _("Does the person need close supervision?")),
    ],
)
TRAVEL = Section(
    "travel",
    _("Travel"),
    [
        Question("drives", "yes_no", _("Does the person travel by car?")),
        Question(
            "max_travel_minutes",
            "whole_number",
            _("Longest journey to a placement, one way"),
            hint=_("Weigh caring, health, cost and working hours"),
            limits=(0, 240),
            suffix=_("minutes"),
        ),
    ],
)
AVAILABILITY = Section(
    "availability",
    _("When the person can work"),
    [
        Question(
            "slots",
            "week",
            _("Times of the week"),
            hint=_("Morning is before midday, evening from 5pm, afternoon between. A session from 9am to 4pm "
                   "needs both the morning and the afternoon of its day"),
            subject=_("at least one time of the week"),
        )
    ],
)  # fmt: skip
SKILLS_HELD = Section(
    "skills",
    _("Skills and certificates"),
    [
        Question(
            "skills",
            "checkboxes",
            _("Skills and certificates held"),
            hint=_("Leave empty where there is none"),
            required=False,
            choices=list(SKILLS.items()),
            grows=True,
        )
    ],
)
NEEDS = Section(
    "needs",
    _("Needs that work could serve"),
    [
        Question(
            "needs",
            "checkboxes",
            _("Needs"),
            hint=_("From the assessment of the case; placements are matched with them. Leave empty if none"),
            required=False,
            choices=codes.choices("need"),
        )
    ],
)

SECTIONS = (
    HARM, CIRCUMSTANCES, HEALTH, EXCLUSIONS, AREAS, PLACEMENT, TRAVEL, AVAILABILITY, SKILLS_HELD, NEEDS,
)  # fmt: skip
SECTION_OF = {section.slug: section for section in SECTIONS}


def after(section: Section) -> Section | None:
    """The section that follows, if any."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None
