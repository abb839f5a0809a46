"""Every file of a package, in the order in which they are read and loaded."""

from amends.exchange.files import cases, history, organisation, unpaid_work
from amends.exchange.specification import File

FILES: tuple[File, ...] = (*organisation.FILES, *cases.FILES, *unpaid_work.FILES, *history.FILES)
BY_NAME = {file.name: file for file in FILES}
