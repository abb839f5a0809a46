"""Addresses of this room."""

from django.urls import path, re_path

from amends.enforcement.views import due, failures, ledger, letters, report

_FAILURE = "people/<slug:crn>/failures/<int:pk>"

app_name = "enforcement"
urlpatterns = [
    path("", due.due, name="due"),
    path("due.csv", due.due, name="due_csv"),
    path("decisions", report.decisions, name="decisions"),
    path("decisions.csv", report.decisions, name="decisions_csv"),
    path("people/<slug:crn>", ledger.ledger, name="ledger"),
    path("people/<slug:crn>/ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path(f"{_FAILURE}/evidence", failures.record, name="record_evidence"),
    re_path(
        r"^people/(?P<crn>[-a-zA-Z0-9_]+)/failures/(?P<pk>[0-9]+)/(?P<kind>ask|warn|breach)$",
        failures.write,
        name="write",
    ),
    path(f"{_FAILURE}/not-enforce", failures.not_enforce, name="not_enforce"),
    path("people/<slug:crn>/evidence/<int:pk>/decide", failures.decide, name="decide"),
    path("people/<slug:crn>/evidence/<int:pk>/withdraw", failures.withdraw_received, name="withdraw_evidence"),
    path("people/<slug:crn>/actions/<int:pk>/withdraw", failures.withdraw, name="withdraw_action"),
    path("people/<slug:crn>/letters/<int:pk>.pdf", letters.letter, name="letter"),
]
