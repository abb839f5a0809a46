"""Protected characteristics as labels of people: for reports about groups, and for nothing else."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.form_specs import PROTECTED_CHOICES
from amends.cases.models import Person
from amends.organisation.among import among_crns

# The characteristic, and what it is called.
CHARACTERISTICS: dict[str, str | Promise] = {
    "sex": gettext_lazy("Sex"),
    "age": gettext_lazy("Age"),
    "ethnicity": gettext_lazy("Ethnic group"),
    "religion": gettext_lazy("Religion or belief"),
    "disability": gettext_lazy("Disability"),
    "gender_identity": gettext_lazy("Gender identity"),
    "sexual_orientation": gettext_lazy("Sexual orientation"),
    "pregnancy_maternity": gettext_lazy("Pregnancy and maternity"),
    "marital_status": gettext_lazy("Marriage and civil partnership"),
}
_RECORDED = tuple(PROTECTED_CHOICES)
_WORDS = {field: dict(choices) for field, choices in PROTECTED_CHOICES.items()}
# Broad enough that most groups are large enough to be shown.
_ETHNIC_GROUPS = {
    "white_british": gettext_lazy("White: Welsh, English, Scottish, Northern Irish or British"),
    "white": gettext_lazy("White: another background"),
    "mixed": gettext_lazy("Mixed"),
    "asian": gettext_lazy("Asian"),
    "black": gettext_lazy("Black"),
    "other": gettext_lazy("Another group"),
}
_AGES = ((18, "18 to 24"), (25, "25 to 34"), (35, "35 to 44"), (45, "45 to 54"), (55, "55 and over"))


def not_recorded() -> str:
    """The label of whoever has none."""
    return _("Not recorded")


def labels_of(crns: Iterable[str], on: date) -> dict[str, dict[str, str]]:
    """For each characteristic the label of each person, by CRN. One query."""
    rows = Person.objects.filter(crn__in=among_crns(crns)).values_list(
        "crn", "sex", "date_of_birth", *(f"protected__{field}" for field in _RECORDED)
    )
    found: dict[str, dict[str, str]] = {name: {} for name in CHARACTERISTICS}
    said = cache(_label)  # words are looked up once a report, not once a person
    for crn, sex, born, *recorded in rows:
        found["sex"][crn] = said("sex", sex)
        found["age"][crn] = _age(born, on)
        for field, code in zip(_RECORDED, recorded, strict=True):
            found[field][crn] = said(field, code or "")
    return found


def _age(born: date, on: date) -> str:
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    bands = [label for least, label in _AGES if years >= least]
    return _(bands[-1]) if bands else _("Under 18")


def _label(field: str, code: str) -> str:
    if field == "sex":
        return str(Person.Sex(code).label)
    if not code:
        return not_recorded()
    if field == "ethnicity" and code != "not_said":
        broad = code if code in _ETHNIC_GROUPS else code.split("_")[0]
        return str(_ETHNIC_GROUPS.get(broad, code))
    return str(_WORDS[field].get(code, code))


def groups_of(characteristic: str) -> list[str]:
    """Every group that a characteristic can have, as people are labelled."""
    if characteristic == "sex":
        return [str(label) for _code, label in Person.Sex.choices]
    if characteristic == "age":
        return [_("Under 18"), *(_(label) for _least, label in _AGES)]
    return list(dict.fromkeys(_label(characteristic, code) for code, _words in PROTECTED_CHOICES[characteristic]))
