"""The assessment as it is made: its tasks, a page for each section, the answers to check, and completing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.design.components import Tag, Task, TaskList
from amends.design.words import day
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.policy.validity import assessment_valid_until
from amends.unpaid_work.form_specs.assessment import AREAS, SECTION_OF, SECTIONS, Section, after
from amends.unpaid_work.forms import assessment as forms
from amends.unpaid_work.operations.unfinished import finish_assessment, give_up_assessment, save_section
from amends.unpaid_work.queries import assessments as queries
from amends.unpaid_work.views import assessment_page as page
from amends.unpaid_work.views.assessments import load_person

MOST_AREAS = 20


@permission(Permission.ASSESSMENT_RECORD)
def tasks(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    unfinished = queries.unfinished(person)
    answered = unfinished.answers if unfinished else {}
    listed = [
        Task(str(section.title), page.section_address(person, section),
             _("Completed") if section.slug in answered else Tag(_("Not yet answered"), "blue"))
        for section in SECTIONS
    ]  # fmt: skip
    context = {
        "person": person,
        "unfinished": unfinished,
        "tasks": TaskList(listed),
        "done": len(answered),
        "of": len(SECTIONS),
        "newest": queries.assessments_of(person).first(),
        "back": page.address(person),
    }
    return render(request, "unpaid_work/assessments/tasks.html", context)


@permission(Permission.ASSESSMENT_RECORD)
def section(request, crn: str, slug: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    asked = SECTION_OF[slug]
    held = _answers(person, asked)
    form = forms.SectionForm(
        request.POST if request.method == "POST" else None,
        section=asked,
        person=person,
        today=timezone.localdate(),
        answers=held,
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, person, asked, form.answers())
    context = {"form": form, "person": person, "section": asked, "back": _tasks_address(person)}
    return render(request, "unpaid_work/assessments/section.html", context)


@permission(Permission.ASSESSMENT_RECORD)
def areas(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    listed = list(_answers(person, AREAS).get("areas", []))
    then = request.POST.get("then", "")
    if then.startswith("remove-"):
        kept = [area for number, area in enumerate(listed) if then != f"remove-{number}"]
        return _save(request, person, AREAS, {"areas": kept}, stay=True)
    # What was typed is never lost: an area half written down is asked about, whichever button was pressed.
    adding = request.method == "POST" and (then == "add" or forms.AreaForm.begun(request.POST))
    form = forms.AreaForm(request.POST if adding else None)
    if request.method == "POST" and (not adding or form.is_valid()):
        whole = [*listed, form.area()][:MOST_AREAS] if adding else listed
        return _save(request, person, AREAS, {"areas": whole}, stay=then == "add")
    context = {"form": form, "person": person, "section": AREAS, "back": _tasks_address(person),
               "areas": [page.area_words(area) for area in listed],
               "full": len(listed) >= MOST_AREAS}  # fmt: skip
    return render(request, "unpaid_work/assessments/areas.html", context)


@permission(Permission.ASSESSMENT_RECORD)
def check(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    unfinished = queries.unfinished(person)
    if unfinished is None:
        return redirect("unpaid_work:assessment", crn)
    if request.method == "POST":
        try:
            finish_assessment(unfinished=unfinished, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("unpaid_work:assessment_tasks", crn)
        return _finished(request, person)
    today = timezone.localdate()
    context = {
        "person": person,
        "cards": page.cards(person, unfinished.answers, change=True),
        "not_retrieved": unfinished.answers.get("risk-of-harm", {}).get("harm_check") == "not_retrieved",
        "until": assessment_valid_until(today, on=today).value,
        "complete": all(asked.slug in unfinished.answers for asked in SECTIONS),
        "back": _tasks_address(person),
    }
    return render(request, "unpaid_work/assessments/check.html", context)


@permission(Permission.ASSESSMENT_RECORD)
def give_up(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    unfinished = queries.unfinished(person)
    if unfinished is None:
        return redirect("unpaid_work:assessment", crn)
    if request.method == "POST":
        give_up_assessment(unfinished=unfinished, by=request.user, at=timezone.now())
        messages.success(request, _("The answers are wiped"))
        return redirect("unpaid_work:assessment", crn)
    context = {
        "form": forms.ConfirmForm(),
        "heading": _("Wipe the answers given so far?"),
        "caption": person.name,
        "intro": _("They cannot be brought back. An assessment that stands stays as it is."),
        "submit_text": _("Wipe the answers"),
        "warning": True,
        "cancel_href": _tasks_address(person),
        "back": _tasks_address(person),
    }
    return render(request, "design/form_page.html", context)


def _answers(person: Person, asked: Section) -> dict:
    unfinished = queries.unfinished(person)
    if unfinished and asked.slug in unfinished.answers:
        return unfinished.answers[asked.slug]
    return queries.offered_answers(person, asked)


def _save(request, person: Person, asked: Section, answers: dict, stay: bool = False):
    saved = save_section(person=person, section=asked.slug, answers=answers, by=request.user, at=timezone.now())
    if stay:
        return redirect(page.section_address(person, asked))
    if request.POST.get("then") == "later":
        messages.success(request, _("Saved. Come back to it whenever you like"))
        return redirect("unpaid_work:assessment_tasks", person.crn)
    if all(each.slug in saved.answers for each in SECTIONS):
        return redirect("unpaid_work:assessment_check", person.crn)
    follows = after(asked)
    return redirect(page.section_address(person, follows) if follows else _tasks_address(person))


def _finished(request, person: Person):
    gate = queries.gate(person, timezone.localdate())
    if gate.open:
        said = _("Assessment completed. %(name)s may be booked until %(day)s")
        messages.success(request, said % {"name": person.name, "day": day(gate.until)})
    else:
        said = _("Assessment saved, but %(name)s must not be booked. %(why)s")
        messages.warning(request, said % {"name": person.name, "why": " ".join(gate.reasons)})
    return redirect("unpaid_work:assessment", person.crn)


def _tasks_address(person: Person) -> str:
    return reverse("unpaid_work:assessment_tasks", args=[person.crn])
