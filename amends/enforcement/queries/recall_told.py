"""What the decision to recall rests on, in words: for its page, for who counter-signs it, and for the pack."""

from datetime import date

from django.utils.translation import gettext as _

from amends.enforcement.models import RecallDecision
from amends.policy.codes import choices
from amends.policy.recall_criteria import recall_criteria
from amends.policy.recall_type import recall_type_questions


def type_words(decided: RecallDecision) -> str:
    """For how long: a fixed term, or without one."""
    return _("Fixed term, %(days)s days") % {"days": decided.fixed_days} if decided.fixed_days else _("Standard")


def tried(decided: RecallDecision) -> list[tuple[str, str]]:
    """What was tried or weighed instead, each with what came of it."""
    names = dict(choices("recall_alternative"))
    return [(_(names.get(code, code)), words) for code, words in decided.alternatives.items()]


def answered(decided: RecallDecision, on: date) -> list[tuple[str, str]]:
    """The criteria and the questions about the type, each with its answer; what nobody answered is not among them."""
    asked = {one.criterion: one.description for one in recall_criteria(decided.sentence_kind, on=on)}
    asked |= {one.criterion: one.description for one in recall_type_questions(on=on)}
    given = {**decided.answers, **decided.type_answers}
    return [(_(asked.get(name, name)), _("Yes") if answer else _("No")) for name, answer in given.items()]
