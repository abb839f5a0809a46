// The time of the service as well as this phone can tell it. It never goes back: a clock that is put back gives no time
// back to what is kept, and while a page is open the time that passes counts whatever the clock says.
const DOUBT = 120_000; // milliseconds by which a clock may wander before it counts as changed

export class Clock {
  constructor(kept) {
    this.ahead = kept?.ahead ?? null; // milliseconds that the phone was ahead when last compared; null: never compared
    this.changed = kept?.changed ?? false;
    this.#mark(kept?.latest ?? 0);
  }

  /** Milliseconds since 1970 by the clock of the service. */
  now() {
    const told = Date.now() - (this.ahead ?? 0);
    const least = this.latest + (performance.now() - this.at);
    if (told < least - DOUBT) this.changed = true;
    this.#mark(Math.max(told, least));
    return this.latest;
  }

  /** Set by an answer of the service: its time, and this phone's when it was asked and answered. */
  compare(service, asked, answered) {
    this.ahead = Math.round((asked + answered) / 2 - service);
    this.changed = false;
    this.#mark(service);
  }

  kept() {
    return { ahead: this.ahead, latest: this.now(), changed: this.changed };
  }

  #mark(latest) {
    this.latest = latest;
    this.at = performance.now();
  }
}
