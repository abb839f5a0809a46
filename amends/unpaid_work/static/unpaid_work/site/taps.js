// A form of the page as an event to keep and to send.
import { at } from "./words.js";

const OWN = new Set(["csrfmiddlewaretoken", "event", "kind", "booking", "seen", "about"]);
const ONE_STANDS = new Set(["arrived", "finished", "outcome"]); // a later one takes the place of the one before

/** The event that a form says. `waiting` are those not sent yet: what this phone knows to stand by itself. */
export function eventOf(form, button, { session, waiting, clock }) {
  const given = new FormData(form, button);
  const content = {};
  for (const name of new Set(given.keys())) {
    if (OWN.has(name)) continue;
    content[name] = name === "items" ? given.getAll(name) : given.get(name);
  }
  const [kind, booking] = [given.get("kind"), Number(given.get("booking")) || null];
  const before = waiting.filter(({ event }) => event.kind === kind && event.booking === booking).at(-1);
  clock.now();
  return {
    event: crypto.randomUUID(),
    kind,
    session,
    booking,
    seen: ONE_STANDS.has(kind) && before ? before.event.event : given.get("seen") || "",
    about: given.get("about") || null,
    content,
    phone_at: Date.now(),
    ahead_ms: clock.ahead,
    told: toldBy(form, button, content),
  };
}

/** The event in words, for the list of what is not sent: it stays on the phone. */
function toldBy(form, button, content) {
  const title = form.closest("details")?.querySelector("summary") || button || form.querySelector("[type=submit]");
  const shown = title.cloneNode(true);
  for (const part of shown.querySelectorAll(".govuk-visually-hidden")) part.remove();
  const select = form.querySelector("select[name=outcome]");
  const more = select ? select.selectedOptions[0].textContent : content.text || content.time || "";
  const name = form.closest("[data-name]")?.dataset.name || "";
  const words = [shown.textContent.trim().split(",")[0], more.trim()].filter(Boolean).join(": ");
  return { words, name, time: at(Date.now()) };
}
