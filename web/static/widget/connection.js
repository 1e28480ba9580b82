// @ts-check
// One conversation with the gateway: a socket that resumes, polling where sockets fail, and an outbox that loses nothing.
// It dispatches: message {message}, owner {owner}, typing {author}, state {online}, outbox {items}, consent {profile, marketing}, ended.

const PROTOCOL = "shoptalk.1";
const ACK_MS = 8000;
const POLL_MS = 2500;
const LONGEST = 2000;

/** @typedef {{client_id: string, text?: string, payload?: string, values?: object, label: string, state: "sending"|"failed", reason?: string}} Outgoing */

export class Connection extends EventTarget {
  /** @param {{base: string, storage: Storage|null, opening: () => object}} options */
  constructor({ base, storage, opening }) {
    super();
    this.base = base.replace(/\/$/, "");
    this.storage = storage;
    this.opening = opening;
    this.lastSeq = 0;
    /** @type {Outgoing[]} */
    this.outbox = [];
    this.socket = null;
    this.attempts = 0;
    this.stopped = false;
    this.timers = new Set();
    this.seen = new Set();
    const kept = this.#read();
    this.id = kept.id || "";
    this.token = kept.token || "";
    this.visitor = kept.visitor || "";
    this.ofPage = Boolean(kept.ofPage);
    this.outbox = (kept.outbox || []).map((item) => ({ ...item, state: "sending" }));
  }

  get started() {
    return Boolean(this.id);
  }

  /** Begin or resume; safe to call again. */
  async open() {
    this.stopped = false;
    if (!this.id) await this.#start();
    this.#connect();
  }

  close() {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.socket?.close();
    this.socket = null;
  }

  /** Forget this conversation in this browser; the next message starts a new one. */
  forget() {
    this.close();
    this.id = this.token = "";
    this.lastSeq = 0;
    this.outbox = [];
    this.seen.clear();
    this.#keep();
    this.#say("ended", {});
  }

  /** @param {{text?: string, payload?: string, values?: object, label: string}} content */
  async send(content) {
    const item = /** @type {Outgoing} */ ({ ...content, client_id: newId(), state: "sending" });
    if (item.text) item.text = item.text.slice(0, LONGEST);
    this.outbox.push(item);
    this.#changed();
    if (!this.id) {
      try {
        await this.open();
      } catch {
        return this.#fail(item, "");
      }
    }
    this.#deliver(item);
  }

  /** @param {string} clientId */
  again(clientId) {
    const item = this.outbox.find((each) => each.client_id === clientId);
    if (!item) return;
    item.state = "sending";
    this.#changed();
    if (!this.id) this.open().then(() => this.#deliver(item), () => this.#fail(item, ""));
    else this.#deliver(item);
  }

  /** PUT what the page knows: page, cart or consent. @param {string} what @param {object} body */
  async put(what, body) {
    if (!this.id) return;
    await this.#call("PUT", `/${what}`, body).catch(() => {});
  }

  /**
   * Who is in front of the page, as its own markup says: where it named a customer before and names none now, they signed out, and
   * whoever comes next must not read on. A page that signs in by script says so itself. @param {boolean} named
   */
  onPageOf(named) {
    if (this.ofPage && !named) this.forget();
    this.ofPage = named;
    this.#keep();
  }

  /** The customer signed in at the shop. What another customer said before stays theirs: then this browser forgets it. @param {string} token */
  async signedIn(token) {
    if (!this.id) return;
    try {
      this.#say("consent", (await this.#call("PUT", "/customer", { customer_token: token })).consent);
    } catch (error) {
      if (error.status === 409) this.forget();
    }
  }

  /** Back to the assistant, while no person has come. Who answers from here on. */
  async stopWaiting() {
    return (await this.#call("DELETE", "/waiting")).owner;
  }

  /** What is kept of whoever is chatting, as headings with lines; [] where nothing can be. */
  async me() {
    if (!this.id) {
      if (!this.visitor && !("customer_token" in this.opening())) return [];
      await this.open();
    }
    return (await this.#call("GET", "/me")).about;
  }

  /** `{cards, personal}` for the page; null where no conversation was begun. @param {{like?: string, with?: string, limit?: number}} about */
  async suggestions(about) {
    if (!this.id) return null;
    const query = new URLSearchParams(Object.entries(about).map(([name, value]) => [name, String(value)]));
    return this.#call("GET", `/recommendations?${query}`);
  }

  /** Not interested in a product, or `back` to it; true where that is kept. The server's clock dates it: it must be the last word. @param {string} product_id @param {boolean} back */
  async dismiss(product_id, back = false) {
    const answer = await fetch(`${this.base}/api/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ type: "dismiss", product_id, value: back ? 0 : 1 }),
    });
    if (!answer.ok) throw new Error(`events ${answer.status}`);
    return (await answer.json()).added > 0;
  }

  /** Have it erased; this browser forgets its own id, too. */
  async eraseMe() {
    this.close();
    try {
      await this.#call("DELETE", "/me");
    } catch (error) {
      if (error.status !== 404) {
        this.open().catch(() => {});
        throw error;
      }
    }
    this.visitor = "";
    this.forget();
  }

  /** @param {object} event */
  async happened(event) {
    if (!this.id) return;
    await fetch(`${this.base}/api/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.token}` },
      body: JSON.stringify(event),
      keepalive: true, // also while the page goes away
    }).catch(() => {});
  }

  typing() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "typing" }));
  }

  async #start() {
    const opening = { ...this.opening(), ...(this.visitor ? { visitor_id: this.visitor } : {}) };
    const answer = await fetch(`${this.base}/api/conversations`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(opening),
    });
    if (!answer.ok) throw new Error(`start ${answer.status}`);
    const body = await answer.json();
    this.id = body.conversation_id;
    this.token = body.token;
    this.visitor = body.visitor_id || this.visitor;
    this.#keep();
    this.#say("consent", body.consent);
  }

  #connect() {
    if (this.stopped || this.socket || !this.id) return;
    const url = `${this.base.replace(/^http/, "ws")}/ws/conversations/${this.id}?after=${this.lastSeq}`;
    let socket;
    try {
      socket = new WebSocket(url, [PROTOCOL, `token.${this.token}`]);
    } catch {
      return this.#retry();
    }
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.#say("state", { online: true });
      for (const item of this.outbox) {
        if (item.reason) continue; // refused with a reason: only the customer can change that
        item.state = "sending";
        this.#deliver(item);
      }
      this.#changed();
    };
    socket.onmessage = (event) => this.#frame(event.data);
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (!this.stopped) this.#retry();
    };
  }

  #retry() {
    this.attempts += 1;
    this.#poll();
    const wait = Math.min(15000, 500 * 2 ** Math.min(5, this.attempts)) * (0.75 + Math.random() / 2);
    this.#later(() => this.#connect(), wait);
  }

  async #look() {
    const body = await this.#call("GET", `/messages?after=${this.lastSeq}`);
    this.#say("state", { online: true });
    for (const message of body.messages) this.#arrived(message);
    this.#say("owner", { owner: body.owner });
  }

  /** While there is no socket, look over HTTP. */
  async #poll() {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN || !this.id) return;
    try {
      await this.#look();
    } catch (error) {
      if (error.status === 401 || error.status === 404) return this.#lost();
      this.#say("state", { online: false });
    }
    if (!this.polling) {
      this.polling = true;
      this.#later(() => {
        this.polling = false;
        this.#poll();
      }, POLL_MS);
    }
  }

  /** The conversation is gone or its token is old: what was not sent goes into a new one. */
  #lost() {
    this.id = this.token = "";
    this.lastSeq = 0;
    this.seen.clear();
    this.#keep();
    this.#say("ended", {});
  }

  /** @param {string} data */
  #frame(data) {
    const frame = JSON.parse(data);
    if (frame.type === "message") this.#arrived(frame);
    else if (frame.type === "owner") this.#say("owner", { owner: frame.owner });
    else if (frame.type === "typing") this.#say("typing", { author: frame.author });
    else if (frame.type === "error" && frame.client_id) {
      const item = this.outbox.find((each) => each.client_id === frame.client_id);
      if (item) this.#fail(item, frame.message || "");
    }
  }

  #arrived(message) {
    if (this.seen.has(message.seq)) return;
    this.seen.add(message.seq);
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    if (message.client_id) {
      this.outbox = this.outbox.filter((item) => item.client_id !== message.client_id);
      this.#changed();
    }
    this.#say("message", { message });
  }

  /** @param {Outgoing} item */
  #deliver(item) {
    const { client_id, text, payload, values } = item;
    const body = { client_id, ...(payload ? { payload, values } : { text }) };
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ type: "message", ...body }));
      this.#later(() => this.outbox.includes(item) && item.state === "sending" && this.#doubt(item, body), ACK_MS);
    } else {
      this.#post(item, body);
    }
  }

  /** A socket that acknowledges nothing is dead, whatever it says of itself. */
  #doubt(item, body) {
    this.socket?.close();
    this.socket = null;
    this.#post(item, body);
    this.#connect();
  }

  /** The answer to this request may be ahead of messages that we have not seen, so it is read in order with them. */
  async #post(item, body) {
    try {
      await this.#call("POST", "/messages", body);
      await this.#look().catch(() => {}); // it is stored: the socket or the next look brings it
    } catch (error) {
      if (error.status === 401 || error.status === 404) this.#lost();
      this.#fail(item, error.sentence || "");
    }
  }

  #fail(item, reason) {
    item.state = "failed";
    item.reason = reason;
    this.#changed();
  }

  async #call(method, path, body) {
    const answer = await fetch(`${this.base}/api/conversations/${this.id}${path}`, {
      method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const found = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(`${method} ${answer.status}`), { status: answer.status, sentence: found.error?.message });
    return found;
  }

  #changed() {
    this.#keep();
    this.#say("outbox", { items: this.outbox });
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #later(what, ms) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, ms);
    this.timers.add(timer);
  }

  #read() {
    try {
      return JSON.parse(this.storage?.getItem("shoptalk") || "{}");
    } catch {
      return {};
    }
  }

  #keep() {
    try {
      this.storage?.setItem(
        "shoptalk",
        JSON.stringify({ id: this.id, token: this.token, visitor: this.visitor, ofPage: this.ofPage, outbox: this.outbox.slice(-20) }),
      );
    } catch {
      // A browser that keeps nothing still talks; it only forgets on reload.
    }
  }
}

function newId() {
  return typeof crypto.randomUUID === "function"
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
