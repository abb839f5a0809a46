"""Following an order: the plan and its versions, reviews, contact, and what the site noted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Timeline
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.monitors import ReviewForm
from amends.unpaid_work.forms.supervision import SupervisionPlanForm
from amends.unpaid_work.models import RequirementReview
from amends.unpaid_work.operations.reviews import record_review
from amends.unpaid_work.operations.supervision_plans import record_supervision_plan
from amends.unpaid_work.queries import person as queries
from amends.unpaid_work.queries.supervision import followed, site_notes
from amends.unpaid_work.views import supervision_page as page
from amends.unpaid_work.views.doing import done

VIEW, RECORD = Permission.HOURS_VIEW, Permission.SUPERVISION_RECORD


def _requirement(request, needed, crn, pk):
    return access.load(queries.requirements(), request.user, needed, pk=pk, sentence__person__crn=crn)


@permission(VIEW)
def supervision(request, crn: str, pk: int):
    """The plan, its versions and reviews, the practitioner's contact and the notes of the site."""
    requirement = _requirement(request, VIEW, crn, pk)
    person, today = requirement.sentence.person, timezone.localdate()
    shown = followed(requirement, today)
    may_contact = reaches(request.user, Permission.CONTACT_RECORD, person.team)
    context = {
        "requirement": requirement,
        "person": person,
        "shown": shown,
        "plan": page.plan_list(shown.plan) if shown.plan else None,
        "versions": page.versions(shown.plans),
        "reviews": page.reviews(
            requirement, shown.reviews, reaches(request.user, Permission.ASSESSMENT_RECORD, person.team)
        ),
        "contacts": page.contacts(
            shown.contacts, reaches(request.user, Permission.CONTACT_VIEW, person.team), may_contact
        ),
        "may_contact": may_contact,
        "late": shown.due is not None and shown.due.value < today,
        "notes": Timeline(site_notes(request.user, person), empty=_("The site has noted nothing.")),
        "may_read": reaches(request.user, Permission.CONCERN_READ, person.team),
        "may_record": reaches(request.user, RECORD, person.team),
        "back": reverse("unpaid_work:person", args=[crn]),
    }
    return render(request, "unpaid_work/person/supervision.html", context)


@permission(RECORD)
def plan(request, crn: str, pk: int):
    """Make the supervision plan, or its next version."""
    requirement = _requirement(request, RECORD, crn, pk)
    back = reverse("unpaid_work:supervision", args=[crn, pk])
    standing = requirement.supervision_plans.first()
    days = {"sentenced": requirement.sentence.sentence_date, "today": timezone.localdate()}
    form = SupervisionPlanForm(request.POST or None, standing=standing, **days)
    if form.is_valid():
        given = {"draft": form.draft(), "instead_of": form.cleaned_data["instead_of"]}
        if done(request, form, record_supervision_plan, requirement=requirement, **given):
            messages.success(request, _("The supervision plan is recorded."))
            return redirect(back)
    heading = _("Change the supervision plan") if standing else _("Make the supervision plan")
    context = {"form": form, "heading": heading, "caption": page.caption(requirement), "back": back}
    return render(request, "design/form_page.html", context | {"cancel_href": back})


@permission(Permission.ASSESSMENT_RECORD)
def review(request, crn: str, pk: int, number: str):
    """Record that a review of a requirement was done."""
    requirement = _requirement(request, Permission.ASSESSMENT_RECORD, crn, pk)
    back = reverse("unpaid_work:supervision", args=[crn, pk])
    given = {"today": timezone.localdate(), "sentenced": requirement.sentence.sentence_date}
    form = ReviewForm(request.POST or None, planned=requirement.supervision_plans.exists(), **given)
    given = {"requirement": requirement, "review": number}
    if form.is_valid() and done(request, form, record_review, **given, **form.cleaned_data):
        messages.success(request, _("The review is recorded."))
        return redirect(back)
    label = RequirementReview.Review(number).label
    context = {"form": form, "heading": _("Record a review"), "submit_text": _("Record the review"), "back": back}
    context |= {"caption": page.caption(requirement), "intro": label, "cancel_href": back}
    return render(request, "design/form_page.html", context)
