"""The skills that a person has on a day, as the database reckons them: by certificates first, else as assessed."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, F, Func, SlugField, Value


class SkillsHeld(Func):
    """Of an assessment: the skills held on the day. The rule stands in docs/rules/skills_held.md."""

    function = "unpaid_work_skills_held"
    output_field = ArrayField(SlugField(max_length=40))

    def __init__(self, on: date) -> None:
        super().__init__(F("person_id"), F("skills"), Value(on, output_field=DateField()))
