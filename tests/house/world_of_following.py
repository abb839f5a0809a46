"""What follows the round of unpaid work, to its end, and what is answered for; which record each address is about."""

from datetime import date, timedelta

from django.utils import timezone

from amends.organisation.operations.links import issue_link
from amends.unpaid_work.models import (
    Beneficiary,
    Certificate,
    Consultation,
    EteResult,
    EteResultFile,
    ExitInterviewLink,
    LocalTarget,
    SkillLearning,
)
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.court_returns import Application, return_to_court
from amends.unpaid_work.operations.nominations import NominationDraft, decline, nominate
from amends.unpaid_work.operations.project_rechecks import open_recheck
from amends.unpaid_work.operations.surveys import send_survey
from amends.unpaid_work.operations.transfers import ask_for_transfer
from tests.factories import MONDAY, make_project, make_team, make_user
from tests.house.routes import about, listed

_NOT_OF_A_PERSON = {
    **about("unpaid_work", "project_surveys project_survey_send project_recheck", pk="project.pk"),
    **about("unpaid_work", "project_recheck_close", pk="recheck.project.pk", recheck="recheck.pk"),
    **about("unpaid_work", "project_kits project_kit_new", pk="home_project.pk"),
    **about("unpaid_work", "kit_retire", pk="kit.pk"),
    **about(
        "unpaid_work", "nomination nomination_acknowledge nomination_accept nomination_decline", pk="nomination.pk"
    ),
    **about("unpaid_work", "nomination_letter", pk="declined.pk", letter="nomination_letter.pk"),
    **about("unpaid_work", "consultation_new", code="team.pdu.region.code"),
    **about("unpaid_work", "consultation_change consultation_withdraw", pk="consultation.pk"),
    **about("unpaid_work", "target_review", pk="target.pk"),
}
KWARGS = {
    **_NOT_OF_A_PERSON,
    **about("unpaid_work", "survey_reply", pk="survey.pk", token="survey_token"),
    **about("unpaid_work", "exit_answers", pk="exit_link.pk", token="exit_token"),
    **about("unpaid_work", "skills home certificate_new learning_start transfer_ask", crn="person.crn"),
    **about(
        "unpaid_work",
        "complete requirement_outcome court_return requirement_replace requirement_end requirement_carry_over"
        " supervision supervision_plan home_ask exit_interview exit_interview_new exit_interview_link",
        crn="person.crn", pk="requirement.pk",
    ),
    **about("unpaid_work", "review", crn="person.crn", pk="requirement.pk", fixed={"number": "first"}),
    **about("unpaid_work", "home_decide", crn="person.crn", pk="entry_asked.pk"),
    **about("unpaid_work", "home_send", crn="person.crn", pk="entry_agreed.pk"),
    **about("unpaid_work", "home_back", crn="person.crn", pk="kit_out.pk"),
    **about("unpaid_work", "home_inspect", crn="person.crn", pk="kit_back.pk"),
    **about("unpaid_work", "ete_result", pk="ete_waiting.pk"),
    **about("unpaid_work", "ete_result_reopen", pk="ete_decided.pk"),
    **about("unpaid_work", "certificate_withdraw", crn="person.crn", pk="certificate.pk"),
    **about("unpaid_work", "learning_end", crn="person.crn", pk="learning.pk"),
    **about("unpaid_work", "pre_placement", pk="booking.pk"),
    **about("unpaid_work", "court_result court_report", crn="person.crn", pk="court_return.pk"),
    **about("unpaid_work", "document", crn="person.crn", pk="document.pk"),
    **about("unpaid_work", "transfer transfer_answer transfer_withdraw transfer_pack", pk="transfer.pk"),
}  # fmt: skip
NO_RECORD = listed("exchange", "ete_results ete_results_template") | listed(
    "unpaid_work",
    "ete_results nominate nominate_received surveys transfers targets target_new monthly_report_pdf"
    " monthly_report_publish capacity_pdf capacity_publish",
    files="exit_interviews monthly_report nominations consultations capacity capacity_public survey_results"
    " court_returns outcomes diversity",
)
NOT_ABOUT_PEOPLE = set(_NOT_OF_A_PERSON)


def records(place) -> dict[str, object]:
    """One of each."""
    return {**_of_the_person(place), **_home(place), **_of_the_project(place), **_of_the_public(place)}


def _of_the_person(place) -> dict[str, object]:
    person, requirement, team = place.person, place.requirement, place.team
    done, kept = {"by": place.user, "at": place.at}, {"recorded_by": place.user, "recorded_at": place.at}
    exit_link = ExitInterviewLink(requirement=requirement, language="cy")
    exit_token = issue_link(exit_link, lasts=timedelta(days=28), by=place.user, at=timezone.now())
    court_return = return_to_court(requirement=requirement, application=Application("revocation", "x"), **done)
    return {
        "exit_link": exit_link,
        "exit_token": exit_token,
        "court_return": court_return,
        "document": court_return.report,
        "ete_waiting": _result(place),
        "ete_decided": _result(place, person=person, decided_at=place.at),
        "certificate": Certificate.objects.create(
            person=person, skill="cscs", title="CSCS card", from_date=date(2026, 1, 5), **kept
        ),
        "learning": SkillLearning.objects.create(
            requirement=requirement, project=place.project, skill="gardening", aim="x", from_date=date(2026, 5, 4),
            **kept,
        ),
        "transfer": ask_for_transfer(person=person, to_team=make_team(pdu=team.pdu), reason="x", **done),
    }  # fmt: skip


def _of_the_project(place) -> dict[str, object]:
    project, now = place.project, timezone.now()
    project.beneficiary = Beneficiary.objects.create(name=f"The beneficiary of {project.name}")
    project.save()
    quarter = {"from_date": date(2026, 1, 1), "to_date": date(2026, 4, 1)}
    survey, survey_token = send_survey(project=project, **quarter, language="cy", by=place.user, at=now)
    said = {"reason": "feedback", "note": "Tools were missing", "assigned_to": place.user}
    return {
        "survey": survey,
        "survey_token": survey_token,
        "recheck": open_recheck(project=project, **said, by=place.user, at=now),
    }


def _of_the_public(place) -> dict[str, object]:
    pdu, user, at = place.team.pdu, place.user, place.at
    draft = NominationDraft(
        pdu=pdu, place="Abbey Park", work="Clear brambles", benefits="Walkers", name="A Example", email="a@b.example"
    )
    declined = nominate(draft, at=at)
    decline(nomination=declined, ground="unsafe", reason="Too steep.", by=user, at=at)
    return {
        "nomination": nominate(draft, at=at),
        "declined": declined,
        "nomination_letter": declined.letters.get(),
        "consultation": Consultation.objects.create(
            region=pdu.region, party="policing_body", whom="x", on=MONDAY, said="x", recorded_at=at, recorded_by=user
        ),
        "target": LocalTarget.objects.create(
            pdu=pdu, measure="placed", characteristic="sex", group="Female", percent=50, why="x",
            set_on=date(2026, 1, 5), set_by=user, review_by=date(2027, 1, 5),
        ),
    }  # fmt: skip


def _home(place) -> dict[str, object]:
    """An entry that waits and one agreed to, with a kit that is out and one whose goods are back."""
    project, on = make_project(place.team, type="home"), place.at.date()
    done = {"by": place.user, "at": place.at}
    draft = home.HomeKitDraft("Cards", "A card", 10, ("Clean", "Folded"), 14)
    kit = home.add_kit(project=project, draft=draft, **done)
    given = {"requirement": place.requirement, "ground": "health", "reason": "A letter", **done}
    agreed = home.ask_for_home_work(**given)
    senior = make_user("senior", place.team)
    agreed = home.decide_on_home_work(entry=agreed, agreed=True, note="x", by=senior, at=place.at)
    out, back = (home.send_kit(entry=agreed, kit=kit, pieces=9, out_on=on, **done) for _ in range(2))
    back = home.take_goods_back(kit_out=back, back_on=on, pieces_back=9, note="", **done)
    asked = home.ask_for_home_work(**given)
    return {
        "home_project": project, "kit": kit, "entry_agreed": agreed, "entry_asked": asked, "kit_out": out,
        "kit_back": back,
    }  # fmt: skip


def _result(place, **values) -> EteResult:
    """A provider's result, about the person."""
    about_person, user, at = place.person, place.user, place.at
    file = EteResultFile.objects.create(
        team=place.team, name="x.csv", rows=1, before=0, taken_in_at=at, taken_in_by=user
    )
    return EteResult.objects.create(
        file=file, row=1, fingerprint=f"{file.pk}", provider="x", course="x", name=about_person.name, on=MONDAY,
        date_of_birth=about_person.date_of_birth, minutes=60, result="completed", known_crn=about_person.crn, **values,
    )  # fmt: skip
