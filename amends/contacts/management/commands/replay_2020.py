"""Print the replay of 2020: the contact mix of each week and provider, what was printed, and how much hangs on what."""

from django.core.management.base import BaseCommand

from amends.contacts.replay.year_2020 import MODES, printed, replayed, sensitivity, shares_of


class Command(BaseCommand):
    help = "Replay the contact of 2020: its mix by week and provider, as officers come to it who follow the models."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--sensitivity", action="store_true", help="with each limit halved and doubled, too")

    def handle(self, *args, **options):
        self.stdout.write("provider  week        contacts  telephone  face to face  doorstep")
        for week in replayed():
            mix = [f"{week.share(mode):.0%}" for mode in MODES]
            self.stdout.write(
                f"{week.provider:8}  {week.begins}  {sum(week.contacts.values()):8,}  {mix[0]:>9}  {mix[1]:>12}  "
                f"{mix[2]:>8}"
            )
        self.stdout.write("\nprovider  week        mode          printed  replayed")
        for told, share in zip(printed(), shares_of(replayed()), strict=True):
            self.stdout.write(
                f"{told.provider:8}  {told.week}  {told.mode:12}  {told.share:7.0%}  {share:8.0%}  "
                f"{'fitted' if told.fitted else 'predicted'}"
            )
        if options["sensitivity"]:
            self._vary()

    def _vary(self):
        self.stdout.write("\nvaried          times  " + "  ".join(_short(told) for told in printed()))
        rows = [("as assumed", 1.0, shares_of(replayed())), *((v.name, v.factor, v.shares) for v in sensitivity())]
        for name, factor, shares in rows:
            told = "  ".join(f"{share:>{len(_short(each))}.0%}" for each, share in zip(printed(), shares, strict=True))
            self.stdout.write(f"{name:14}  {factor:5}  {told}")


def _short(told):
    return f"{told.provider} {told.mode[:4]} {told.week:%d%b}"
