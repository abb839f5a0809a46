"""The page on which a person says how things are for them, by a link and without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amends.cases.forms.assessments import SelfAssessmentForm
from amends.cases.models import SelfAssessment
from amends.cases.operations.assessments import take_self_assessment
from amends.design import bilingual
from amends.design.public_page import language_of, public_page
from amends.organisation import access
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.refusal import Refused


@link_holder
def self_assessment(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The questions, without anybody's name; once answered, thanks."""
    now = timezone.now()
    link = access.load_by_token(
        SelfAssessment.objects.select_related("person"), request.user, lambda row: row.opens_with(token, now), pk=pk
    )
    language = language_of(request, link.language)
    form = SelfAssessmentForm(
        request.POST if request.method == "POST" else None, words=bilingual.words("self_assessment", language)
    )
    if form.is_bound and form.is_valid():
        try:
            take_self_assessment(link=link, token=token, draft=form.draft(), by=request.user, at=now)
        except Refused:
            raise access.NotVisible from None
        return public_page(request, "cases/self_assessment_thanks.html", "self_assessment", language)
    return public_page(request, "cases/self_assessment.html", "self_assessment", language, form=form)
