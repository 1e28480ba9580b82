// @ts-check
// The desk: who is upset, then who waits longest, is on top; take over, reply, note, hand back. The database's order is the order shown.

import { call, ago, byId, signOut } from "../staff.js";
import { drawBlock, element } from "../widget/blocks.js";

const me = document.body.dataset.staff;
const REASONS = { asked: "Asked for a person", complain: "Complained", complaint: "Complained", failed: "The assistant could not answer", lost: "The assistant did not understand" };
const drafts = new Map();

let rows = [];
let chosen = 0;
/** @type {any} */
let open = null;
let lastSeq = 0;
const seen = new Set();
/** @type {WebSocket|null} */
let socket = null;

const nameOf = (row) => row.customer_name || (row.customer_id ? `Customer ${row.customer_id}` : `Visitor ${String(row.visitor_id).slice(-4)}`);
const ownerText = (row) => (row.owner === "bot" ? "Assistant" : row.owner === "queue" ? "Waiting" : row.agent_id === me ? "You" : "Colleague");

/** The mood as a word with its dot, and what the customer wrote that says why; nothing while they are calm. */
function moodOf(row, words) {
  if (!row.mood || row.mood.word === "calm") return null;
  const quote = (words || "").replace(/\s+/g, " ").trim();
  const short = quote.length > 80 ? `${quote.slice(0, 79)}…` : quote;
  const state = row.mood.rising ? `${row.mood.word}, getting worse` : row.mood.word;
  return element("span", { class: `mood ${row.mood.word} small`, title: quote }, element("strong", {}, state[0].toUpperCase() + state.slice(1)), short ? `: “${short}”` : "");
}

async function load() {
  try {
    const found = await call("GET", "/api/staff/conversations");
    const known = new Set(found.waiting.map((row) => row.conversation_id));
    rows = [...found.waiting, ...found.recent.filter((row) => !known.has(row.conversation_id))];
    drawList();
  } catch (error) {
    byId("list").replaceChildren(
      element("div", { class: "empty" }, element("p", {}, error.message), element("button", { type: "button", onclick: load }, "Try again")),
    );
  }
}

function drawList() {
  const waiting = rows.filter((row) => row.owner === "queue").length;
  document.title = `${waiting ? `(${waiting}) ` : ""}Desk`;
  if (!rows.length) {
    byId("list").replaceChildren(
      element("div", { class: "empty" }, element("h2", {}, "Nobody is waiting"), element("p", { class: "soft" }, "When a customer asks for a person, or the assistant is lost, the conversation appears here.")),
    );
    return;
  }
  chosen = Math.min(chosen, rows.length - 1);
  const groups = [
    ["Waiting", (row) => row.owner === "queue"],
    ["With a person", (row) => row.owner === "agent"],
    ["With the assistant", (row) => row.owner === "bot"],
  ];
  const drawn = [];
  let index = 0;
  const ordered = [];
  for (const [title, fits] of groups) {
    const members = rows.filter(/** @type {any} */ (fits));
    if (!members.length) continue;
    drawn.push(element("p", { class: "group small soft" }, `${title} (${members.length})`));
    for (const row of members) {
      ordered.push(row);
      drawn.push(drawRow(row, index));
      index += 1;
    }
  }
  rows = ordered;
  byId("list").replaceChildren(...drawn);
}

function drawRow(row, index) {
  const isOpen = open?.conversation_id === row.conversation_id;
  return element(
    "div",
    {
      class: `item ${isOpen ? "open" : ""} ${index === chosen ? "chosen" : ""}`,
      role: "option",
      id: `row-${index}`,
      "aria-selected": String(isOpen),
      onclick: () => {
        chosen = index;
        show(row.conversation_id);
      },
    },
    element("span", { class: "row" }, element("strong", { class: "cut" }, nameOf(row)), element("span", { class: row.owner === "queue" ? "warn small" : "soft small" }, ago(row.waiting_since || row.last_at))),
    element("span", { class: "cut soft" }, row.last_text || "No message yet"),
    moodOf(row, row.mood?.text),
    element("span", { class: "small soft" }, row.owner === "queue" ? REASONS[row.handover_reason] || "Needs a person" : ownerText(row)),
  );
}

async function show(id) {
  keepDraft();
  document.body.dataset.view = "talk";
  byId("flow").replaceChildren();
  lastSeq = 0;
  seen.clear();
  texts.clear();
  try {
    const found = await call("GET", `/api/staff/conversations/${id}`);
    open = found.conversation;
    for (const message of found.messages) addMessage(message);
    drawTop();
    drawBeside(found);
    drawList();
    byId("text").value = drafts.get(id) || "";
    listen();
  } catch (error) {
    byId("flow").replaceChildren(element("p", { class: "bad" }, error.message));
  }
}

function keepDraft() {
  if (open) drafts.set(open.conversation_id, byId("text").value);
}

function mine() {
  return open?.owner === "agent" && open.agent_id === me;
}

function drawTop() {
  const buttons = [];
  if (open.owner === "queue" || open.owner === "bot") buttons.push(element("button", { type: "button", class: "primary", onclick: take }, "Take over"));
  if (mine()) buttons.push(element("button", { type: "button", onclick: handBack }, "Hand back to the assistant"));
  byId("talk-top").replaceChildren(
    element("button", { type: "button", class: "quiet back", onclick: () => (document.body.dataset.view = "list") }, "‹ All"),
    element("div", { class: "grow" }, element("h2", { class: "cut" }, titleOf()), element("span", { class: "small soft" }, stateOf())),
    element("button", { type: "button", class: "quiet about-button", onclick: () => (document.body.dataset.view = "beside") }, "About"),
    ...buttons,
    moodOf(open, textOf(open.mood?.seq)) ?? "",
  );
  byId("write").hidden = false;
  mode();
}

const texts = new Map();
const textOf = (seq) => texts.get(seq) || "";

function titleOf() {
  const row = rows.find((each) => each.conversation_id === open.conversation_id);
  return nameOf({ ...open, customer_name: row?.customer_name });
}

function stateOf() {
  if (open.owner === "bot") return "The assistant answers";
  if (open.owner === "queue") return `Waiting for ${ago(open.waiting_since)}. ${REASONS[open.handover_reason] || ""}`;
  return mine() ? "You answer" : "A colleague answers";
}

/** What comes in order moves lastSeq on; an answer to our own request may be ahead of what the socket still brings. */
function addMessage(message, inOrder = true) {
  if (inOrder) lastSeq = Math.max(lastSeq, message.seq);
  if (seen.has(message.seq)) return;
  seen.add(message.seq);
  texts.set(message.seq, message.text);
  const note = message.visibility === "staff";
  const who = { customer: "Customer", bot: "Assistant", system: "" }[message.author] ?? message.author_name;
  const time = new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const context = { base: location.origin, press: () => {}, submit: () => {}, live: false };
  const blocks = message.author === "customer" ? [{ type: "text", text: message.text }] : message.blocks.length ? message.blocks : [{ type: "text", text: message.text }];
  const flow = byId("flow");
  const atEnd = flow.scrollHeight - flow.scrollTop - flow.clientHeight < 120;
  const later = [...flow.children].find((each) => Number(/** @type {HTMLElement} */ (each).dataset.seq) > message.seq);
  flow.insertBefore(
    element(
      "div",
      { class: `message ${message.author} ${note ? "note" : ""}`, "data-seq": message.seq },
      message.author !== "system" && element("span", { class: "small soft" }, `${note ? "Note, " : ""}${who} · ${time}`),
      .../** @type {any[]} */ (blocks.map((block) => drawBlock(block, context)).filter(Boolean)),
    ),
    later ?? null,
  );
  if (atEnd || message.author === "agent") flow.scrollTop = flow.scrollHeight;
}

function drawBeside({ conversation, customer, orders }) {
  const fact = (name, value) => (value ? [element("dt", {}, name), element("dd", {}, String(value))] : []);
  const section = (id, title, ...content) => {
    const box = element("details", { open: localStorage.getItem(`desk-${id}`) !== "closed" }, element("summary", {}, title), ...content);
    box.addEventListener("toggle", () => localStorage.setItem(`desk-${id}`, /** @type {HTMLDetailsElement} */ (box).open ? "open" : "closed"));
    return box;
  };
  const who = customer
    ? element("dl", {}, ...fact("Name", customer.name), ...fact("E-mail", customer.email), ...fact("Region", customer.region), ...fact("Membership", customer.tier), ...fact("Profile", customer.consent?.profile ? "agreed" : "not agreed"))
    : element("p", { class: "soft" }, "Not signed in. Ask for nothing that only the customer should see.");
  const page = conversation.page || {};
  const cart = conversation.cart || [];
  byId("beside").replaceChildren(
    element("button", { type: "button", class: "quiet back", onclick: () => (document.body.dataset.view = "talk") }, "‹ Conversation"),
    section("who", "Who", who),
    section(
      "now",
      "Now",
      element("dl", {}, ...fact("Looks at", page.title || page.product_id || page.url)),
      cart.length ? element("ul", {}, ...cart.map((line) => element("li", {}, `${line.quantity} × ${line.sku}`))) : element("p", { class: "soft" }, "Nothing in the cart"),
    ),
    section(
      "orders",
      `Orders (${orders.length})`,
      orders.length
        ? element("ul", {}, ...orders.map((order) => element("li", {}, `${order.order_id}: ${order.status}, ${new Date(order.placed_at).toLocaleDateString()}`)))
        : element("p", { class: "soft" }, customer ? "No orders yet" : "Unknown until they sign in"),
    ),
  );
}

async function act(what, body = {}) {
  byId("problem").hidden = true;
  try {
    const found = await call("POST", `/api/staff/conversations/${open.conversation_id}/${what}`, body);
    open = found.conversation;
    drawTop();
    await load();
  } catch (error) {
    problem(error.message);
  }
}

const take = () => act("take").then(() => mine() && byId("text").focus());
const handBack = () => act("handback", { seen_seq: lastSeq }); // what comes later is the assistant's to answer

function problem(sentence) {
  byId("problem").textContent = sentence;
  byId("problem").hidden = !sentence;
}

function mode(wanted) {
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="mode"]'));
  if (wanted) for (const radio of radios) radio.checked = radio.value === wanted;
  const note = [...radios].find((radio) => radio.checked)?.value === "staff";
  byId("write").classList.toggle("note", note);
  byId("send").textContent = note ? "Keep note" : "Send reply";
  const blocked = !note && !mine();
  byId("send").disabled = blocked;
  byId("hint").textContent = blocked ? "Take over to reply; notes are always possible" : "Ctrl + Enter sends";
}

byId("write").addEventListener("change", () => mode());
byId("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (!text || byId("send").disabled) return;
  const visibility = byId("write").classList.contains("note") ? "staff" : "all";
  byId("send").disabled = true;
  problem("");
  const clientId = byId("write").dataset.client || crypto.randomUUID();
  byId("write").dataset.client = clientId; // a repeated try is the same message
  try {
    const found = await call("POST", `/api/staff/conversations/${open.conversation_id}/messages`, { client_id: clientId, text, visibility });
    delete byId("write").dataset.client;
    byId("text").value = "";
    addMessage(found.message, false);
  } catch (error) {
    problem(`Not sent. ${error.message}`);
  }
  mode();
});
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("write").requestSubmit();
});
let toldTyping = 0;
byId("text").addEventListener("input", () => {
  if (mine() && Date.now() - toldTyping > 3000 && socket?.readyState === WebSocket.OPEN) {
    toldTyping = Date.now();
    socket.send(JSON.stringify({ type: "typing", conversation_id: open.conversation_id }));
  }
});

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape" && target.matches("input, textarea")) return target.blur();
  if (target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const move = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move && rows.length) {
    chosen = Math.max(0, Math.min(rows.length - 1, chosen + move));
    drawList();
    byId(`row-${chosen}`)?.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && rows[chosen] && !target.matches("button, a, summary")) show(rows[chosen].conversation_id);
  else if (event.key === "t" && open && !mine()) take();
  else if (event.key === "b" && mine()) handBack();
  else if ((event.key === "r" || event.key === "n") && open) {
    event.preventDefault();
    mode(event.key === "r" ? "all" : "staff");
    byId("text").focus();
  } else if (event.key === "?") byId("keys").showModal();
  else return;
  if (event.key.startsWith("Arrow")) event.preventDefault();
});

function listen() {
  if (open && socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ type: "open", conversation_id: open.conversation_id, after: lastSeq }));
  }
}

let tries = 0;
function connect() {
  socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/desk`);
  socket.onopen = () => {
    tries = 0;
    byId("state").textContent = "";
    load();
    listen();
  };
  socket.onclose = () => {
    byId("state").textContent = "Connecting again";
    tries += 1;
    setTimeout(connect, Math.min(15000, 500 * 2 ** Math.min(tries, 5)));
  };
  socket.onmessage = (event) => frame(JSON.parse(event.data));
}

let reload;
function frame(given) {
  if (given.type === "message" && given.conversation_id === open?.conversation_id) addMessage(given);
  if (given.type === "typing" && given.conversation_id === open?.conversation_id && given.author === "customer") {
    byId("state").textContent = "The customer is writing";
    setTimeout(() => (byId("state").textContent = ""), 3000);
  }
  if (given.type === "conversation") {
    if (given.conversation_id === open?.conversation_id) {
      open = { ...open, ...given };
      drawTop();
    }
    clearTimeout(reload);
    reload = setTimeout(load, 300);
  }
}

byId("sign-out").addEventListener("click", signOut);
byId("keys-button").addEventListener("click", () => byId("keys").showModal());
setInterval(drawList, 30000);
byId("talk-top").replaceChildren(element("div", { class: "empty" }, element("h2", {}, "Choose a conversation"), element("p", { class: "soft" }, "j and k move, Enter opens, t takes over.")));
connect();
load();
