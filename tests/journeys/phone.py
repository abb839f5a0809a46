"""A supervisor's phone in a real browser: its network taken and given back, its clock put wrong, what it keeps read."""

import re
from datetime import timedelta

from django.test import Client

from tests.unpaid_work.site_records import Site

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# The clock of a phone, ahead by as many milliseconds as the test says.
SKEW = """(() => { const real = Date.now, Real = Date; const ahead = () => Number(localStorage.getItem("ahead") || 0);
  Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(real() + ahead()); }
    static now() { return real() + ahead(); } }; })()"""
KEPT = """async () => {
  const open = indexedDB.open("amends-site");
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
  const read = (row) => new TextDecoder().decode(row.data);
  const [pages, events, keys] = [await all("pages"), await all("events"), await all("keys")];
  database.close();
  const extractable = keys.some((key) => key.extractable);
  return { pages: pages.length, events: events.length, keys: keys.length, extractable,
           text: [...pages, ...events].map((row) => JSON.stringify({ ...row, data: read(row) })).join() }; }"""


class Phone:
    """A browser with one user signed in, on the day of the session."""

    def __init__(self, browser, live_server, site: Site, user=None, javascript: bool = True) -> None:
        self.site, self.url = site, live_server.url
        self.context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript, **PHONE)
        self.context.add_init_script(SKEW)
        self.sign_in(user or site.user)
        self.page = self._page()

    def sign_in(self, user) -> None:
        client = Client()
        client.force_login(user)
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}])

    def _page(self):
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        return page

    def open(self, address: str | None = None):
        self.page.goto(address or self.site.address)
        return self.page

    def ready(self, address: str | None = None) -> "Phone":
        """With the page open and kept, so that the signal may go."""
        self.open(address)
        self.page.locator("[data-asked=ok]").wait_for()
        self.told("() => navigator.serviceWorker.ready.then(() => true)")
        self.says("Everything is sent.")
        self.page.wait_for_function(
            "async () => (await (await caches.open((await caches.keys())[0])).keys()).length > 10"
        )
        return self

    def signal(self, there: bool) -> None:
        self.context.set_offline(not there)

    def close_and_reopen(self, address: str | None = None) -> None:
        self.page.close()
        self.page = self._page()
        self.open(address)

    def hand_to(self, user) -> None:
        """Give the phone to somebody else, who signs in on it where there is a signal."""
        self.page.close()
        self.signal(True)
        self.sign_in(user)
        self.page = self._page()
        self.ready("/unpaid-work/site")

    def ahead(self, by: timedelta) -> None:
        self.page.evaluate("ahead => localStorage.setItem('ahead', ahead)", by / timedelta(milliseconds=1))

    def card(self, booking):
        return self.page.locator(f"#p{booking.pk}")

    def tap(self, booking, button: str) -> None:
        self.card(booking).get_by_role("button", name=re.compile(f"^{button}")).tap()

    def write(self, booking, what: str, text: str) -> None:
        card = self.card(booking)
        card.locator("summary", has_text=re.compile(f"^{what}")).tap()
        card.locator(f"form[data-event={what.lower()}] textarea").fill(text)
        self.tap(booking, f"Record {what.lower()}")

    def outcome(self, booking, label: str, started: str = "", finished: str = "") -> None:
        card = self.card(booking)
        card.locator("summary", has_text=re.compile("outcome", re.I)).tap()
        card.get_by_label("What happened", exact=True).first.select_option(label=label)
        for name, value in (("started", started), ("finished", finished)):
            card.locator(f"form[data-event=outcome] [name={name}]").fill(value)
        self.tap(booking, "Record outcome")

    def says(self, words: str, within: int = 20) -> None:
        """Wait, so many seconds, for what the page says of sending: once there is a signal it sends by itself."""
        self.page.locator("[data-site-state]", has_text=words).wait_for(timeout=within * 1000)

    def waits(self, booking, words: str) -> None:
        self.card(booking).locator(".amends-site-unsent", has_text=words).wait_for()

    def kept(self) -> dict:
        return self.told(KEPT)

    def told(self, asked: str):
        """What the page's script answers, within 20 seconds: `evaluate` alone would wait for ever."""
        late = "new Promise((_, refuse) => setTimeout(() => refuse(new Error('no answer in 20 s')), 20000))"
        return self.page.evaluate(f"() => Promise.race([({asked})(), {late}])")
