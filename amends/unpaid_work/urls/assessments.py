"""Addresses of assessments for unpaid work."""

from django.urls import path, re_path

from amends.unpaid_work.form_specs.assessment import AREAS, SECTIONS
from amends.unpaid_work.views import assessments, days_away, questionnaire, under_18

_SLUGS = "|".join(section.slug for section in SECTIONS if section is not AREAS)

urlpatterns = [
    path("people/<slug:crn>/assessment", assessments.assessment, name="assessment"),
    path("people/<slug:crn>/assessment/withdraw", assessments.withdraw, name="assessment_withdraw"),
    path("people/<slug:crn>/assessment/<int:pk>", assessments.earlier, name="assessment_earlier"),
    path("people/<slug:crn>/assessment/new", questionnaire.tasks, name="assessment_tasks"),
    path("people/<slug:crn>/assessment/new/check", questionnaire.check, name="assessment_check"),
    path("people/<slug:crn>/assessment/new/give-up", questionnaire.give_up, name="assessment_give_up"),
    path(f"people/<slug:crn>/assessment/new/{AREAS.slug}", questionnaire.areas, name="assessment_areas"),
    re_path(
        rf"^people/(?P<crn>[-a-zA-Z0-9_]+)/assessment/new/(?P<slug>{_SLUGS})$",
        questionnaire.section,
        name="assessment_section",
    ),
    path("people/<slug:crn>/under-18", under_18.sign_off, name="under_18"),
    path("people/<slug:crn>/under-18/<int:pk>/withdraw", under_18.withdraw, name="under_18_withdraw"),
    path("people/<slug:crn>/days-away/new", days_away.new, name="days_away_new"),
    path("people/<slug:crn>/days-away/<int:pk>/end", days_away.end, name="days_away_end"),
]
