"""Whether the person agrees with their plan: said in the room, or by a link without an account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import CasePlan, PlanAgreement, PlanLink
from amends.cases.operations.refused import CasePlanRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.links import issue_link, use_link, withdraw_link
from amends.organisation.operations.refusal import Ground

LINK_LASTS = timedelta(days=14)


@transaction.atomic
def record_agreement(*, plan: CasePlan, agreed: str, words: str, by: User, at: datetime) -> PlanAgreement:
    """Record what the person said of a signed plan in the room; a link that waits is withdrawn.

    Raises CasePlanRefused where they have said it already, or gave no words with anything but plain agreement.
    """
    plan = _signed(plan)
    _withdraw(plan, by, at)
    row = _agree(plan, agreed, words, recorded_at=at, recorded_by=by)
    audit.record(by, "record agreement", f"cases.caseplan {plan.pk}", crn=plan.person.crn, detail={"agreed": agreed})
    return row


@transaction.atomic
def ask_for_agreement(*, plan: CasePlan, language: str, by: User, at: datetime) -> tuple[PlanLink, str]:
    """A link by which the person reads the signed plan and answers once, within fourteen days, and its token.

    A link that waits is withdrawn. Raises CasePlanRefused where they have answered already.
    """
    plan = _signed(plan)
    _withdraw(plan, by, at)
    link = PlanLink(plan=plan, language=language)
    return link, issue_link(link, lasts=LINK_LASTS, by=by, at=at)


@transaction.atomic
def agree_by_link(*, link: PlanLink, token: str, agreed: str, words: str, by: User, at: datetime) -> PlanAgreement:
    """Take what the person said by the link, once.

    Raises Refused where the link was used or withdrawn, or ran out, meanwhile; CasePlanRefused like `record_agreement`.
    """
    link = use_link(link, token=token, by=by, at=at)
    plan = _signed(link.plan)
    row = _agree(plan, agreed, words, recorded_at=at, link=link)
    audit.record(by, "take agreement", f"cases.planlink {link.pk}", crn=plan.person.crn, detail={"agreed": agreed})
    return row


def _agree(plan: CasePlan, agreed: str, words: str, **how: object) -> PlanAgreement:
    grounds = []
    if agreed not in PlanAgreement.Agreed.values:
        grounds.append(Ground(_("Select whether the person agrees"), "agreed"))
    elif agreed != PlanAgreement.Agreed.AGREED and not words.strip():
        grounds.append(Ground(_("Write what the person says, in their words"), "words"))
    if grounds:
        raise CasePlanRefused(grounds)
    return PlanAgreement.objects.create(plan=plan, agreed=agreed, said=words.strip(), **how)


def _signed(plan: CasePlan) -> CasePlan:
    found = CasePlan.objects.select_for_update(of=("self",)).select_related("person").get(pk=plan.pk)
    if found.signed_at is None:
        raise CasePlanRefused(_("Sign the plan first: nobody agrees with a draft"))
    if found.person.merged_into_id:
        raise CasePlanRefused(_("This record has been merged into another. Use the record that was kept."))
    if PlanAgreement.objects.filter(plan=found).exists():
        raise CasePlanRefused(_("The person has said already whether they agree: the next plan asks again"))
    return found


def _withdraw(plan: CasePlan, by: User, at: datetime) -> None:
    for waiting in PlanLink.objects.filter(plan=plan, used_at=None, withdrawn_at=None):
        withdraw_link(waiting, by=by, at=at)
