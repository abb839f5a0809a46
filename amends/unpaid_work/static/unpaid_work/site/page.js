// The page: what is not sent yet shown where it belongs, parts put in anew without losing what is half typed, the bar.
import { say, unsent } from "./words.js";

const bar = document.querySelector("[data-site-bar]");
const TAPS = new Set(["acknowledged", "arrived", "finished"]);

/** Put a page's text where the page is, or only those parts of it in which nothing is half typed. */
export function show(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  const shown = document.querySelector("[data-site-page], [data-site-shell]");
  if (shown.matches("[data-site-shell]") || !sameParts(shown, fresh)) {
    if (![...shown.querySelectorAll("form")].some(typedIn)) shown.replaceWith(fresh);
    return;
  }
  for (const part of shown.querySelectorAll("[data-part]")) {
    if (![...part.querySelectorAll("form")].some(typedIn)) part.replaceWith(fresh.querySelector(`#${part.id}`));
  }
}

const partsOf = (page) => [...page.querySelectorAll("[data-part]")].map(({ id }) => id).join(" ");
const sameParts = (shown, fresh) => partsOf(shown) !== "" && partsOf(shown) === partsOf(fresh);

function typedIn(form) {
  return [...form.querySelectorAll("textarea, select, input:not([type=hidden])")].some((field) => {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return field.selectedIndex > 0 && !field.selectedOptions[0].defaultSelected;
    return field.value !== field.defaultValue;
  });
}

/** Show what waits in the cards it is about; a tap that waits is not offered again. */
export function paint(waiting, session) {
  for (const line of document.querySelectorAll(".amends-site-unsent")) line.remove();
  for (const form of document.querySelectorAll("[data-site-page] form[hidden]")) form.hidden = false;
  for (const { event, refused } of waiting) {
    if (event.session !== session) continue;
    const card = document.querySelector(`[data-state-of="${event.booking || ""}"]`);
    if (!card) continue;
    const line = document.createElement("li");
    line.className = "amends-site-unsent";
    line.textContent = `${event.told.words}, ${event.told.time}: ${refused ? say("notTaken") : say("unsent")}`;
    card.querySelector("[data-state]").append(line);
    if (refused) continue;
    if (TAPS.has(event.kind)) {
      for (const form of card.querySelectorAll(`.amends-site-taps form[data-event="${event.kind}"]`)) form.hidden = true;
    }
    if (event.kind === "choice") card.querySelector(`form:has([name=about][value="${event.about}"])`).hidden = true;
  }
}

/** Say plainly what is not sent, why, and until when it is kept. `act` takes one back, or puts it aside. */
export function tell({ waiting, state, kept, wiped, changed }, act) {
  bar.hidden = !state && !waiting.length && !wiped;
  const open = waiting.filter(({ refused }) => !refused);
  const said = [open.length ? unsent(open.length) : ""];
  if (["noSignal", "signIn", "other", "failed"].includes(state) && !(kept && state === "noSignal")) said.push(say(state));
  if (state === "sending") said.push(say("sending"));
  if (kept) said.push(say("fromPhone", { time: kept.at }), say("until", { time: kept.until }));
  if (changed) said.push(say("clock"));
  if (wiped) said.push(say("wiped", { n: wiped }));
  if (!open.length && state === "ok") said.unshift(say("sent"));
  const text = said.filter(Boolean).join(" ");
  const status = bar.querySelector("[data-site-state]");
  if (status.textContent !== text) status.textContent = text; // said only when it has changed
  bar.classList.toggle("amends-site-bar--waiting", waiting.length > 0 || Boolean(wiped));
  bar.querySelector("[data-site-sign-in]").hidden = state !== "signIn";
  bar.querySelector("[data-site-send]").hidden = !open.length || state === "sending";
  list(waiting, wiped, act);
}

function list(waiting, wiped, act) {
  const list = bar.querySelector("[data-site-unsent]");
  list.hidden = !waiting.length && !wiped;
  const lines = waiting.map(({ order, tried, refused, event }) => {
    const { words, name, time } = event.told;
    const told = [words, name, time].filter(Boolean).join(", ");
    const text = refused ? `${told}: ${say("notTaken")}` : told;
    return line(text, refused ? "putAside" : "takeBack", tried && !refused ? null : () => act(order));
  });
  if (wiped) lines.push(line(say("wiped", { n: wiped }), "putAside", () => act(null)));
  list.querySelector("ol").replaceChildren(...lines);
}

function line(text, word, aside) {
  const made = document.createElement("li");
  made.append(text);
  if (aside) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "amends-site-aside";
    button.textContent = say(word);
    button.addEventListener("click", aside);
    made.append(" ", button);
  }
  return made;
}

/** Show nothing but these words. */
export function showOnly(words) {
  const told = document.createElement("p");
  told.className = "govuk-body";
  told.textContent = words;
  const shown = document.querySelector("[data-site-page], [data-site-shell]");
  const heading = document.createElement("h1");
  heading.className = "govuk-heading-l";
  heading.textContent = document.title.split(" – ")[0];
  shown.replaceChildren(heading, told);
}
