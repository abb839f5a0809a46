"""The page on which a person answers the exit interview by themselves, by a link and without an account."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amends.design import bilingual
from amends.design.public_page import language_of, public_page
from amends.organisation import access
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.forms.exit_interviews import ExitAnswersForm
from amends.unpaid_work.operations.exit_interviews import answer_exit_interview
from amends.unpaid_work.queries.exit_interviews import links


@link_holder
def exit_answers(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The questions, with nobody's name; once answered, thanks."""
    now = timezone.now()
    link = access.load_by_token(links(), request.user, lambda row: row.opens_with(token, now), pk=pk)
    language = language_of(request, link.language)
    words = bilingual.words("exit", language)
    form = ExitAnswersForm(request.POST if request.method == "POST" else None, words=words)
    if form.is_bound and form.is_valid():
        draft = form.draft(timezone.localdate(now))
        try:
            answer_exit_interview(link=link, token=token, draft=draft, by=request.user, at=now)
        except Refused:
            raise access.NotVisible from None
        return public_page(request, "unpaid_work/surveys/thanks.html", "exit", language)
    return public_page(request, "unpaid_work/exit_interviews/answer.html", "exit", language, form=form)
