"""One thing wrong with a plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """`rule`: `rule 1` to `rule 6`, `fixed`, `unmet` or `report`; `where` it is broken; what is `wrong`."""

    rule: str
    where: str
    wrong: str

    def __str__(self) -> str:
        line = f"{self.rule}: {self.where}: {self.wrong}"
        return line.replace("\r", " ").replace("\n", " ")
