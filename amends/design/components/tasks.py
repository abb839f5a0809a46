"""What there is to do, and how far a job is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import html_safe
from django.utils.safestring import SafeString

from amends.design import govuk, words
from amends.design.components.base import Component, Tag, anchor


@dataclass(frozen=True)
class Task:
    """A line of a task list. A plain status is shown as text, as GOV.UK does for what is done."""

    title: str
    href: str = ""
    status: Tag | str = ""
    hint: str = ""


@html_safe
@dataclass(frozen=True)
class TaskList:
    """What there is to do, and how far each is."""

    tasks: Sequence[Task]
    id_prefix: str = "task"

    def __str__(self) -> SafeString:
        items = []
        for task in self.tasks:
            item: dict[str, Any] = {"title": {"text": task.title}, "status": _status(task.status)}
            if task.href:
                item["href"] = task.href
            if task.hint:
                item["hint"] = {"text": task.hint}
            items.append(item)
        return govuk.render("task-list", items=items, id_prefix=self.id_prefix)


def _status(status: Tag | str) -> Mapping[str, Any]:
    return {"html": str(status)} if isinstance(status, Tag) else {"text": status}


@dataclass(frozen=True)
class Progress(Component):
    """How far a job is. With scripts the page asks `url` for {"done", "total", "text", "finished", "href"}.

    `detail` is markup below, such as a chart; where the answer holds "detail", it takes its place.
    """

    label: str
    done: int
    total: int
    url: str = ""
    text: str = ""
    id: str = ""
    detail: Any = ""
    template = "design/components/progress.html"

    def anchor(self) -> str:
        """The id of this part of the page."""
        return self.id or anchor("progress", self.label)

    def told(self) -> str:
        """How far, in words."""
        return self.text or words.share_text(self.done, self.total)
