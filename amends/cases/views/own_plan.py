"""The page on which a person reads their plan, and says whether they agree, by a link and without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amends.cases.forms.plans import OwnAgreementForm
from amends.cases.operations.plan_agreement import agree_by_link
from amends.cases.plan_document import plan_text
from amends.cases.queries.plans import links_to_read
from amends.design import bilingual
from amends.design.public_page import language_of, public_page
from amends.organisation import access
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.refusal import Refused


@link_holder
def own_plan(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The plan in plain words, without anybody's name, and the question; once answered, thanks."""
    now = timezone.now()
    link = access.load_by_token(links_to_read(), request.user, lambda row: row.opens_with(token, now), pk=pk)
    language = language_of(request, link.language)
    words = bilingual.words("case_plan", language)
    form = OwnAgreementForm(request.POST if request.method == "POST" else None, told=words)
    if form.is_bound and form.is_valid():
        try:
            agree_by_link(link=link, token=token, **form.cleaned_data, by=request.user, at=now)
        except Refused:
            raise access.NotVisible from None
        return public_page(request, "cases/self_assessment_thanks.html", "case_plan", language)
    text = plan_text(link.plan, "cy" if language == bilingual.WELSH else "en")
    return public_page(request, "cases/own_plan.html", "case_plan", language, form=form, plan=text)
