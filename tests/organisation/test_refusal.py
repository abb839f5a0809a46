"""How an operation says no: in words, each at its field."""

import pytest

from amends.cases.operations import PersonRefused
from amends.design import forms
from amends.organisation.operations.refusal import Ground, Refused


class AddressForm(forms.Form):
    name = forms.TextField(label="Name")
    position = forms.TextField(label="Position")


@pytest.fixture
def form():
    return AddressForm({"name": "A", "position": "B"})


def test_words_alone_are_the_one_ground():
    refused = Refused("Taken", number=3, field="code")
    assert refused.grounds == (Ground("Taken", "code", 3),)
    assert (refused.number, refused.field, str(refused)) == (3, "code", "Taken")


def test_every_ground_is_put_at_its_field_and_what_has_none_at_the_whole(form):
    PersonRefused([Ground("No name", "name"), Ground("Too far", "lat"), Ground("Merged")]).onto(form, lat="position")
    assert form.errors == {"name": ["No name"], "position": ["Too far"], "__all__": ["Merged"]}


def test_a_field_that_the_form_has_not_is_told_of_the_whole(form):
    Refused("Unknown team", field="team").onto(form)
    assert form.errors == {"__all__": ["Unknown team"]}
