"""Wishes and caps as files, in the format of planning files: put into plans."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.design import forms
from amends.faults import Faults
from amends.methods.planning.files.problem_folder import read_caps, read_wishes
from amends.methods.planning.problem import Cap, Wish
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.operations.plan_wishes import WishDraft

Rows = TypeVar("Rows")
_LARGEST = 1_000_000  # bytes
_MOST_TOLD = 5  # faults


class WishesFileForm(forms.Form):
    """Wishes to make, and why. `find` answers the people for CRNs whom the reader plans for."""

    mark_optional = False
    file = forms.FileField(
        label=_("File of wishes"), accept=".csv", max_bytes=_LARGEST,
        hint=_("A CSV file with the columns person_id (CRN), project_id, date and points; an empty cell means any, and "
               "“never” in place of points forbids."),
    )  # fmt: skip
    reason = forms.TextareaField(
        label=_("Why"), hint=_("Of all of them; read by everyone who plans for the team"), max_length=300, rows=3
    )

    def __init__(self, *args, projects, find, **options) -> None:
        super().__init__(*args, **options)
        self._projects = {one.code: one for one in projects}
        self._find = find

    def clean_file(self) -> tuple[Wish, ...]:
        """The wishes of the file."""
        return rows_of(self.cleaned_data["file"], "wishes.csv", read_wishes)

    def clean(self) -> dict:
        """The wishes as drafts; whoever or whatever the reader does not plan for is told by code."""
        given = super().clean()
        wishes = given.get("file", ())
        people = self._find({one.person_id for one in wishes} - {None})
        asked = {one.person_id for one in wishes} | {one.project_id for one in wishes}
        unknown = sorted(asked - {None} - people.keys() - self._projects.keys())
        if unknown:
            told = _("These are not people or projects that you plan for: %(codes)s") % {"codes": ", ".join(unknown)}
            self.add_error("file", told)
        else:
            given["drafts"] = [self._draft(one, people, given.get("reason", "")) for one in wishes]
        return given

    def _draft(self, one: Wish, people: Mapping[str, Person], reason: str) -> WishDraft:
        kind = str(PlanWish.Kind.FORBID if one.points is None else PlanWish.Kind.PREFER)
        points = None if one.points is None else round(one.points)
        person, project = people.get(one.person_id or ""), self._projects.get(one.project_id or "")
        return WishDraft(kind, person, project, one.date, points, reason)


def caps_of(upload) -> tuple[Cap, ...]:
    """The caps of an uploaded file; none where there is none. Raises ValidationError."""
    return rows_of(upload, "caps.csv", read_caps) if upload else ()


def rows_of(upload, name: str, read: Callable[[Path], Rows]) -> Rows:
    """What an uploaded file holds, read as the planner reads it. Raises ValidationError with the first faults."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(upload.read())
        try:
            return read(path)
        except Faults as faults:
            raise ValidationError([str(one) for one in faults.faults[:_MOST_TOLD]]) from faults
