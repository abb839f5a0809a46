"""The pages of a section, such as those of one case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from amends.design.components.base import Component


@dataclass(frozen=True)
class NavigationItem:
    """A page of a section; `count` stands behind its name."""

    text: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class SubNavigation(Component):
    """The pages of a section."""

    pages: Sequence[NavigationItem]
    label: str = gettext_lazy("Pages of this section")
    template = "design/components/sub_navigation.html"
