// The register on this phone. Pages and what is not sent yet are sealed with AES-GCM under a key of the signed-in user,
// which the browser holds and no script can read. In plain stand: whose each is (a code), when it ends, its order.
const NAME = "amends-site";
const DAY = 24 * 60 * 60 * 1000;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Forget everything, whoever's it is. */
export function wipe() {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}

export async function openStore() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const made = request.result;
    made.createObjectStore("facts");
    made.createObjectStore("keys");
    made.createObjectStore("pages", { keyPath: ["owner", "id"] });
    made.createObjectStore("events", { keyPath: "order", autoIncrement: true });
  };
  const database = await asked(request);
  database.onversionchange = () => database.close(); // signed out in another tab
  const store = new Store(database);
  if (!(await store.fact("device"))) await store.setFact("device", crypto.randomUUID());
  return store;
}

class Store {
  constructor(database) {
    this.database = database;
  }

  #in(name, mode = "readonly") {
    return this.database.transaction(name, mode).objectStore(name);
  }

  fact(name) {
    return asked(this.#in("facts").get(name));
  }

  setFact(name, value) {
    return asked(this.#in("facts", "readwrite").put(value, name));
  }

  async hasKey(owner) {
    return Boolean(await asked(this.#in("keys").get(owner)));
  }

  /** Keep a user's key so that it seals and opens, and cannot be read. Every other user's is given up. */
  async keepKey(owner, text) {
    const others = (await asked(this.#in("keys").getAllKeys())).filter((key) => key !== owner);
    for (const other of others) await this.lock(other);
    if (!(await this.hasKey(owner))) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
      await asked(this.#in("keys", "readwrite").put(key, owner));
    }
    await this.setFact("owner", owner);
  }

  /** Give up a user's key: what is sealed stays until it ends, and opens when they sign in here again. */
  lock(owner) {
    return asked(this.#in("keys", "readwrite").delete(owner));
  }

  async keepPage(owner, id, html, now) {
    const sealed = await this.#seal(owner, id, html);
    await asked(this.#in("pages", "readwrite").put({ owner, id, at: now, until: now + DAY, ...sealed }));
  }

  /** The page as it was kept, and when; nothing where there is none or it cannot be opened. */
  async page(owner, id) {
    const row = await asked(this.#in("pages").get([owner, id]));
    const html = row && (await this.#open(row, id));
    return html ? { html, at: row.at, until: row.until } : null;
  }

  async addEvent(owner, event, now) {
    const sealed = await this.#seal(owner, event.event, event);
    const row = { owner, id: event.event, until: now + DAY, tried: false, refused: false, ...sealed };
    await asked(this.#in("events", "readwrite").add(row));
  }

  /** What waits of a user's, in the order in which it was recorded. */
  async events(owner) {
    const rows = (await asked(this.#in("events").getAll())).filter((row) => row.owner === owner);
    const opened = await Promise.all(rows.map((row) => this.#open(row, row.id)));
    return rows
      .map(({ order, tried, refused }, place) => ({ order, tried, refused, event: opened[place] }))
      .filter(({ event }) => event);
  }

  removeEvent(order) {
    return asked(this.#in("events", "readwrite").delete(order));
  }

  async markEvent(order, changes) {
    const events = this.#in("events", "readwrite");
    const row = await asked(events.get(order));
    if (row) await asked(events.put({ ...row, ...changes }));
  }

  /** Wipe what has ended, and the key of whoever has nothing left. What was never sent is counted. */
  async sweep(now) {
    const [pages, events] = [await asked(this.#in("pages").getAll()), await asked(this.#in("events").getAll())];
    const ended = events.filter((row) => row.until <= now);
    for (const { owner, id } of pages.filter((row) => row.until <= now)) {
      await asked(this.#in("pages", "readwrite").delete([owner, id]));
    }
    for (const { order } of ended) await this.removeEvent(order);
    if (ended.length) await this.setFact("wiped", ((await this.fact("wiped")) || 0) + ended.length);
    const left = new Set([...pages, ...events].filter((row) => row.until > now).map((row) => row.owner));
    const owners = await asked(this.#in("keys").getAllKeys());
    for (const owner of owners.filter((each) => !left.has(each))) await this.lock(owner);
  }

  async #seal(owner, id, value) {
    const key = await asked(this.#in("keys").get(owner));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(owner, id) }, key, plain);
    return { iv, data };
  }

  async #open({ owner, iv, data }, id) {
    const key = await asked(this.#in("keys").get(owner));
    if (!key) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(owner, id) }, key, data);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null; // sealed under another key, or altered
    }
  }
}

const bound = (owner, id) => new TextEncoder().encode(`${owner} ${id}`);
