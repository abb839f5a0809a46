"""Pages in a real browser: answered by Django's test client in the test's own transaction, so that nothing need be
committed, yet with the headers, styles and scripts that a server would send."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

SITE = "http://localhost"
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # of these every one; of what passes, which nobody reads, no list of its elements
}
_SIZES = {"phone": {"width": 360, "height": 800}, "desktop": {"width": 1280, "height": 900}}


class Reading:
    """One browser window over a test client. `complaints` is what the browser objected to on the page last opened."""

    def __init__(self, browser, client=None, size: str = "desktop", **options) -> None:
        self.client = client
        self.complaints: list[str] = []
        self._instead: dict[str, object] = {}
        self.context = browser.new_context(viewport=_SIZES[size], **options)
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def close(self) -> None:
        self.context.close()

    def open(self, address: str, answer=None):
        """Go to the address; `answer` is shown there if given (what a form's POST was answered, say)."""
        self.complaints.clear()
        if answer is not None:
            self._instead[address] = answer
        self.page.goto(SITE + address)
        return self.page

    def violations(self) -> list[tuple[str, list[str]]]:
        """The accessibility rules (WCAG 2.0 to 2.2, A and AA) that the page breaks, and where. No rule is left out."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def _listen(self, message) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _answer(self, route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != SITE:
            route.abort()
        elif parts.path.startswith("/static/"):
            self._file(route, parts.path.removeprefix("/static/"))
        else:
            where = parts.path + (f"?{parts.query}" if parts.query else "")
            response = self._instead.pop(where, None) or self._ask(request, where)
            route.fulfill(status=response.status_code, headers=_headers(response), body=response.content)

    def _file(self, route, name: str) -> None:
        found = finders.find(name)
        if found:
            route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(name)[0])
        else:
            route.fulfill(status=404)

    def _ask(self, request, where: str):
        if request.method == "GET":
            return self.client.get(where, follow=True)
        return self.client.generic(
            request.method, where, request.post_data_buffer or b"",
            content_type=request.headers.get("content-type", ""), follow=True,
        )  # fmt: skip


def _headers(response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
