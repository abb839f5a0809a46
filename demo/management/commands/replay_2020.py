"""Print the replay of 2020: the contact mix of each week and provider, beside the shares that were printed."""

from django.core.management.base import BaseCommand

from demo.demonstration import SEED
from demo.replay import printed, replay

_MODES = ("telephone", "face_to_face", "doorstep")


class Command(BaseCommand):
    help = "Replay the contact of 2020: its mix by week and provider, as officers come to it who follow the models."
    requires_system_checks = []

    def handle(self, *args, **options):
        told = {(each.provider, each.week, each.mode): each.share for each in printed()}
        self.stdout.write("provider  week        contacts  telephone  face to face  doorstep  printed")
        for week in replay(seed=SEED):
            mix = [f"{week.share(mode):.0%}" for mode in _MODES]
            beside = [
                f"{mode.replace('_', ' ')} {told[week.provider, week.begins, mode]:.0%}"
                for mode in _MODES
                if (week.provider, week.begins, mode) in told
            ]
            self.stdout.write(
                f"{week.provider:8}  {week.begins}  {sum(week.contacts.values()):8,}  {mix[0]:>9}  {mix[1]:>12}  "
                f"{mix[2]:>8}  {', '.join(beside)}"
            )
