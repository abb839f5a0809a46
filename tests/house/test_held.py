"""No table forgets whom it is about: what a person is given, and what is deleted, is asked of the models."""

import re

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from amends.organisation.access_path import AboutNobody, AccessPath, KeptForProof, KeyedByCrn
from amends.organisation.disclosure import Withheld, ruling, sensitivity
from amends.organisation.held import crn_path, kinds, links_of, ours

OURS = list(ours())
PERSONAL = [kind.model for kind in kinds()]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_says_whom_it_is_about_or_that_it_is_about_nobody(model):
    if model._meta.auto_created:
        assert not links_of(model, PERSONAL), "a table between two kinds of record about people needs a model"
        return
    declared = getattr(model, "whose", None) or getattr(model, "access", None)
    assert isinstance(declared, AccessPath | KeyedByCrn | AboutNobody | KeptForProof), "give it `access` or `whose`"
    names = [field.name for field in model._meta.local_fields if re.search("crn", field.name)]
    if (names or links_of(model, PERSONAL)) and not isinstance(declared, KeptForProof):
        assert crn_path(model), "it names a person: give the look-up of their CRN"


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.model._meta.label)
def test_the_look_up_of_a_crn_leads_there_through_kinds_that_are_known(kind):
    kind.model._base_manager.filter(**{f"{kind.crn}__in": ["A000001"]}).query.sql_with_params()
    first, _dot, rest = kind.crn.partition("__")
    field = kind.model._meta.get_field(first)
    if rest:
        assert isinstance(field, ForeignKey)
        assert crn_path(field.related_model), f"{field.related_model} is on the way to a CRN, and does not say so"


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.model._meta.label)
def test_every_field_about_a_person_can_be_ruled_on(kind):
    for field in kind.model._meta.local_concrete_fields:
        assert sensitivity(field)
        assert ruling(kind.model, field) in (None, *Withheld)
    names = {field.name for field in kind.model._meta.local_concrete_fields}
    assert set(getattr(kind.model, "withheld", {})) <= names
    assert {name for pair in getattr(kind.model, "withheld_where", {}).items() for name in pair} <= names


def test_every_table_of_history_belongs_to_a_kind_or_is_about_nobody():
    of_people = {kind.history for kind in kinds() if kind.history}
    histories = {model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)}
    assert {model.pgh_tracked_model for model in histories - of_people}.isdisjoint(PERSONAL)
    assert of_people <= histories
