"""A person's certificates and guided learning, and the session before the first placement."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.form_specs.vocabulary import SKILLS, named
from amends.unpaid_work.forms import skills as forms
from amends.unpaid_work.models import Certificate, SkillLearning
from amends.unpaid_work.operations import skills as operations
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.queries import skills as queries
from amends.unpaid_work.views import skills_page as page
from amends.unpaid_work.views.doing import done

VIEW, RECORD = Permission.HOURS_VIEW, Permission.ASSESSMENT_RECORD


@permission(VIEW)
def skills(request, crn: str):
    """Skills held, certificates, guided learning with its hours, and the pre-placement session."""
    person, today = access.load(people.people(), request.user, VIEW, crn=crn), timezone.localdate()
    may_record = reaches(request.user, RECORD, person.team)
    context = {
        "person": person,
        "held": named(queries.skills_held(person, today), SKILLS),
        "certificates": page.certificates(person, queries.certificates_of(person), today, may_record),
        "learning": page.learning(person, queries.learning_of(person), may_record),
        "pre_placement": page.pre_placement(request.user, queries.inductions_of(person)),
        "may_record": may_record,
        "back": reverse("unpaid_work:person", args=[crn]),
    }
    return render(request, "unpaid_work/person/skills.html", context)


@permission(RECORD)
def certificate_new(request, crn: str):
    """Record a certificate."""
    person = access.load(people.people(), request.user, RECORD, crn=crn)
    form = forms.CertificateForm(request.POST or None, today=timezone.localdate())
    if form.is_valid() and done(request, form, operations.record_certificate, person=person, draft=form.draft()):
        messages.success(request, _("The certificate is recorded: matching counts its skill while it holds."))
        return redirect("unpaid_work:skills", crn)
    return _form_page(request, form, person, _("Record a certificate"))


@permission(RECORD)
def certificate_withdraw(request, crn: str, pk: int):
    """Take back a certificate found not to be so."""
    certificate = access.load(
        Certificate.objects.filter(withdrawn_at=None).select_related("person"), request.user, RECORD,
        pk=pk, person__crn=crn,
    )  # fmt: skip
    form = forms.WithdrawForm(request.POST or None)
    given = {"certificate": certificate}
    if form.is_valid() and done(request, form, operations.withdraw_certificate, **given, **form.cleaned_data):
        messages.success(request, _("The certificate is taken back."))
        return redirect("unpaid_work:skills", crn)
    intro = _("%(title)s. Bookings that need its skill are shown on the week board until they are cancelled.")
    given = {"intro": intro % {"title": certificate.title}, "warning": True, "submit_text": _("Take it back")}
    return _form_page(request, form, certificate.person, _("Take back a certificate"), **given)


@permission(RECORD)
def learning_start(request, crn: str):
    """Record that the person learns a skill on a project."""
    person = access.load(people.people(), request.user, RECORD, crn=crn)
    requirement = queries.open_requirement(person)
    form = forms.LearningForm(request.POST or None, projects=queries.projects_for(request.user, person))
    if requirement is None and form.is_bound:
        form.add_error(None, _("No unpaid work requirement is in force"))
    if form.is_valid() and done(request, form, operations.start_learning, requirement=requirement, **form.cleaned_data):
        messages.success(request, _("The learning is recorded. Its hours are those of the sessions on the project."))
        return redirect("unpaid_work:skills", crn)
    return _form_page(request, form, person, _("Start guided skills learning"))


@permission(RECORD)
def learning_end(request, crn: str, pk: int):
    """Record what came of guided learning."""
    learning = access.load(
        SkillLearning.objects.filter(to_date=None).select_related("requirement__sentence__person", "project"),
        request.user, RECORD, pk=pk, requirement__sentence__person__crn=crn,
    )  # fmt: skip
    form = forms.LearningEndForm(request.POST or None, learning=learning, today=timezone.localdate())
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["last_day_after"] = given.pop("last_day") + timedelta(days=1)
        if done(request, form, operations.end_learning, learning=learning, **given):
            messages.success(request, _("What came of it is recorded."))
            return redirect("unpaid_work:skills", crn)
    intro = f"{named([learning.skill], SKILLS)[0]}, {learning.project.name}"
    return _form_page(request, form, learning.requirement.sentence.person, _("End guided skills learning"), intro=intro)


@permission(Permission.REGISTER_RECORD)
def pre_placement(request, pk: int):
    """Record what was gone through in an induction session, and the person's acknowledgement."""
    booking = access.load(queries.bookings(), request.user, Permission.REGISTER_RECORD, pk=pk)
    held, person = getattr(booking, "pre_placement", None), booking.appointment.person
    days = {"day": booking.session.date, "today": timezone.localdate()}
    form = forms.PrePlacementForm(request.POST or None, held=held, **days)
    back = reverse("unpaid_work:register", args=[booking.session_id])
    if form.is_valid() and done(request, form, operations.record_pre_placement, booking=booking, **form.values()):
        messages.success(request, _("The pre-placement session is recorded."))
        return redirect(back)
    intro = f"{booking.session.project.name}, {page.day(booking.session.date)}"
    return _form_page(request, form, person, _("Pre-placement work session"), intro=intro, back=back)


def _form_page(request, form, person, heading: str, *, back: str = "", **given):
    back = back or reverse("unpaid_work:skills", args=[person.crn])
    context = {"form": form, "heading": heading, "caption": f"{person.name}, {person.crn}", "back": back}
    return render(request, "design/form_page.html", context | {"cancel_href": back} | given)
