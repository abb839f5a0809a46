"""An assessment made section by section, as its pages ask for it."""

from django.urls import reverse
from django.utils import timezone

from amends.unpaid_work.form_specs.assessment import SECTIONS

TODAY = timezone.localdate()
ANSWERS = {
    "risk-of-harm": {"harm_check": "retrieved", "harm_checked_on_day": TODAY.day, "harm_checked_on_month": TODAY.month,
                     "harm_checked_on_year": TODAY.year, "risk_of_harm": "medium",
                     "harm_detail": "Oedi ger ysgolion 🏫"},
    "circumstances": {"has_circumstances": "yes", "circumstances": "Cares for two children; Ffion’s school run"},
    "health": {"has_health": "no", "health": "left over", "has_medication": "yes", "medication": "Inhaler",
               "lifting": "no"},
    "exclusions": {"excludes": ["near_school", "children"]},
    "areas": {"then": "continue"},
    "placement": {"kinds": ["group", "ete"], "preference": "mixed", "supervisor_gender": "any",
                  "close_supervision": "yes"},
    "travel": {"drives": "no", "max_travel_minutes": "45"},
    "availability": {"slots": ["1m", "1a", "3m"]},
    "skills": {"skills": ["cscs"]},
    "needs": {"needs": ["ete", "wellbeing"]},
}  # fmt: skip


def address(name, person, *more):
    return reverse(f"unpaid_work:{name}", args=[person.crn, *more])


def section_address(person, slug):
    return address("assessment_areas", person) if slug == "areas" else address("assessment_section", person, slug)


def answer_all(page, person, **instead):
    for section in SECTIONS:
        given = instead.get(section.slug.replace("-", "_"), ANSWERS[section.slug])
        response = page.post(section_address(person, section.slug), given)
        assert response.status_code == 302, response.context["form"].errors
    return response
