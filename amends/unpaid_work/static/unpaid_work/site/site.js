// Pages on site, with or without a signal. A tap is kept on the phone first, then sent: what is kept is shown as not
// sent until the service has answered. Without this script every tap is an ordinary form.
import { Clock } from "./clock.js";
import { paint, show, showOnly, tell } from "./page.js";
import { fetchPage, giveUp, greet, HOME, sendWaiting } from "./sending.js";
import { openStore, wipe } from "./store.js";
import { eventOf } from "./taps.js";
import { say } from "./words.js";

const MINUTE = 60_000;
const AGAIN = 30_000; // milliseconds until what waits is tried again
const SIGNAL_BACK = [0, 1_000, 3_000, 9_000]; // and between tries once there is a signal: the first may come too soon
const SIGN_OUT_OWED = "amends-sign-out-owed";

class SitePage {
  constructor(store, clock) {
    Object.assign(this, { store, clock, state: "", kept: null, owner: null, asked: false, sending: null });
    this.recorded = Promise.resolve(); // one after another, in the order of the taps
    this.path = window.location.pathname;
  }

  get session() {
    return Number(document.querySelector("[data-site-page]")?.dataset.session) || null;
  }

  async start() {
    await this.sweep();
    const page = document.querySelector("[data-site-page]");
    const html = page?.outerHTML;
    this.owner = page?.dataset.owner || (await this.store.fact("owner"));
    this.until = this.clock.now() + 24 * 60 * MINUTE;
    if (!page) await this.showKept();
    this.listen();
    await this.refresh();
    if (page) await this.arrive(html);
    await this.send();
    setInterval(() => this.tick(), MINUTE);
    setInterval(() => this.retry(), AGAIN);
  }

  /** A page that the service showed: take its user's key, keep the page, and the session's where this is the day's. */
  async arrive(html) {
    const told = await greet(this.store, this.clock);
    this.state = told.state;
    if (told.state === "ok" && told.data.owner === this.owner) {
      await this.store.keepKey(this.owner, told.data.key);
      await this.keep(this.path, html);
      for (const link of document.querySelectorAll("[data-site-keep]")) await this.keepOther(link.pathname);
    }
    document.querySelector("[data-site-bar]").dataset.asked = told.state; // and what can be kept is kept
    await this.refresh();
  }

  async keepOther(path) {
    const fetched = await fetchPage(path);
    if (fetched.state === "ok" && fetched.owner === this.owner) await this.keep(path, fetched.html);
  }

  async keep(path, html) {
    await this.store.keepPage(this.owner, path, html, this.clock.now());
    await this.store.setFact("clock", this.clock.kept());
  }

  async showKept() {
    const kept = this.owner && (await this.store.page(this.owner, this.path));
    if (!kept) {
      showOnly(this.owner ? say("none") : say("nothing"));
      return;
    }
    show(kept.html);
    Object.assign(this, { kept, until: kept.until, state: "noSignal" });
    document.title = document.querySelector("h1").textContent;
    for (const part of document.querySelectorAll("[data-site-online]")) part.hidden = true;
  }

  listen() {
    document.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    document.querySelector("[data-site-wipe]")?.addEventListener("click", () => this.signOut(null));
    document.querySelector("[data-site-send]").addEventListener("click", () => this.send());
    window.addEventListener("online", () => this.signalBack());
    document.addEventListener("visibilitychange", () => document.hidden || this.tick());
  }

  submitted(event) {
    const form = event.target;
    if (form.matches("[data-event]")) {
      event.preventDefault();
      form.querySelector("select[name=outcome]")?.setAttribute("required", "");
      if (form.reportValidity()) this.recorded = this.recorded.then(() => this.record(form, event.submitter));
    } else if (form.action.endsWith("/account/logout/")) {
      event.preventDefault();
      this.signOut(form);
    }
  }

  async record(form, button) {
    if (form.hidden || !form.checkValidity()) return; // tapped twice
    const waiting = await this.store.events(this.owner);
    const event = eventOf(form, button, { session: this.session, waiting, clock: this.clock });
    if (!(await this.store.hasKey(this.owner))) await this.arrive(document.querySelector("[data-site-page]").outerHTML);
    if (!(await this.store.hasKey(this.owner))) {
      form.submit(); // nothing can be kept here: send it as the ordinary form it is
      return;
    }
    await this.store.addEvent(this.owner, event, this.clock.now());
    await this.store.setFact("clock", this.clock.kept());
    form.reset();
    const details = form.closest("details");
    if (details) details.open = false;
    await this.refresh();
    await this.send();
  }

  /** The signal is back. What was begun without one would be waited for in vain. */
  async signalBack() {
    giveUp();
    for (const pause of SIGNAL_BACK) {
      await new Promise((done) => setTimeout(done, pause));
      await this.send();
      if (this.state !== "noSignal") return;
    }
  }

  /** Send what waits; asked for while it is being sent, once more after that. */
  send() {
    this.asked = true;
    this.sending ||= this.sendAll();
    return this.sending;
  }

  async sendAll() {
    try {
      while (this.asked) {
        this.asked = false;
        await this.sendOnce();
      }
    } finally {
      this.sending = null;
    }
  }

  /** Send what waits, then show the page as the service has it. */
  async sendOnce() {
    if (!this.owner || !(await this.store.hasKey(this.owner))) return;
    const before = (await this.store.events(this.owner)).length;
    if (!before && !this.kept) return;
    this.state = "sending";
    await this.refresh();
    this.state = await sendWaiting(this.store, this.owner, this.clock);
    if (this.state === "other") await this.store.lock(this.owner);
    if (this.state === "ok") await this.renew();
    await this.refresh();
    const left = await this.store.events(this.owner);
    this.asked ||= this.state === "ok" && left.some(({ refused }) => !refused); // recorded meanwhile
  }

  async renew() {
    const fetched = await fetchPage(this.path);
    if (fetched.state !== "ok" || fetched.owner !== this.owner) {
      this.state = fetched.state === "ok" ? "other" : fetched.state;
      return;
    }
    await this.keep(this.path, fetched.html);
    show(fetched.html);
    this.kept = null;
    this.until = this.clock.now() + 24 * 60 * MINUTE;
  }

  async refresh() {
    const waiting = this.owner ? await this.store.events(this.owner) : [];
    const wiped = await this.store.fact("wiped");
    paint(waiting, this.session);
    tell({ waiting, wiped, state: this.state, kept: this.kept, changed: this.clock.changed }, (order) => this.aside(order));
  }

  async aside(order) {
    if (order === null) await this.store.setFact("wiped", 0);
    else await this.store.removeEvent(order);
    await this.refresh();
  }

  async sweep() {
    await this.store.sweep(this.clock.now());
    await this.store.setFact("clock", this.clock.kept());
  }

  async tick() {
    await this.sweep();
    if (this.clock.now() >= this.until) window.location.reload(); // what is on the screen has ended too
    else await this.retry();
  }

  async retry() {
    if (!document.hidden && this.state !== "signIn" && this.state !== "other") await this.send();
    else await this.refresh();
  }

  /** Wipe the phone, then end the sign-in; where there is no signal, as soon as there is one. */
  async signOut(form) {
    const waiting = this.owner ? await this.store.events(this.owner) : [];
    if (waiting.length && !window.confirm(say("askSignOut", { n: waiting.length }))) return;
    const told = form ? await greet(this.store, this.clock) : { state: "noSignal" };
    await wipe();
    if (told.state === "noSignal") window.localStorage.setItem(SIGN_OUT_OWED, "1");
    if (form && told.state !== "noSignal") form.submit();
    else window.location.assign(HOME);
  }
}

async function begin() {
  const form = document.querySelector("form[action$='/account/logout/']");
  if (form && window.localStorage.getItem(SIGN_OUT_OWED)) {
    window.localStorage.removeItem(SIGN_OUT_OWED);
    await wipe();
    form.submit();
    return;
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${HOME}/worker.js`, { scope: HOME }).catch(() => {});
  }
  const store = await openStore();
  await new SitePage(store, new Clock(await store.fact("clock"))).start();
}

begin().catch((error) => {
  console.warn(error); // without what it needs, every tap is an ordinary form
  document.querySelector("[data-site-bar]").hidden = false;
  document.querySelector("[data-site-state]").textContent = say("broken");
});
