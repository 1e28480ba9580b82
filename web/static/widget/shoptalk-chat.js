// @ts-check
// <shoptalk-chat>: the chat on a shop's page. One custom element, no build step, no framework.
//
// <script type="module" src="https://chat.example/static/widget/shoptalk-chat.js"></script>
// <shoptalk-chat name="Assistant" customer-token="…"></shoptalk-chat>
//
// Attributes: src (the gateway; default: where this script came from), name, customer-token, greeting, starters ("a|b|c"), product-id.
// Events out: shoptalk-add-to-cart {sku}, shoptalk-opened, shoptalk-closed. Methods: open(), close(), ask(text), setCart(lines), signIn(token),
// happened(event), suggestions({like | with, limit}), dismiss(product, back).

import { drawAboutMe } from "./about-me.js";
import { drawBlock, drawButton, drawQuickReplies, element } from "./blocks.js";
import { Connection } from "./connection.js";

const HOME = new URL("../../", import.meta.url).href.replace(/\/$/, "");
const STYLES = ["../tokens.css", "./widget.css"].map((path) => new URL(path, import.meta.url).href);
const STARTERS = ["What can you do?", "Recommend something for me", "Do you have any coupons?", "Where is my order?"];
const TYPING_AFTER_MS = 400;
const LONGEST = 2000;

/** @type {Promise<CSSStyleSheet[]>|null} */
let sheets = null;

/** Constructed sheets pass a page's strict style policy, where an inline <style> would not. */
function loadSheets() {
  sheets ??= Promise.all(
    STYLES.map(async (url) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(await (await fetch(url)).text());
      return sheet;
    }),
  );
  return sheets;
}

export class ShoptalkChat extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.unread = 0;
    this.isOpen = false;
    this.owner = "bot";
    this.who = "";
    this.cart = [];
    this.lastAuthor = "";
    /** What a signed-in customer agreed to; undefined for visitors, of whom this browser knows. @type {boolean|undefined} */
    this.told = undefined;
    this.named = false;
    /** Settled once it is known whose conversation this browser holds. @type {Promise<void>} */
    this.ready = new Promise((settle) => (this.settle = settle));
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.typingTimer = undefined;
  }

  get base() {
    return (this.getAttribute("src") || HOME).replace(/\/$/, "");
  }

  get assistant() {
    return this.getAttribute("name") || "Assistant";
  }

  async connectedCallback() {
    if (this.drawn) return;
    this.drawn = true;
    this.named = Boolean(this.getAttribute("customer-token")); // by the page itself, before any script signs in
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    this.#draw(root);
    this.hidden = true; // until its looks are there, so that nothing jumps
    try {
      root.adoptedStyleSheets = await loadSheets();
    } finally {
      this.hidden = false;
    }
    this.#connect();
    this.#keyboardSpace();
  }

  disconnectedCallback() {
    this.connection?.close();
  }

  open() {
    this.isOpen = true;
    this.unread = 0;
    this.#showUnread();
    this.panel.hidden = false;
    this.launcher.setAttribute("aria-expanded", "true");
    this.toggleAttribute("data-open", true);
    this.#toEnd();
    if (matchMedia("(hover: hover)").matches) this.input.focus();
    else this.panel.focus();
    if (this.connection.started) this.connection.open().catch(() => this.#online(false));
    this.dispatchEvent(new CustomEvent("shoptalk-opened", { bubbles: true, composed: true }));
  }

  close() {
    this.isOpen = false;
    this.panel.hidden = true;
    this.launcher.setAttribute("aria-expanded", "false");
    this.toggleAttribute("data-open", false);
    this.launcher.focus();
    this.dispatchEvent(new CustomEvent("shoptalk-closed", { bubbles: true, composed: true }));
  }

  /** @param {string} text */
  ask(text) {
    if (!this.isOpen) this.open();
    this.#send({ text, label: text });
  }

  /** @param {{sku: string, quantity: number}[]} lines */
  setCart(lines) {
    this.cart = lines;
    this.connection?.put("cart", { lines });
  }

  /** Something the customer did on the page: {type: "view", product_id, value: seconds}. Kept only where they agreed. @param {object} event */
  happened(event) {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.connection?.happened({ event_id: id, at: new Date().toISOString(), ...event });
  }

  /** Products for whoever is chatting to show on the page, as `{cards, personal}`: for them, `like` a product or going `with` one.
   * Null before a conversation was begun. @param {{like?: string, with?: string, limit?: number}} about */
  async suggestions(about = {}) {
    await this.ready;
    return this.connection.suggestions(about);
  }

  /** They are not interested in a product, or take that back; resolves to whether it is kept. @param {string} product_id @param {boolean} back */
  dismiss(product_id, back = false) {
    return this.connection.dismiss(product_id, back);
  }

  /** A signed token of the shop, or "" to sign out: another person never reads the conversation of the one before. @param {string} token */
  signIn(token) {
    if (token === (this.getAttribute("customer-token") || "")) return;
    const leaving = Boolean(this.getAttribute("customer-token"));
    if (token) this.setAttribute("customer-token", token);
    else this.removeAttribute("customer-token");
    if (leaving || !token) this.#end();
    else this.connection?.signedIn(token);
  }

  #draw(root) {
    this.badge = element("span", { class: "badge", hidden: true });
    this.launcher = element(
      "button",
      { class: "launcher", type: "button", "aria-expanded": "false", "aria-label": "Chat with us", onclick: () => (this.isOpen ? this.close() : this.open()) },
      icon("M4 5h16v11H9l-5 4z"),
      this.badge,
    );
    this.title = "";
    this.heading = element("strong", {}, this.assistant);
    this.subtitle = element("span", { class: "small soft" }, "Answers at once; a person can join");
    this.consent = element("button", { type: "button", onclick: () => this.#menuDo(() => this.#toggleConsent()) });
    this.#showConsent();
    this.menu = element(
      "div",
      { class: "menu", popover: "auto", id: "menu" },
      element("button", { type: "button", onclick: () => this.#menuDo(() => this.ask("I would like to talk to a person")) }, "Talk to a person"),
      this.consent,
      element("button", { type: "button", onclick: () => this.#menuDo(() => this.#aboutMe()) }, "What you know about me"),
      element("button", { type: "button", onclick: () => this.#menuDo(() => this.#end()) }, "End and start over"),
    );
    this.menu.addEventListener("toggle", (event) => /** @type {ToggleEvent} */ (event).newState === "open" && this.#learnConsent());
    const menuButton = (this.menuButton = element("button", { class: "quiet", type: "button", popovertarget: "menu", "aria-label": "Menu" }, "⋯"));
    const closeButton = element("button", { class: "quiet", type: "button", "aria-label": "Close chat", onclick: () => this.close() }, "✕");
    this.line = element("p", { class: "connection small", role: "status", hidden: true }, "No connection. You can keep typing; it is sent when you are back.");
    this.flow = element("div", { class: "flow", role: "log", "aria-live": "polite", "aria-label": "Messages", tabindex: "0" });
    this.flow.addEventListener("scroll", () => this.#atEnd() && (this.pill.hidden = true));
    this.typing = element("div", { class: "typing", hidden: true, role: "status" }, element("span", { class: "visually-hidden" }, "Writing"), "• • •");
    this.waiting = element("div", { class: "outbox" });
    this.pill = element("button", { class: "pill", type: "button", hidden: true, onclick: () => this.#toEnd() }, "New messages");
    this.quick = element("div", { class: "quick", role: "group", "aria-label": "Suggestions" });
    const goOn = element("button", { type: "button", onclick: () => this.#goOn() }, "Go on with the assistant");
    this.queued = element("div", { class: "quick", hidden: true }, goOn);
    this.input = /** @type {HTMLTextAreaElement} */ (
      element("textarea", { rows: 1, maxlength: LONGEST, "aria-label": "Your message", placeholder: "Write a message", enterkeyhint: "send" })
    );
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => {
      const phone = matchMedia("(hover: none)").matches;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !phone) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.sendButton = element("button", { class: "primary send", "aria-label": "Send" }, icon("M4 12l16-8-6 16-3-7z"));
    const composer = (this.composer = element(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.#submit();
        },
      },
      this.input,
      this.sendButton,
    ));
    this.panel = element(
      "section",
      { class: "panel", role: "dialog", "aria-label": `Chat with ${this.assistant}`, hidden: true, tabindex: "-1" },
      element("header", {}, element("div", { class: "who" }, this.heading, this.subtitle), menuButton, closeButton, this.menu),
      this.line,
      this.flow,
      this.pill,
      this.quick,
      this.queued,
      composer,
    );
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.menu.matches(":popover-open")) return; // an open menu takes its own Escape
      if (this.known) this.#backToChat();
      else this.close();
    });
    root.append(this.launcher, this.panel);
    this.#opening();
  }

  #opening() {
    this.flow.replaceChildren(
      element("div", { class: "message bot" }, drawBlock({ type: "text", text: this.getAttribute("greeting") || `Hello. I am the shop's assistant. What are you looking for?` }, this.#context())),
      this.waiting,
      this.typing,
    );
    const starters = (this.getAttribute("starters") || "").split("|").filter(Boolean);
    const asked = (starters.length ? starters : STARTERS).slice(0, 4);
    this.quick.replaceChildren(...asked.map((text) => element("button", { type: "button", onclick: () => this.ask(text) }, text)));
    this.lastAuthor = "bot";
  }

  #connect() {
    let storage = null;
    try {
      storage = window.localStorage;
    } catch {
      // Blocked by the browser: the conversation lasts as long as the page.
    }
    const opening = () => ({
      page: this.#page(),
      ...(this.cart.length ? { cart: this.cart } : {}),
      ...(this.agreed && !this.getAttribute("customer-token") ? { consent: { profile: true } } : {}),
      ...(this.getAttribute("customer-token") ? { customer_token: this.getAttribute("customer-token") } : {}),
    });
    const connection = new Connection({ base: this.base, storage, opening });
    this.connection = connection;
    connection.onPageOf(this.named);
    const on = (type, what) => connection.addEventListener(type, (event) => what(/** @type {CustomEvent} */ (event).detail));
    on("message", ({ message }) => this.#message(message));
    on("owner", ({ owner }) => this.#owner(owner));
    on("typing", ({ author }) => this.#typingSoon(author));
    on("state", ({ online }) => this.#online(online));
    on("outbox", ({ items }) => this.#outbox(items));
    on("ended", () => this.#opening());
    on("consent", ({ profile }) => {
      this.told = this.getAttribute("customer-token") ? profile : undefined;
      this.#showConsent();
    });
    if (connection.started) {
      const token = this.getAttribute("customer-token");
      // Since the last page somebody signed in, perhaps another customer: nothing is read until that is known.
      const known = token ? connection.signedIn(token) : Promise.resolve();
      known
        .then(() => {
          this.settle();
          if (!connection.started) return undefined;
          connection.put("page", this.#page());
          return connection.open();
        })
        .catch(() => this.#online(false));
    } else this.settle();
    window.addEventListener("online", () => connection.started && connection.open().catch(() => {}));
  }

  #page() {
    const product = this.getAttribute("product-id");
    return { url: location.href.slice(0, 1000), title: document.title.slice(0, 200), ...(product ? { product_id: product } : {}) };
  }

  #context(live = true) {
    return {
      base: this.base,
      live,
      press: (button) => this.#press(button),
      submit: (payload, values, label) => this.#send({ payload, values, label }),
    };
  }

  #press(button) {
    if (button.do === "add_to_cart") {
      this.dispatchEvent(new CustomEvent("shoptalk-add-to-cart", { bubbles: true, composed: true, detail: { sku: button.value } }));
      this.#announce("Added to your cart.");
    } else if (button.do === "copy") {
      navigator.clipboard?.writeText(button.value || "").then(() => this.#announce("Copied."), () => {});
    } else if (button.payload) this.#send({ payload: button.payload, label: button.label });
  }

  #announce(text) {
    const note = element("p", { class: "system small", role: "status" }, text);
    this.waiting.before(note);
    this.#toEnd();
  }

  #submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.#typed();
    this.#send({ text, label: text });
  }

  #send(content) {
    this.quick.replaceChildren();
    this.#typingSoon("bot");
    this.connection.send(content);
    this.#toEnd();
  }

  #typed() {
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${Math.min(this.input.scrollHeight + 2, 132)}px`;
    if (this.input.value && !this.toldTyping) {
      this.connection.typing();
      this.toldTyping = setTimeout(() => (this.toldTyping = undefined), 3000);
    }
  }

  #message(message) {
    const stay = this.#atEnd();
    if (message.author !== "customer") this.#typingStop();
    const time = new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    if (message.author === "system") {
      this.waiting.before(element("p", { class: "system small", "data-seq": message.seq }, message.text));
      this.lastAuthor = "system";
    } else {
      const group = element("div", { class: `message ${message.author}`, "data-seq": message.seq, title: time });
      const name = message.author === "agent" ? message.author_name : "";
      if (name && this.lastAuthor !== name) group.append(element("span", { class: "small soft by" }, name));
      if (message.author === "agent") this.#name(message.author_name);
      const blocks = message.blocks.length ? message.blocks : [{ type: "text", text: message.text }];
      group.append(.../** @type {Node[]} */ (blocks.map((block) => drawBlock(block, this.#context())).filter(Boolean)));
      if (group.childElementCount) this.waiting.before(group);
      this.lastAuthor = name || message.author;
      const quick = message.blocks.find((block) => block.type === "quick_replies");
      if (message.author !== "customer") {
        this.quick.replaceChildren(...(quick ? drawQuickReplies(quick, this.#context()).filter(Boolean) : []));
      } else this.quick.replaceChildren();
    }
    if (stay || message.author === "customer") this.#toEnd();
    else this.pill.hidden = false;
    if (!this.isOpen && message.author !== "customer" && message.seq > this.#read()) {
      this.unread += 1;
      this.#showUnread();
    }
    if (this.isOpen) this.#markRead(message.seq);
  }

  #read() {
    try {
      return Number(localStorage.getItem("shoptalk-read") || 0);
    } catch {
      return 0;
    }
  }

  #markRead(seq) {
    try {
      localStorage.setItem("shoptalk-read", String(seq));
    } catch {
      // not kept: counted as unread again after a reload
    }
  }

  #outbox(items) {
    this.waiting.replaceChildren(
      ...items.map((item) =>
        element(
          "div",
          { class: "message customer" },
          element("div", { class: "bubble" }, element("p", {}, item.label)),
          item.state === "sending"
            ? element("span", { class: "small soft" }, "Sending")
            : element(
                "span",
                { class: "small bad" },
                `Not sent. ${item.reason || ""} `,
                element("button", { class: "quiet", type: "button", onclick: () => this.connection.again(item.client_id) }, "Try again"),
              ),
        ),
      ),
    );
    if (items.some((item) => item.state === "failed")) this.#typingStop();
    this.#toEnd();
  }

  /** Nobody has come yet, and the customer would rather not wait. */
  async #goOn() {
    try {
      this.#owner((await this.connection?.stopWaiting()) || this.owner);
      this.input.focus();
    } catch {
      // the connection's own line says what is wrong; the button stays
    }
  }

  #owner(owner) {
    this.owner = owner;
    this.queued.hidden = owner !== "queue";
    if (owner === "bot") {
      this.heading.textContent = this.assistant;
      this.subtitle.textContent = "Answers at once; a person can join";
    } else if (owner === "queue") this.subtitle.textContent = "A person will join; you can keep writing";
    else this.subtitle.textContent = "A person is answering";
    if (owner !== "bot") this.#typingStop();
  }

  #name(name) {
    if (name && this.owner === "agent") this.heading.textContent = name;
  }

  #typingSoon(author) {
    if (this.owner !== "bot" && author === "bot") return;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => {
      const stay = this.#atEnd();
      this.typing.hidden = false;
      if (stay) this.#toEnd();
      this.typingTimer = setTimeout(() => this.#typingStop(), 12000);
    }, TYPING_AFTER_MS);
  }

  #typingStop() {
    clearTimeout(this.typingTimer);
    this.typing.hidden = true;
  }

  #online(online) {
    this.line.hidden = online;
  }

  #atEnd() {
    return this.flow.scrollHeight - this.flow.scrollTop - this.flow.clientHeight < 80;
  }

  #toEnd() {
    this.pill.hidden = true;
    requestAnimationFrame(() => (this.flow.scrollTop = this.flow.scrollHeight));
  }

  #showUnread() {
    this.badge.hidden = this.unread === 0;
    this.badge.textContent = String(this.unread);
    this.launcher.setAttribute("aria-label", this.unread ? `Chat with us, ${this.unread} new` : "Chat with us");
    if (this.isOpen) this.#markRead(this.connection?.lastSeq || 0);
  }

  /** What the customer does is remembered only after they said so here, or at the shop itself: whoever signed in has said it there. */
  get agreed() {
    if (this.told !== undefined) return this.told;
    try {
      return localStorage.getItem("shoptalk-consent") === "yes";
    } catch {
      return false;
    }
  }

  #showConsent() {
    this.consent.textContent = this.agreed ? "Stop remembering what I like" : "Remember what I like";
  }

  /** A customer's answer lies with the shop: it is asked for when the menu that shows it opens. */
  #learnConsent() {
    const token = this.getAttribute("customer-token");
    if (!token || this.told !== undefined) return;
    if (this.connection.started) this.connection.signedIn(token);
    else this.connection.open().catch(() => this.#online(false));
  }

  #toggleConsent() {
    const agreed = !this.agreed;
    if (this.told !== undefined) this.told = agreed;
    else {
      try {
        localStorage.setItem("shoptalk-consent", agreed ? "yes" : "no");
      } catch {
        // not kept by this browser: it holds for this conversation
      }
    }
    this.connection.put("consent", { profile: agreed });
    this.#showConsent();
    this.#announce(agreed ? "What you look at here is remembered, to recommend better." : "What you look at is no longer remembered.");
  }

  #menuDo(what) {
    /** @type {any} */ (this.menu).hidePopover?.();
    what();
  }

  /** In the place of the conversation, until one goes back to it. */
  #aboutMe() {
    this.#backToChat();
    const known = drawAboutMe({
      load: () => this.connection.me(),
      again: (product) => this.connection.dismiss(product, true),
      forget: async () => {
        await this.connection.eraseMe();
        for (const name of ["shoptalk-consent", "shoptalk-read"]) {
          try {
            localStorage.removeItem(name);
          } catch {
            // this browser kept nothing
          }
        }
        this.#showConsent();
        this.#owner("bot");
        this.#backToChat();
        this.#announce("You are forgotten. What you write from here on starts anew.");
      },
      close: () => this.#backToChat(),
    });
    this.known = known;
    for (const part of [this.flow, this.quick, this.composer]) part.hidden = true;
    this.panel.append(known);
    known.querySelector("h2")?.focus();
  }

  #backToChat() {
    if (!this.known) return;
    this.known.remove();
    this.known = undefined;
    for (const part of [this.flow, this.quick, this.composer]) part.hidden = false;
    this.menuButton.focus();
  }

  #end() {
    this.told = undefined;
    this.#showConsent();
    this.connection.forget();
    this.#owner("bot");
  }

  /** On a phone the panel fills what the keyboard leaves. */
  #keyboardSpace() {
    const view = window.visualViewport;
    if (!view) return;
    const fit = () => {
      this.style.setProperty("--view-height", `${view.height}px`);
      this.style.setProperty("--view-top", `${view.offsetTop}px`);
    };
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    fit();
  }
}

function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export { drawButton };
customElements.define("shoptalk-chat", ShoptalkChat);
