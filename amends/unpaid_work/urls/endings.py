"""Addresses of how requirements end: completed, returned to court, or moved to another team."""

from django.urls import path

from amends.unpaid_work.views import court_returns, endings, transfers

_REQUIREMENT = "people/<slug:crn>/requirements/<int:pk>"

urlpatterns = [
    path(f"{_REQUIREMENT}/complete", endings.complete, name="complete"),
    path(f"{_REQUIREMENT}/end", endings.end, name="requirement_end"),
    path(f"{_REQUIREMENT}/carry-over", endings.carry_over, name="requirement_carry_over"),
    path(f"{_REQUIREMENT}/outcome", endings.outcome, name="requirement_outcome"),
    path(f"{_REQUIREMENT}/replace", endings.replace, name="requirement_replace"),
    path(f"{_REQUIREMENT}/court", court_returns.ask, name="court_return"),
    path("people/<slug:crn>/court-returns/<int:pk>", court_returns.result, name="court_result"),
    path("people/<slug:crn>/court-returns/<int:pk>/report", court_returns.report, name="court_report"),
    path("people/<slug:crn>/documents/<int:pk>", endings.document, name="document"),
    path("court-returns", court_returns.court_returns, name="court_returns"),
    path("court-returns.csv", court_returns.court_returns, name="court_returns_csv"),
    path("people/<slug:crn>/transfer", transfers.ask, name="transfer_ask"),
    path("transfers", transfers.transfers, name="transfers"),
    path("transfers/<int:pk>", transfers.transfer, name="transfer"),
    path("transfers/<int:pk>/answer", transfers.answer, name="transfer_answer"),
    path("transfers/<int:pk>/withdraw", transfers.withdraw, name="transfer_withdraw"),
    path("transfers/<int:pk>/pack", transfers.pack, name="transfer_pack"),
]
