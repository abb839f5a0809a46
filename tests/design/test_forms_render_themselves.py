"""Fields carry their label, hint, error and ids; errors lead to the control at fault; what was typed is escaped."""

import pytest
from bs4 import BeautifulSoup
from django import forms as django_forms
from django.template import Context, Template

from amends.design import forms
from amends.design.patterns import Fields

HOSTILE = '"><script>alert(1)</script>'


def soup(markup):
    return BeautifulSoup(str(markup), "html.parser")


class Small(forms.Form):
    name = forms.TextField(label="Full name", hint="As on the order", autocomplete="name")
    outcome = forms.RadiosField(
        label="Outcome",
        choices=[("yes", "Attended"), ("no", "Did not attend")],
        choice_hints={"no": "For any reason"},
        conditional={"no": "reason"},
    )
    reason = forms.TextareaField(label="Reason", required=False)
    note = forms.TextField(label="Note", required=False)
    met_on = forms.DateField(label="Date")
    token = forms.TextField(widget=django_forms.HiddenInput)


def test_every_reference_within_a_form_leads_somewhere_and_no_id_is_twice():
    for form in (Fields(), Fields({}), Small({}), Small({"name": "x"}, prefix="second")):
        page = soup(f"{form}{form.error_summary()}")
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for tag in page.find_all(attrs={attribute: True}):
                for name in tag[attribute].split() if isinstance(tag[attribute], str) else tag[attribute]:
                    assert name in ids, (attribute, name)
        for link in page.select(".govuk-error-summary a"):
            target = page.find(id=link["href"].removeprefix("#"))
            assert target.name in ("input", "select", "textarea")


def test_hint_and_error_describe_the_control():
    field = soup(Small({})["name"].as_field_group())
    described = field.input["aria-describedby"].split()
    told = " ".join(field.find(id=name).get_text(" ", strip=True) for name in described)
    assert "As on the order" in told
    assert "Enter full name" in told
    assert field.input["autocomplete"] == "name"
    assert field.label["for"] == field.input["id"]


def test_a_group_of_choices_stands_in_a_fieldset_described_by_its_error():
    field = soup(Small({})["outcome"].as_field_group())
    assert field.fieldset.legend.get_text(strip=True) == "Outcome"
    assert "Select outcome" in field.find(id=field.fieldset["aria-describedby"]).get_text()


def test_a_revealed_field_stands_under_its_choice_and_not_again_below():
    page = soup(Small())
    (reason,) = page.find_all("textarea")
    assert reason.find_parent(class_="govuk-radios__conditional")
    assert "(optional)" not in page.find("label", attrs={"for": reason["id"]}).get_text()


def test_optional_fields_say_so_and_required_ones_do_not():
    page = soup(Small())
    labels = {label["for"]: label.get_text(" ", strip=True) for label in page.find_all("label")}
    assert labels["id_note"] == "Note (optional)"
    assert labels["id_name"] == "Full name"


def test_the_error_of_a_date_leads_to_the_box_that_is_empty():
    form = Small({"met_on_day": "1", "met_on_year": "2026"})
    links = {link.get_text(): link["href"] for link in soup(form.error_summary()).find_all("a")}
    assert links["Date must include a month"] == "#id_met_on_month"
    boxes = soup(form["met_on"].as_field_group()).find_all("input")
    assert ["govuk-input--error" in box["class"] for box in boxes] == [False, True, False]


def test_what_a_person_typed_is_never_markup():
    form = Small({"name": HOSTILE, "reason": HOSTILE, "outcome": "no", "met_on_day": HOSTILE, "token": HOSTILE})
    page = soup(f"{form}{form.error_summary()}")
    assert page.find("script") is None
    assert page.find(id="id_name")["value"] == HOSTILE
    assert page.textarea.get_text() == HOSTILE


def test_lines_of_a_text_come_back_as_they_were_typed():
    typed = "first\n  second\n\nfourth"
    form = Small({"reason": typed})
    assert soup(form).textarea.get_text().replace("\r\n", "\n") == typed


def test_a_password_is_never_sent_back():
    form = Fields({"password": "correct horse"})
    assert "correct horse" not in str(form["password"].as_field_group())


def test_one_question_to_a_page_makes_its_label_the_heading():
    class Question(forms.Form):
        met_on = forms.DateField(label="When did it happen?", page_heading=True)
        name = forms.TextField(label="What is the name?", page_heading=True)

    headings = [heading.get_text(strip=True) for heading in soup(Question()).find_all("h1")]
    assert headings == ["When did it happen?", "What is the name?"]


def test_a_question_without_a_subject_is_not_quoted_in_its_error():
    class Question(forms.Form):
        met_on = forms.DateField(label="When did it happen?")

    assert Question({}).errors["met_on"] == ["Enter an answer"]
    assert Question({"met_on_day": "1"}).errors["met_on"] == ["Answer must include a month and year"]


def test_a_choice_that_was_not_offered_is_told_by_the_question():
    class Where(forms.Form):
        team = forms.SelectField(label="Team", choices=[("1", "One")])
        days = forms.CheckboxesField(label="Days", choices=[("1", "Monday")])

    form = Where({"team": "9", "days": ["9"]})
    assert form.errors["team"] == ["Select team from those offered"]
    assert form.errors["days"] == ["Select days from those offered"]


def test_any_django_form_gets_the_same_look():
    class Plain(django_forms.Form):
        email = django_forms.EmailField()
        number = django_forms.IntegerField()
        agree = django_forms.BooleanField()
        several = django_forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])

    page = soup(Plain())
    assert page.find(id="id_email")["type"] == "email"
    assert page.find(id="id_number")["inputmode"] == "numeric"
    assert [box["class"] for box in page.find_all(type="checkbox")] == [["govuk-checkboxes__input"]] * 3


def test_errors_of_the_whole_form_stand_in_the_summary_without_a_link():
    form = Small({})
    form.add_error(None, "The session is full")
    items = soup(form.error_summary()).find_all("li")
    assert items[0].get_text(strip=True) == "The session is full"
    assert items[0].a is None


def test_a_page_without_errors_has_no_summary():
    assert Template("{% load design %}[{% error_summary form nothing %}]").render(Context({"form": Small()})) == "[]"


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("letter.exe", 10, "The selected file must be one of: .pdf"),
        ("letter.pdf", 5_000_001, "The selected file must be smaller than 4.8\xa0MB"),
        ("letter.pdf", 0, "The selected file is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_why(name, size, says):
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = Fields({}, {"letter": SimpleUploadedFile(name, b"x" * size)})
    assert form.errors["letter"] == [says]


def test_a_file_that_fits_is_taken():
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = Fields({}, {"letter": SimpleUploadedFile("LETTER.PDF", b"x")})
    assert "letter" not in form.errors


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("999999999999", "Enter 32767 or less"),
        ("-1", "Enter 0 or more"),
        ("a few", "Enter a whole number"),
    ],
)
def test_a_number_that_could_not_be_kept_is_told_at_its_field(typed, says):
    class Places(forms.Form):
        places = forms.IntegerField(label="Places", min_value=0)

    assert Places({"places": typed}).errors == {"places": [says]}


def test_yes_and_no_are_true_and_false_and_neither_is_chosen_beforehand():
    assert not soup(Fields()["agreed"].as_field_group()).find_all("input", checked=True)
    decided = soup(Fields(initial={"agreed": False})["agreed"].as_field_group())
    assert decided.find("input", checked=True)["value"] == "no"
    form = Fields({"agreed": "no"})
    form.is_valid()
    assert form.cleaned_data["agreed"] is False
