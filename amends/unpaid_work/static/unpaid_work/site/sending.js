// Asking the service. Every answer is one of: ok, noSignal, signIn, other (another user is signed in), failed.
export const HOME = "/unpaid-work/site";
const PATIENCE = 15_000; // milliseconds
const AT_ONCE = 50;

const underWay = new Set();

/** Give up every question under way: each is answered noSignal. Nothing is lost, what was sent is sent again. */
export function giveUp() {
  for (const stop of underWay) stop.abort();
}

async function ask(address, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  underWay.add(stop);
  try {
    const given = { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options, headers };
    const answer = await fetch(address, given);
    if (answer.status === 401) return { state: "signIn" };
    if (answer.status === 409) return { state: "other" };
    if (!answer.ok) return { state: "failed" };
    const data = headers.Accept === "application/json" ? await answer.json() : await answer.text();
    return { state: "ok", answer, data };
  } catch {
    return { state: "noSignal" };
  } finally {
    clearTimeout(timer);
    underWay.delete(stop);
  }
}

/** Who is signed in, their key for this browser, a token to send with; the clock is compared. */
export async function greet(store, clock) {
  const asked = Date.now();
  const told = await ask(`${HOME}/phone?device=${await store.fact("device")}`);
  if (told.state === "ok") clock.compare(told.data.now, asked, Date.now());
  return told;
}

/** The page at an address as the service shows it now: its part about the site, as text. */
export async function fetchPage(path) {
  const told = await ask(path, { headers: { Accept: "text/html" } });
  if (told.state !== "ok") return told;
  if (told.answer.redirected) return { state: "signIn" };
  const found = new DOMParser().parseFromString(told.data, "text/html").querySelector("[data-site-page]");
  return found ? { state: "ok", html: found.outerHTML, owner: found.dataset.owner } : { state: "failed" };
}

/** Send what waits of the owner's, in order, until nothing waits that can be sent. Only one tab of a browser sends. */
export function sendWaiting(store, owner, clock) {
  return navigator.locks.request("amends-site-sending", async () => {
    const told = await greet(store, clock);
    if (told.state !== "ok") return told.state;
    if (told.data.owner !== owner) return "other";
    await store.keepKey(owner, told.data.key);
    for (;;) {
      const waiting = (await store.events(owner)).filter(({ refused }) => !refused).slice(0, AT_ONCE);
      if (!waiting.length) return "ok";
      const state = await sendSome(store, owner, told.data.csrf, waiting);
      if (state !== "ok") return state;
    }
  });
}

async function sendSome(store, owner, csrf, waiting) {
  for (const { order } of waiting) await store.markEvent(order, { tried: true });
  const events = waiting.map(({ event: { told, ...sent } }) => sent);
  const body = JSON.stringify({ owner, device: await store.fact("device"), sent_at: Date.now(), events });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const answered = await ask(`${HOME}/send`, { method: "POST", headers, body });
  if (answered.state !== "ok") return answered.state;
  const became = new Map(answered.data.answers.map(({ event, answer }) => [event, answer]));
  for (const { order, event } of waiting) {
    const answer = became.get(event.event);
    if (!answer) return "failed";
    if (answer === "unknown") await store.markEvent(order, { refused: true });
    else await store.removeEvent(order);
  }
  return "ok";
}
