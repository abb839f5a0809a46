"""Components of our own: plain values that render themselves. `{{ table }}` in a template is all it takes."""

from amends.design.addresses import chosen_sort, with_query
from amends.design.components.base import COLOURS, Component, Link, Tag
from amends.design.components.figure import Figure, Figures
from amends.design.components.filter import FilterPanel
from amends.design.components.navigation import NavigationItem, SubNavigation
from amends.design.components.summary import Row, SummaryList
from amends.design.components.table import Column, Pagination, Table
from amends.design.components.tasks import Progress, Task, TaskList
from amends.design.components.timeline import Event, Timeline

__all__ = [
    "COLOURS",
    "Column",
    "Component",
    "Event",
    "Figure",
    "Figures",
    "FilterPanel",
    "Link",
    "NavigationItem",
    "Pagination",
    "Progress",
    "Row",
    "SubNavigation",
    "SummaryList",
    "Table",
    "Tag",
    "Task",
    "TaskList",
    "Timeline",
    "chosen_sort",
    "with_query",
]
