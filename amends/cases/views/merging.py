"""Possible duplicates, merging two records of one person, and taking a merge back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.limits import MergeForm, OtherRecordForm
from amends.cases.models import Person
from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.views.pages import about, carried_out, form_page
from amends.design import forms
from amends.design.components import Column, Table
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


@permission(P.PERSON_CHANGE)
def possible_duplicates(request: HttpRequest, crn: str) -> HttpResponse:
    """Records that may be of this same person: to be merged, or told apart."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.PERSON_CHANGE, crn=crn)
    alike = finding.possible_duplicates(
        request.user, given_names=person.given_names, family_name=person.family_name,
        date_of_birth=person.date_of_birth, besides=person,
    )  # fmt: skip
    if request.method == "POST":
        others = [other for other in alike if other.crn == request.POST.get("other")]
        operations.tell_apart(person=person, others=others, by=request.user, at=timezone.now())
        messages.success(request, _("Recorded as two different people."))
        return redirect("cases:possible_duplicates", crn)
    access.listed(request.user, P.PERSON_VIEW, "cases.person possible duplicates", [other.crn for other in alike])
    page = about(request, person, alike=alike, may_merge=reaches(request.user, P.PERSON_MERGE, person.team))
    return render(request, "cases/possible_duplicates.html", page)


@permission(P.PERSON_MERGE)
def choose_merge(request: HttpRequest, crn: str) -> HttpResponse:
    """Name the other record of the two to be merged."""
    person = access.load(finding.people().select_related("team"), request.user, P.PERSON_MERGE, crn=crn)
    form = OtherRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = access.visible(finding.people(), request.user, P.PERSON_MERGE).filter(crn=form.cleaned_data["crn"])
        if other.exclude(pk=person.pk).exists():
            return redirect("cases:merge", crn, form.cleaned_data["crn"])
        form.add_error("crn", _("There is no other record with that CRN that you may merge"))
    return form_page(request, person, form, _("Merge with another record"), submit_text=_("Continue"),
                     intro=_("Both records must be of one and the same person."))  # fmt: skip


@permission(P.PERSON_MERGE)
def merge(request: HttpRequest, crn: str, other_crn: str) -> HttpResponse:
    """Compare two records side by side and merge one into the other."""
    people = finding.people().select_related("team__pdu")
    person = access.load(people, request.user, P.PERSON_MERGE, crn=crn)
    other = access.load(people.exclude(pk=person.pk), request.user, P.PERSON_MERGE, crn=other_crn)
    records = [(each.crn, f"{each.crn}: {each.name}") for each in (person, other)]
    form = MergeForm(request.POST or None, records=records)
    if request.method == "POST" and carried_out(
        form, lambda: operations.merge_people(
            **_kept_and_absorbed(form, person, other), reason=form.cleaned_data["reason"], by=request.user,
            at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("The two records are one now. The merge can be undone from this page."))
        return redirect("cases:person", form.cleaned_data["keep"])
    page = about(request, person, form=form, other=other, comparison=_comparison(person, other))
    return render(request, "cases/merge.html", page)


def _kept_and_absorbed(form: Any, person: Person, other: Person) -> dict[str, Person]:
    keep, absorb = (person, other) if form.cleaned_data["keep"] == person.crn else (other, person)
    return {"keep": keep, "absorb": absorb}


@permission(P.PERSON_MERGE)
def undo_merge(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Take a merge back."""
    found = access.load(queries.standing_merges(), request.user, P.PERSON_MERGE,
                        pk=pk, kept__crn=crn)  # fmt: skip
    absorbed = access.load(Person.objects, request.user, P.PERSON_MERGE, pk=found.absorbed_id)
    form = forms.Form(request.POST)
    if request.method == "POST" and carried_out(
        form, lambda: operations.undo_merge(merge=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The merge is undone: %s is a record of its own again.") % absorbed.crn)
        return redirect("cases:person", crn)
    intro = _("What came from %(crn)s, %(name)s, goes back there. What was recorded since stays here.")
    return form_page(request, found.kept, form, _("Undo the merge?"), submit_text=_("Undo the merge"), warning=True,
                     intro=intro % {"crn": absorbed.crn, "name": absorbed.name})  # fmt: skip


def _comparison(person: Person, other: Person) -> Table:
    both = (person, other)
    lines = [
        (_("Given names"), [each.given_names for each in both]),
        (_("Family name"), [each.family_name for each in both]),
        (_("Date of birth"), [day(each.date_of_birth) for each in both]),
        (_("Sex"), [_(each.get_sex_display()) for each in both]),
        (_("Team"), [f"{each.team.name}, {each.team.pdu.name}" for each in both]),
        (_("Language to write in"), [_(each.get_language_display()) for each in both]),
        (_("Interpreter"), [each.interpreter or _("Not needed") for each in both]),
        (_("Addresses"), ["; ".join(a.lines for a in each.addresses.all()) or _("None") for each in both]),
        (_("Sentences"), ["; ".join(str(s) for s in each.sentences.all()) or _("None") for each in both]),
    ]
    columns = [Column(_("What is recorded"), row_header=True), *(Column(each.crn) for each in both)]
    return Table(caption=_("The two records"), columns=columns, rows=[[name, *values] for name, values in lines])
