"""Addresses of this room."""

from django.urls import path, re_path

from amends.enforcement.views import (
    corrections,
    due,
    failures,
    ledger,
    letters,
    pipeline,
    proceedings,
    recalls,
    report,
)

_FAILURE = "people/<slug:crn>/failures/<int:pk>"
_PROCEEDING = "people/<slug:crn>/proceedings/<int:pk>"

app_name = "enforcement"
urlpatterns = [
    path("", due.due, name="due"),
    path("due.csv", due.due, name="due_csv"),
    path("pipeline", pipeline.in_the_pipeline, name="pipeline"),
    path("pipeline.csv", pipeline.in_the_pipeline, name="pipeline_csv"),
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
    path(f"{_FAILURE}/correct", corrections.correct, name="correct"),
    path("people/<slug:crn>/undo", corrections.undo, name="undo"),
    path("people/<slug:crn>/sentences/<int:pk>/recall", recalls.recall, name="recall"),
    path(_PROCEEDING, proceedings.proceeding, name="proceeding"),
    path(f"{_PROCEEDING}/suspend", proceedings.hold, {"name": "suspend"}, name="suspend"),
    path(f"{_PROCEEDING}/resume", proceedings.hold, {"name": "resume"}, name="resume"),
    path(f"{_PROCEEDING}/send", proceedings.send, name="send"),
    path(f"{_PROCEEDING}/withdraw", proceedings.withdraw, name="withdraw"),
    path(f"{_PROCEEDING}/notify", proceedings.notify, name="notify"),
    path(f"{_PROCEEDING}/return", proceedings.returned, name="returned"),
    path(f"{_PROCEEDING}/sign", proceedings.sign, name="sign"),
    path(f"{_PROCEEDING}/hearing", proceedings.hearing, name="hearing"),
    path(f"{_PROCEEDING}/result", proceedings.result, name="result"),
    path(f"{_PROCEEDING}/notice.pdf", proceedings.notice, name="notice"),
    re_path(
        r"^people/(?P<crn>[-a-zA-Z0-9_]+)/proceedings/(?P<pk>[0-9]+)/pack\.(?P<kind>pdf|docx)$",
        proceedings.pack,
        name="pack",
    ),
]
