// What the bar says, in the words that the page brings in the reader's language.
const words = document.querySelector("[data-site-words]").dataset;

/** The words of a name, `%n` and `%time` filled in. */
export function say(name, { n = 0, time = 0 } = {}) {
  const clock = time ? new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : "";
  return words[name].replace("%n", n).replace("%time", clock);
}

/** How many things are not sent yet, in words. */
export function unsent(n) {
  return n === 1 ? say("one") : say("many", { n });
}
