"""Everything held on a person, in every table and its history: asked of the models themselves.

A model whose access path, or `whose`, names a CRN is a kind of record about people. A row is the person's own where
that path leads to their CRN; it mentions them where another of its foreign keys leads to a row of theirs, as one about
two people does. A room built later needs nothing here; a test refuses a model that says neither whom it is about nor
that it is about nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import Model, Q

from amends.organisation.access_path import AccessPath, KeyedByCrn

ids = set[int | str]


@dataclass(frozen=True)
class Kind:
    """A model about people: the look-up of the CRN, the foreign keys that lead to people, its table of history."""

    model: type[Model]
    crn: str
    links: tuple[tuple[str, type[Model]], ...]
    history: type[Model] | None

    @property
    def depth(self) -> int:
        """How many models stand between it and the CRN."""
        return self.crn.count("__")

    def leads_to(self, rows: dict[type[Model], ids]) -> Q:
        """The condition that a foreign key of a row leads to one of the rows."""
        found = Q(pk__in=[])
        for name, target in self.links:
            if rows.get(target):
                found |= Q(**{f"{name}__in": rows[target]})
        return found


@dataclass
class Held:
    """The rows about a person of one kind: own, mentioning them, and of its history, by primary key."""

    own: ids = field(default_factory=set)
    mentions: ids = field(default_factory=set)
    earlier: ids = field(default_factory=set)


def crn_path(model: type[Model]) -> str | None:
    """The look-up from a row of the model to the CRN of the person it is about; None where it is about nobody."""
    held = getattr(model, "whose", None)
    if isinstance(held, KeyedByCrn):
        return held.crn
    path = getattr(model, "access", None)
    return path.crn if isinstance(path, AccessPath) else None


def ours() -> Iterator[type[Model]]:
    """Every model of this service, without the tables of history."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("amends.") and not hasattr(model, "pgh_tracked_model"):
            yield model


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of record about people, those nearer to the CRN first."""
    paths = {model: path for model in ours() if (path := crn_path(model))}
    histories = {
        model.pgh_tracked_model: model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)
    }
    found = [Kind(model, path, links_of(model, paths), histories.get(model)) for model, path in paths.items()]
    return tuple(sorted(found, key=lambda kind: (kind.depth, kind.model._meta.label)))


def links_of(model: type[Model], personal: Iterable[type[Model]]) -> tuple[tuple[str, type[Model]], ...]:
    """The model's own foreign keys to models about people."""
    among = set(personal)
    return tuple((each.name, each.related_model) for each in model._meta.local_fields if each.related_model in among)


def held_on(crns: Iterable[str]) -> dict[Kind, Held]:
    """What is held under the CRNs: those of one person, where records of theirs were merged."""
    known = set(crns)
    found = {kind: Held() for kind in kinds()}
    rows: dict[type[Model], ids] = {}
    for kind, held in found.items():
        manager = kind.model._base_manager
        held.own = set(manager.filter(**{f"{kind.crn}__in": known}).values_list("pk", flat=True))
        rows[kind.model] = set(held.own)
        if kind.history:
            _add_history(kind, held, rows, known)
    for kind, held in found.items():
        manager = kind.model._base_manager
        held.mentions = set(manager.filter(kind.leads_to(rows)).values_list("pk", flat=True)) - held.own
        if kind.history:
            earlier = kind.history._base_manager.filter(kind.leads_to(rows)).values_list("pk", flat=True)
            held.earlier |= set(earlier)
    return {kind: held for kind, held in found.items() if held.own or held.mentions or held.earlier}


def _add_history(kind: Kind, held: Held, rows: dict[type[Model], ids], crns: set[str]) -> None:
    """The history of the rows, and of those deleted since, which only their history names."""
    about = Q(pgh_obj_id__in=rows[kind.model])
    first, _dot, rest = kind.crn.partition("__")
    if not rest:
        about |= Q(**{f"{first}__in": crns})
    elif target := dict(kind.links).get(first):
        about |= Q(**{f"{first}__in": rows.get(target, set())})
    earlier = list(kind.history._base_manager.filter(about).values_list("pk", "pgh_obj_id"))  # type: ignore[union-attr]
    held.earlier = {pk for pk, _row in earlier}
    rows[kind.model] |= {row for _pk, row in earlier if row is not None}
