"""Marked words in everything that is written of people: each field of each kind of record has a word of its own.

They are put there behind the guards (what is signed never changes) in the test's own transaction. A kind of record
built later is marked without being named here.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import CharField, Expression, F, Field, Model, TextField, Value
from django.db.models.functions import Concat, Left

from amends.cases.models import Person
from amends.organisation.disclosure import ruling, sensitivity
from amends.organisation.held import kinds

MARK = "zorvex"
_LEAST = 60  # what holds fewer characters is a code, a number or a reference
# Kept as it was with a proof of it, or found by it: another word would be another record.
_FIXED = {"content", "search_name", "given_names", "family_name", "value"}


def word_of(model: type[Model], name: str) -> str:
    """The word put in a field: letters alone, so that no page and no document breaks it."""
    return MARK + re.sub("[^a-z]", "", f"{model._meta.model_name}{name}")


def words_in(text: str) -> set[str]:
    """The words that stand in a text."""
    return set(re.findall(f"{MARK}[a-z]+", text.lower()))


def mark_words(people: Iterable[Person]) -> set[str]:
    """Put its word in every field that says something of the people; the words that were put anywhere."""
    crns, planted = [person.crn for person in people], set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for kind in kinds():
            theirs = kind.model._base_manager.filter(**{f"{kind.crn}__in": crns})
            for field in _written(kind.model):
                word = word_of(kind.model, field.name)
                if theirs.exclude(**{field.name: ""}).update(**{field.name: _with(field, word)}):
                    planted.add(word)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return planted


def kinds_without(words: set[str]) -> set[str]:
    """The kinds of record that may say something of a person, and of which no field holds one of the words."""
    return {
        kind.model._meta.label
        for kind in kinds()
        if (written := {word_of(kind.model, field.name) for field in _written(kind.model)}) and not written & words
    }


def withheld_words() -> set[str]:
    """The words of fields that are never given to the person they are about."""
    return {
        word_of(kind.model, field.name)
        for kind in kinds()
        for field in _written(kind.model)
        if ruling(kind.model, field)
    }


def _written(model: type[Model]) -> Iterator[Field]:
    for field in model._meta.local_concrete_fields:
        long = isinstance(field, TextField) or (isinstance(field, CharField) and (field.max_length or _LEAST) >= _LEAST)
        told = sensitivity(field) in ("personal", "special") and not field.choices
        if long and told and field.name not in _FIXED:
            yield field


def _with(field: Field, word: str) -> Expression:
    """The words of a field, cut short where the mark would not fit behind them."""
    most = field.max_length if isinstance(field, CharField) else None
    before = Left(field.name, most - len(word) - 1) if most else F(field.name)
    return Concat(before, Value(" "), Value(word), output_field=TextField())
