// @ts-check
// What the pages that show things share: loading, failing, retrying, a toast, a question before what cannot be undone, words for values.

import { byId } from "../staff.js";
import { element } from "../widget/blocks.js";

/**
 * Loads and draws into `host`: a skeleton after 300 ms, the error with a way to try again, else what `draw` gives.
 * A later call for the same host wins over an earlier one that answers late.
 * @param {HTMLElement} host @param {() => Promise<any>} load @param {(found: any) => (Node|null|false)[]} draw
 */
export async function fill(host, load, draw) {
  const turn = String(Number(host.dataset.turn || 0) + 1);
  host.dataset.turn = turn;
  host.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => host.replaceChildren(element("div", { class: "loading skeleton" }, element("span", { class: "visually-hidden" }, "Loading"))), 300);
  let shown;
  try {
    const found = await load();
    if (host.dataset.turn === turn) shown = draw(found);
  } catch (error) {
    shown = [failed(/** @type {Error} */ (error).message, () => fill(host, load, draw))];
  }
  clearTimeout(waiting);
  if (host.dataset.turn !== turn || !shown) return;
  host.removeAttribute("aria-busy");
  host.replaceChildren(.../** @type {Node[]} */ (shown.filter(Boolean)));
}

function failed(words, again) {
  return element("div", { class: "empty", role: "alert" }, element("p", { class: "bad" }, words), element("button", { type: "button", onclick: again }, "Try again"));
}

/** What a view is for and what to do, while there is nothing to show. @param {string} what @param {...(string | Node)} todo */
export function empty(what, ...todo) {
  return element("div", { class: "empty" }, element("p", {}, what), element("p", { class: "soft" }, ...todo));
}

/** What is typed where the service runs. @param {string} words */
export const command = (words) => element("code", {}, words);

/** @param {string} words */
export function toast(words) {
  const box = byId("toast");
  box.textContent = words;
  box.hidden = false;
  clearTimeout(Number(box.dataset.timer));
  box.dataset.timer = String(setTimeout(() => (box.hidden = true), 6000));
}

/**
 * Asks in the side sheet; `act` runs on yes, and its error is told there. @param {string} title @param {string} words
 * @param {string} verb @param {() => Promise<void>} act
 */
export function confirmed(title, words, verb, act) {
  const sheet = byId("sheet");
  const problem = element("p", { class: "bad", role: "alert", hidden: true });
  const yes = element("button", { type: "button", class: "primary", onclick: go }, verb);
  sheet.replaceChildren(
    element("h2", { id: "sheet-title" }, title),
    element("p", {}, words),
    problem,
    element("div", { class: "row" }, yes, element("button", { type: "button", onclick: () => sheet.close() }, "Leave it")),
  );
  sheet.showModal();

  async function go() {
    yes.setAttribute("disabled", "");
    try {
      await act();
      sheet.close();
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message;
      problem.hidden = false;
      yes.removeAttribute("disabled");
    }
  }
}

const CURRENCY = document.body.dataset.currency || "USD";

/** Minor units as money, in whole units from a thousand on. @param {number} minor @param {string} [currency] */
export function money(minor, currency = CURRENCY) {
  const whole = Math.abs(minor) >= 100000;
  return new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: whole ? 0 : 2, minimumFractionDigits: whole ? 0 : 2 }).format(minor / 100);
}

/** "$8.1K", where there is little room. @param {number} minor */
export const briefMoney = (minor) => new Intl.NumberFormat(undefined, { style: "currency", currency: CURRENCY, notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 }).format(minor / 100);

export const number = (value, digits = 0) => new Intl.NumberFormat(undefined, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
export const percent = (share, digits = 0) => (share == null ? "not known" : `${number(share * 100, digits)}%`);
export const day = (iso) => (iso ? new Date(iso).toLocaleDateString(undefined, { year: "numeric", month: "short", day: "numeric" }) : "");
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
export const plain = (name) => String(name).replaceAll("_", " ");
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {string} title @param {string} source @param {...(Node|string|false|null|undefined)} children */
export function part(title, source, ...children) {
  return element("section", { class: "part", "aria-label": title }, element("h3", {}, title), source && element("p", { class: "small soft source" }, source), ...children);
}

/** Pairs of name and value; what has no value is left out. @param {[string, any, (string|Node|false)?][]} pairs */
export function listed(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return element("dl", {}, ...shown.flatMap(([name, value, mark]) => [element("dt", {}, name), element("dd", {}, value, mark ? " " : "", mark || "")]));
}
