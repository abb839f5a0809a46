"""Work at home: asking and agreeing, kits out and back, inspection; and the kits of a home project."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import home as forms
from amends.unpaid_work.models import HomeKit
from amends.unpaid_work.operations import home as operations
from amends.unpaid_work.queries import home as queries
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.views import home_page as page
from amends.unpaid_work.views.doing import done

VIEW, ASK, AGREE = Permission.HOURS_VIEW, Permission.ASSESSMENT_RECORD, Permission.HOME_WORK_AGREE
SEND, INSPECT = Permission.SESSION_PLAN, Permission.HOURS_ADJUST


@permission(VIEW)
def home(request, crn: str):
    """A person's entries to home projects, with every kit out and back."""
    person = access.load(people.people(), request.user, VIEW, crn=crn)
    may = {name: reaches(request.user, needed, person.team) for name, needed in
           (("ask", ASK), ("agree", AGREE), ("send", SEND), ("inspect", INSPECT))}  # fmt: skip
    context = {
        "person": person,
        "entries": [page.entry(person, each, may, timezone.localdate()) for each in queries.entries_of(person)],
        "requirements": people.requirements().filter(sentence__person=person, ended_on=None) if may["ask"] else (),
        "back": reverse("unpaid_work:person", args=[crn]),
    }
    return render(request, "unpaid_work/person/home.html", context)


@permission(ASK)
def ask(request, crn: str, pk: int):
    """Ask a manager to agree that the person works at home."""
    requirement = access.load(people.requirements(), request.user, ASK, pk=pk, sentence__person__crn=crn)
    form = forms.AskForm(request.POST or None)
    given = {"requirement": requirement}
    if form.is_valid() and done(request, form, operations.ask_for_home_work, **given, **form.cleaned_data):
        messages.success(request, _("A manager is asked to decide."))
        return redirect("unpaid_work:home", crn)
    intro = _("Only for those who cannot attend. Nothing is sent until a manager agrees.")
    return _form_page(request, form, requirement.sentence.person, _("Ask for work at home"), intro=intro)


@permission(AGREE)
def decide(request, crn: str, pk: int):
    """A manager agrees to work at home, or does not."""
    entry = access.load(
        queries.entries().filter(agreed=None), request.user, AGREE, pk=pk, requirement__sentence__person__crn=crn
    )
    form = forms.DecideForm(request.POST or None)
    given = {"entry": entry}
    if form.is_valid() and done(request, form, operations.decide_on_home_work, **given, **form.cleaned_data):
        messages.success(request, _("The decision is recorded."))
        return redirect("unpaid_work:home", crn)
    intro = f"{entry.get_ground_display()}. {entry.reason}"
    return _form_page(request, form, entry.requirement.sentence.person, _("Decide on work at home"), intro=intro)


@permission(SEND)
def send(request, crn: str, pk: int):
    """Record that a kit went out."""
    found = queries.entries().filter(agreed=True)
    entry = access.load(found, request.user, SEND, pk=pk, requirement__sentence__person__crn=crn)
    person = entry.requirement.sentence.person
    kits = queries.kits_for(request.user, person)
    form = forms.SendForm(request.POST or None, kits=kits, today=timezone.localdate())
    if form.is_valid() and done(request, form, operations.send_kit, entry=entry, **form.cleaned_data):
        messages.success(request, _("The kit is out."))
        return redirect("unpaid_work:home", crn)
    return _form_page(request, form, person, _("Send a kit"))


@permission(SEND)
def back(request, crn: str, pk: int):
    """Record that goods came back."""
    kit_out = _kit_out(request, SEND, crn, pk, back_on=None)
    form = forms.BackForm(request.POST or None, kit_out=kit_out, today=timezone.localdate())
    if form.is_valid() and done(request, form, operations.take_goods_back, kit_out=kit_out, **form.cleaned_data):
        messages.success(request, _("The goods are back. Nothing is credited until they are inspected."))
        return redirect("unpaid_work:home", crn)
    person = kit_out.entry.requirement.sentence.person
    return _form_page(request, form, person, _("Take goods back"), intro=page.told(kit_out))


@permission(INSPECT)
def inspect(request, crn: str, pk: int):
    """Inspect goods that came back, and credit those that pass."""
    kit_out = _kit_out(request, INSPECT, crn, pk, back_on__isnull=False, inspection=None)
    form = forms.InspectForm(request.POST or None, kit_out=kit_out, today=timezone.localdate())
    if form.is_valid() and done(request, form, operations.inspect_goods, kit_out=kit_out, **form.cleaned_data):
        messages.success(request, _("The inspection is recorded, and what passed is on the statement."))
        return redirect("unpaid_work:home", crn)
    person = kit_out.entry.requirement.sentence.person
    return _form_page(request, form, person, _("Inspect goods"), intro=page.to_inspect(kit_out))


def _kit_out(request, needed, crn: str, pk: int, **state):
    found = operations.kits_out().filter(**state)
    return access.load(found, request.user, needed, pk=pk, entry__requirement__sentence__person__crn=crn)


@permission(Permission.PROJECT_VIEW)
def kits(request, pk: int):
    """The kits of a home project, with their standard and minutes."""
    project = access.load(queries.home_projects(), request.user, Permission.PROJECT_VIEW, pk=pk)
    may_change = reaches(request.user, Permission.PROJECT_CHANGE, project.team)
    context = {"project": project, "may_change": may_change, "kits": page.kits(queries.kits_of(project), may_change)}
    return render(request, "unpaid_work/projects/kits.html", context)


@permission(Permission.PROJECT_CHANGE)
def kit_new(request, pk: int):
    """Add a kind of kit to a home project."""
    project = access.load(queries.home_projects(), request.user, Permission.PROJECT_CHANGE, pk=pk)
    form = forms.HomeKitForm(request.POST or None)
    if form.is_valid() and done(request, form, operations.add_kit, project=project, draft=form.draft()):
        messages.success(request, _("The kit is added."))
        return redirect("unpaid_work:project_kits", pk)
    back_to = reverse("unpaid_work:project_kits", args=[pk])
    context = {"form": form, "heading": _("Add a kit"), "caption": project.name, "back": back_to}
    return render(request, "design/form_page.html", context | {"cancel_href": back_to})


@permission(Permission.PROJECT_CHANGE)
@require_POST
def kit_retire(request, pk: int):
    """Send a kind of kit out no more."""
    kit = access.load(HomeKit.objects.select_related("project"), request.user, Permission.PROJECT_CHANGE, pk=pk)
    operations.retire_kit(kit=kit, by=request.user, at=timezone.now())
    messages.success(request, _("The kit is sent out no more."))
    return redirect("unpaid_work:project_kits", kit.project_id)


def _form_page(request, form, person, heading: str, **given):
    address = reverse("unpaid_work:home", args=[person.crn])
    context = {"form": form, "heading": heading, "caption": f"{person.name}, {person.crn}", "back": address}
    return render(request, "design/form_page.html", context | {"cancel_href": address} | given)
