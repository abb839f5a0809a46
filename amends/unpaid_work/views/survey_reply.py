"""The page on which a beneficiary answers, by a link and without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from amends.design import bilingual
from amends.design.public_page import language_of, public_page
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.forms.surveys import ReplyForm
from amends.unpaid_work.models import BeneficiarySurvey
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey


@link_holder
def survey_reply(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The questions, with the project's name, kind and days alone; once answered, thanks."""
    now = timezone.now()
    survey = access.load_by_token(
        BeneficiarySurvey.objects.select_related("project", "issued_by"), request.user,
        lambda row: row.opens_with(token, now), pk=pk,
    )  # fmt: skip
    language = language_of(request, survey.language)
    words = bilingual.words("frame", language) | bilingual.words("survey", language)
    form = ReplyForm(request.POST if request.method == "POST" else None, words=words)
    if form.is_bound and form.is_valid():
        try:
            reply_to_survey(
                survey=survey, token=token, draft=ReplyDraft(**form.cleaned_data), by=request.user, at=now
            )  # fmt: skip
        except Refused:
            raise access.NotVisible from None
        return public_page(request, "unpaid_work/surveys/thanks.html", "survey", language)
    context = {"form": form, **_about(survey, language)}
    return public_page(request, "unpaid_work/surveys/reply.html", "survey", language, **context)


def _about(survey: BeneficiarySurvey, language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "project": survey.project.name,
            "kind": bilingual.words("survey", language)[survey.project.kind],
            "first": day(survey.from_date),
            "last": day(survey.last_day),
        }
