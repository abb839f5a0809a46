"""Every field says how sensitive it is and what it holds."""

import re

import pytest
from django.apps import apps
from django.db.models import AutoField

from amends.organisation.access import AccessPath

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("amends.") and not hasattr(model, "pgh_tracked_model")
]
COMMENT = re.compile(r"^(public|internal|personal|special|secret): \S.+")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_has_a_comment_with_its_sensitivity(model):
    fields = [field for field in model._meta.local_fields if not isinstance(field, AutoField) and field.model is model]
    inherited = {
        field.name for base in model.__mro__[1:] if hasattr(base, "_meta") for field in base._meta.local_fields
    }
    missing = [
        field.name for field in fields if field.name not in inherited and not COMMENT.match(field.db_comment or "")
    ]
    assert not missing


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_about_a_person_declares_how_it_is_reached(model):
    names = {field.related_model._meta.label for field in model._meta.local_fields if field.related_model}
    personal = names & {"cases.Person", "cases.Requirement", "contacts.Appointment", "unpaid_work.Booking"}
    if not personal:
        return
    path = getattr(model, "access", None)
    assert isinstance(path, AccessPath), "give the model an AccessPath"
    for look_up in filter(None, (path.team, path.also_team, path.crn)):
        model.objects.filter(**{f"{look_up}__isnull": False}).query.sql_with_params()
    assert path.crn
