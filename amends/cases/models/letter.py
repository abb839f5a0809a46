"""A letter as it was issued. It is never changed: what was sent can be printed again, and proved to be the same."""

from django.db import models
from django.db.models import Func

from amends.cases.models.person import Person


class Digest(Func):
    """The SHA-256 of a text field, in hexadecimal."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.CharField()


class IssuedLetter(models.Model):
    """What every letter kept has; each room adds what its letters are about, and that rows are only ever added."""

    language = models.CharField(max_length=2, choices=Person.Language.choices, db_comment="personal: its language")
    content = models.TextField(db_comment="special: the letter as issued, its parts as JSON")
    digest = models.CharField(max_length=64, db_comment="internal: SHA-256 of the content")
    issued_at = models.DateTimeField(db_comment="internal: when it was issued")
    issued_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    class Meta:
        abstract = True
