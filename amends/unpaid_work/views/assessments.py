"""Pages about assessments for unpaid work: who needs one, a person's, and its withdrawal."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import assessment as forms
from amends.unpaid_work.models import UnpaidWorkAssessment
from amends.unpaid_work.operations.assessments import withdraw_assessment
from amends.unpaid_work.operations.under_18 import turns_18_on
from amends.unpaid_work.queries import assessments as queries
from amends.unpaid_work.views import assessment_page as page


@permission(Permission.ASSESSMENT_VIEW)
def assessment(request, crn: str):
    person, on = load_person(request, crn, Permission.ASSESSMENT_VIEW), timezone.localdate()
    held = list(queries.assessments_of(person))
    gate = queries.gate_of(person, held, on)
    may_record = reaches(request.user, Permission.ASSESSMENT_RECORD, person.team)
    apart = queries.kept_apart_from(request.user, person, on)
    if apart:
        access.listed(request.user, Permission.PERSON_VIEW, f"cases.person {person.pk}", [one.crn for one in apart])
    context = {
        "person": person,
        "back": reverse("unpaid_work:person", args=[person.crn]),
        "gate": gate,
        "gate_tag": page.gate_tag(gate),
        "newest": held[0] if held else None,
        "cards": page.cards(person, queries.answers_of(held[0]), areas=_tells_areas(request, person)) if held else [],
        "earlier": page.earlier(person, held[1:]),
        "unfinished": queries.unfinished(person),
        "may_record": may_record,
        "may_withdraw": may_record and held and held[0].to_date > on,
        "days_away": page.days_away(person, queries.days_away(person, on), may_record),
        "under_18": queries.under_18(person) if turns_18_on(person.date_of_birth) > on else None,
        "may_sign_off": reaches(request.user, Permission.UNDER_18_SIGN_OFF, person.team),
        "may_keep_apart": reaches(request.user, Permission.PERSON_CHANGE, person.team),
        "apart": apart,
    }
    return render(request, "unpaid_work/assessments/assessment.html", context)


@permission(Permission.ASSESSMENT_VIEW)
def earlier(request, crn: str, pk: int):
    held = access.load(
        UnpaidWorkAssessment.objects.select_related("person__team", "assessed_by").prefetch_related("areas"),
        request.user, Permission.ASSESSMENT_VIEW, pk=pk, person__crn=crn,
    )  # fmt: skip
    cards = page.cards(held.person, queries.answers_of(held), areas=_tells_areas(request, held.person))
    context = {"person": held.person, "held": held, "back": page.address(held.person), "cards": cards}
    return render(request, "unpaid_work/assessments/earlier.html", context)


def _tells_areas(request, person: Person) -> bool:
    """Whether areas to stay away from are shown: not to one who opened the record urgently, out of their reach."""
    return reaches(request.user, Permission.ASSESSMENT_VIEW, person.team)


@permission(Permission.ASSESSMENT_RECORD)
def withdraw(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    on, at = timezone.localdate(), timezone.now()
    held = queries.in_force(person, on)
    if held is None:
        messages.error(request, _("No assessment is in force, so there is none to withdraw"))
        return redirect("unpaid_work:assessment", crn)
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_assessment(assessment=held, on=on, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("The assessment of %(day)s is withdrawn: %(name)s must not be booked")
            messages.success(request, said % {"day": day(held.from_date), "name": person.name})
            return redirect("unpaid_work:assessment", crn)
    booked = page.bookings(queries.bookings_to_come(person, at))
    context = {"form": form, "person": person, "held": held, "booked": booked, "back": page.address(person)}
    return render(request, "unpaid_work/assessments/withdraw.html", context)


def load_person(request, crn: str, needed: Permission) -> Person:
    """The person, opened under the permission; the 404 where their record was merged into another."""
    return access.load(
        Person.objects.filter(merged_into__isnull=True).select_related("team__pdu"), request.user, needed, crn=crn
    )
