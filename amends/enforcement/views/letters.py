"""A letter as it was issued, to print."""

from django.http import HttpResponse

from amends.cases.letters import as_issued
from amends.design.documents.letter import letter_pdf
from amends.enforcement.queries import person as queries
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission


@permission(Permission.ENFORCEMENT_VIEW)
def letter(request, crn, pk):
    """The PDF of a letter: the same however often it is printed."""
    lookup = {"pk": pk, "action__appointment__person__crn": crn}
    held = access.load(queries.letters(), request.user, Permission.ENFORCEMENT_VIEW, **lookup)
    response = HttpResponse(letter_pdf(as_issued(held)), content_type="application/pdf")
    name = f"letter-{crn}-{held.template}-{held.issued_at:%Y-%m-%d}"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
