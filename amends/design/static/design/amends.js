// What pages gain from scripts. Everything works without.
import { initAll } from "../built/govuk-frontend.min.js";

initAll();

for (const button of document.querySelectorAll("[data-amends-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On a narrow screen the filters stand above the results: closed, they leave room for them.
if (window.matchMedia("(max-width: 48em)").matches) {
  for (const filter of document.querySelectorAll("[data-amends-filter]")) {
    filter.open = false;
  }
}

// Signing out forgets what the pages on site keep in this browser, whatever page it is done from; those ask first.
document.querySelector("form[action$='/account/logout/']")?.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) window.indexedDB?.deleteDatabase("amends-site");
});

const SECONDS_BETWEEN = 3;

// A table that the reader has opened stays open; what has not changed is left alone.
function showDetail(region, markup) {
  if (markup === undefined || region.amendsShown === markup) {
    return;
  }
  const open = [...region.querySelectorAll("details")].map((details) => details.open);
  region.innerHTML = markup;
  region.amendsShown = markup;
  for (const [number, details] of region.querySelectorAll("details").entries()) {
    details.open = open[number] ?? details.open;
  }
}

async function follow(progress) {
  const bar = progress.querySelector("progress");
  const text = progress.querySelector("[role=status]");
  try {
    const answer = await fetch(progress.dataset.amendsProgress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const state = await answer.json();
      bar.max = state.total;
      bar.value = state.done;
      // Said only when it has changed, so that a screen reader is not kept talking.
      if (text.textContent !== state.text) {
        text.textContent = state.text;
      }
      showDetail(progress.querySelector("[data-amends-progress-detail]"), state.detail);
      if (state.finished) {
        const next = new URL(state.href || window.location.href, window.location.href);
        if (next.origin === window.location.origin) {
          window.location.assign(next);
        }
        return;
      }
    }
  } catch {
    // The network may come back: ask again.
  }
  window.setTimeout(() => follow(progress), SECONDS_BETWEEN * 1000);
}

for (const progress of document.querySelectorAll("[data-amends-progress]")) {
  window.setTimeout(() => follow(progress), SECONDS_BETWEEN * 1000);
}
