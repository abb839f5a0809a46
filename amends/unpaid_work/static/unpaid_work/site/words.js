// What the bar says, in the words that the page brings in the reader's language.
const words = document.querySelector("[data-site-words]").dataset;

/** The words of a name, `%n` and `%time` filled in. */
export function say(name, { n = 0, time = 0 } = {}) {
  return words[name].replace("%n", n).replace("%time", time ? at(time) : "");
}

/** A time as people here read it; with its weekday, where that is not today. */
export function at(time) {
  const [then, clock] = [new Date(time), { hour: "2-digit", minute: "2-digit" }];
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(document.documentElement.lang, today ? clock : { weekday: "long", ...clock });
}

/** How many things are not sent yet, in words. */
export function unsent(n) {
  return n === 1 ? say("one") : say("many", { n });
}
