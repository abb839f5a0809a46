"""What was done so far: week by week, who was expected where, and what came of it."""

from datetime import date, datetime, timedelta
from math import log
from random import Random

from amends.policy.working_days import is_bank_holiday
from demo.assumptions import assumed, shares
from demo.people import Someone
from demo.places import kilometres
from demo.projects import Work
from demo.writing import Package

_ACCEPTABLE = ("AAME", "AAME", "AAEM", "AAFC", "AACL", "RSSR", "RSOF")
_SCALE = ("excellent", "good", "satisfactory", "poor")
_NEAREST = 5
_FAR_KM = 25

Attendance = dict[str, object]


class History:
    """The sessions of a unit, filled person by person and written once all are in."""

    def __init__(self, projects: list[Work], today: date, random: Random) -> None:
        self.projects = projects
        self.induction = next(work for work in projects if work.type == "induction")
        self.today, self.random = today, random
        self.sessions: dict[tuple[str, date], list[Attendance]] = {}
        self.stood_down: dict[tuple[str, date], tuple[str, str]] = {}
        self.by_code = {work.code: work for work in projects}

    def work(self, one: Someone) -> None:
        """Live the person's requirement up to yesterday: induction, then sessions at one or two projects."""
        day = one.sentence_date + timedelta(days=self.random.randint(10, 24))
        day = self._next(self.induction, one, day, any_weekday=True)
        if day is None:
            return
        self._expect(one, self.induction, day)
        one.worked_from = day
        choice = self._choice(one)
        one.on |= {int(weekday) for work in choice[:1] for weekday in work.days[:2]}
        for monday in self._weeks(one, day):
            if one.left < 60 * 6 and not one.ended:
                return
            if one.left <= 0:
                return
            self._a_week(one, choice, monday)

    def _choice(self, one: Someone) -> list[Work]:
        """The person's usual project and another, of those nearest that suit."""
        fit = [
            work for work in self.projects
            if work.type != "induction" and (work.for_whom == "any" or one.sex == "f")
            and (work.kind != "home" or one.home)
            and (not one.women_only or work.for_whom == "women" or work.kind in ("individual", "home"))
            and (one.lifting or "heavy" not in work.tags) and not (one.near_school and "near_school" in work.tags)
            and kilometres(one.at, work.at) < _FAR_KM
            and (work.under_18 or (self.today - one.born).days > 19 * 365)
        ]  # fmt: skip
        fit.sort(key=lambda work: (kilometres(one.at, work.at) * self.random.uniform(0.6, 1.4), work.code))
        near = fit[:_NEAREST]
        weights = [work.places * len(work.days) for work in near]
        return self.random.choices(near, weights, k=2) if near else []

    def _weeks(self, one: Someone, after: date) -> list[date]:
        """The Mondays on which the person is offered work: who has ended, each; others, as far as they have come.

        Who works steadily and is not done yet, at whatever age of the order, has as long to go as anybody: the time
        that leaves the share of the reports past twelve months is the only one that keeps that share as it is.
        """
        first = after + timedelta(days=7 - after.weekday())
        weeks = [first + timedelta(days=7 * place) for place in range(max(0, (self.today - first).days // 7 + 1))]
        if one.ended:
            return weeks
        age = (self.today - one.sentence_date).days / 365
        done = age / (age + self.random.expovariate(-log(assumed("past_12_months"))))
        wanted = round(done * one.ordered_minutes / 400 / assumed("attendance"))
        return sorted(self.random.sample(weeks, min(len(weeks), wanted)))

    def _a_week(self, one: Someone, choice: list[Work], monday: date) -> None:
        days = 2 if one.ended else 1
        for offset in self.random.sample(range(7), 7):
            day = monday + timedelta(days=offset)
            work = next((each for each in choice if self._has_room(each, day)), None)
            if work is None or day >= self.today or not one.left or one.last_worked == day:
                continue
            self._expect(one, work, day)
            one.on.add(day.isoweekday())
            days -= 1
            if not days:
                return

    def _next(self, work: Work, one: Someone, day: date, any_weekday: bool) -> date | None:
        for place in range(40):
            tried = day + timedelta(days=place)
            if tried < self.today and self._has_room(work, tried):
                return tried
        return None

    def _has_room(self, work: Work, day: date) -> bool:
        expected = self.sessions.get((work.code, day), ())
        return work.open_on(day) and len(expected) < work.places and not is_bank_holiday(day)

    def _expect(self, one: Someone, work: Work, day: date) -> None:
        key = work.code, day
        if key not in self.sessions:
            self.sessions[key] = []
            if self.random.random() < _chance_of_stand_down():
                self.stood_down[key] = _drawn("stood_down_", self.random, "for_kept"), self._notice()
        row: Attendance = {"requirement": one.requirement, "chance": round(one.chance, 3)}
        if key in self.stood_down:
            row |= {"outcome": "AASD", "notice": self.stood_down[key][1]}
        elif self.random.random() < one.chance:
            row |= self._attended(one, work, day)
        elif self.random.random() < assumed("absence_unacceptable"):
            row["outcome"] = "UACP"
        else:
            row["outcome"] = self.random.choice(_ACCEPTABLE)
        self.sessions[key].append(row)
        one.last_expected = max(day, one.last_expected or day)

    def _notice(self) -> str:
        told = shares("told_")
        drawn = self.random.random()
        if drawn < told["before_day"]:
            return "before_day"
        return "before_travel" if drawn < told["before_day"] + told["before_travel"] else "on_site"

    def _attended(self, one: Someone, work: Work, day: date) -> Attendance:
        drawn, outcome = self.random.random(), "ATTC"
        if drawn < assumed("sent_home_by_service"):
            outcome = "ATSS"
        elif drawn < assumed("sent_home_by_service") + assumed("failed_to_comply"):
            outcome = "AFTC"
        minutes = (work.end.hour * 60 + work.end.minute) - (work.start.hour * 60 + work.start.minute)
        penalty = 0
        if outcome == "ATSS":
            minutes //= 2
        elif self.random.random() < assumed("penalty"):
            penalty = self.random.choice([15, 30, 60])
        minutes = min(minutes, one.left + penalty)
        one.credited += minutes - penalty
        one.last_worked = day
        finished = (datetime.combine(day, work.start) + timedelta(minutes=minutes)).time()
        quality, behaviour = (self.random.choices(_SCALE, weights)[0] for weights in ((15, 55, 25, 5), (15, 60, 20, 5)))
        return {"outcome": outcome, "started": work.start, "finished": finished, "penalty_minutes": penalty,
                "quality": quality, "behaviour": behaviour}  # fmt: skip

    def write(self, package: Package) -> None:
        """Write the sessions in order of date, with who was expected."""
        for code, day in sorted(self.sessions, key=lambda key: (key[1], key[0])):
            supervisor = self.by_code[code].supervisors.get(day.isoweekday(), "")
            package.add("sessions", project=code, date=day, supervisor=supervisor)
            if (code, day) in self.stood_down:
                cause, notice = self.stood_down[code, day]
                package.add("stand_downs", project=code, date=day, cause=cause, notice=notice, whole=True)
            for row in self.sessions[code, day]:
                package.add("attendance", project=code, date=day, **row)


def _chance_of_stand_down() -> float:
    """The chance that a session is stood down, from the published days lost for each day kept."""
    ratio, attendance = assumed("stood_down_for_kept"), assumed("attendance")
    return ratio * attendance / (1 + ratio * attendance)


def _drawn(prefix: str, random: Random, *leaving_out: str) -> str:
    weights = {name: share for name, share in shares(prefix).items() if name not in leaving_out}
    return random.choices(list(weights), weights=weights.values())[0]


def write_other_credit(package: Package, one: Someone, today: date, random: Random) -> None:
    """Write education or training done outside sessions, and credit for long journeys."""
    if one.worked_from is None or one.left < 600:
        return
    days = (today - one.worked_from).days
    if random.random() < assumed("ete_credit"):
        package.add("ete_credits", requirement=one.requirement, on=today - timedelta(days=random.randint(1, days)),
                    minutes=random.choice([60, 90, 120, 180]), activity="Online course, certificate seen")  # fmt: skip
    if random.random() < assumed("travel_credit"):
        on = today - timedelta(days=random.randint(1, days))
        package.add("hours_adjustments", requirement=one.requirement, on=on, minutes=random.choice([30, 45, 60]),
                    reason="travel", note="Two buses each way")  # fmt: skip
