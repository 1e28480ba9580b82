// @ts-check
// The forms of the side sheet: a meaning, an answer, a promotion, an aspect. Each gives {key(), fields, read()}.

import { element } from "../widget/blocks.js";

/** A technical name from plain words: "Ask about trees" → "ask_about_trees". @param {string} words */
export function technical(words) {
  return words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 50);
}

let ids = 0;
function field(label, input, help = "") {
  const id = `field-${(ids += 1)}`;
  input.id = id;
  return element("div", { class: "field" }, element("label", { for: id }, label), input, help && element("span", { class: "small soft" }, help));
}

function area(value, rows, more = {}) {
  const made = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows, ...more }));
  made.value = value;
  return made;
}

function input(value, more = {}) {
  const made = /** @type {HTMLInputElement} */ (element("input", more));
  made.value = value ?? "";
  return made;
}

function choice(value, options) {
  const made = /** @type {HTMLSelectElement} */ (element("select", {}, ...options.map(([name, label]) => element("option", { value: name }, label))));
  made.value = value ?? options[0]?.[0] ?? "";
  return made;
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export function editIntent(key, value, shared) {
  const name = input(value?.label, { required: true, maxlength: 120 });
  const examples = area((value?.examples || []).join("\n"), 12, { required: true });
  const answers = shared.items.answers.filter((item) => item.draft).map((item) => [item.key, item.draft.label || item.key]);
  const answer = value?.base ? null : choice(value?.answer, [["", "Choose an answer"], ...answers]);
  const counter = element("span", { class: "small soft" });
  const count = () => (counter.textContent = `${lines(examples.value).length} examples; four is the least, ten is good`);
  examples.addEventListener("input", count);
  count();
  return {
    key: () => technical(name.value),
    fields: [
      field("Name", name, "In your words, for example: asks about tree planting"),
      field("What customers write, one example a line", examples),
      counter,
      answer ? field("The assistant answers with", answer, "Not there yet? Write it under Answers first.") : element("p", { class: "small soft" }, "What happens then is part of the assistant; its words are under Answers."),
    ],
    read: () => ({ label: name.value.trim(), description: value?.description || "", examples: lines(examples.value), answer: answer ? answer.value || null : value?.answer ?? null }),
  };
}

export function editAspect(key, value) {
  const name = input(value?.label, { required: true, maxlength: 40 });
  const words = area((value?.words || []).join("\n"), 8, { required: true });
  return {
    key: () => technical(name.value).slice(0, 40),
    fields: [
      field("Name", name, "As customers read it, for example: battery. The name of a known aspect (fit, quality, price, delivery, service, looks) adds words to it."),
      field("Words that name it in a review, one a line", words, "For example: battery life, charge, charging"),
    ],
    read: () => ({ label: name.value.trim(), words: lines(words.value) }),
  };
}

export function editAnswer(key, value) {
  const name = input(value?.label, { required: true, maxlength: 120 });
  const texts = value?.texts?.length ? value.texts : [""];
  const box = element("div", { class: "variations" });
  const add = (text) => {
    const one = area(text, 3, { maxlength: 2000, required: true, "aria-label": "Variation" });
    const row = element("div", { class: "variation" }, one, element("button", { type: "button", class: "quiet", onclick: () => box.childElementCount > 1 && row.remove() }, "Remove"));
    box.append(row);
  };
  texts.forEach(add);
  const used = [...new Set(texts.flatMap((text) => text.match(/\{[a-z_]+\}/g) || []))];
  return {
    key: () => `utter_${technical(name.value)}`,
    fields: [
      field("Name", name),
      element("div", { class: "field" }, element("span", { class: "label" }, "The assistant says one of these"), box),
      used.length ? element("p", { class: "small soft" }, `Filled in by the assistant: ${used.join(" ")}`) : null,
      element("button", { type: "button", onclick: () => add("") }, "Add a variation"),
    ].filter(Boolean),
    read: () => ({ ...(value || {}), label: name.value.trim(), texts: [...box.querySelectorAll("textarea")].map((each) => each.value.trim()).filter(Boolean) }),
  };
}

const money = (cents, currency) => new Intl.NumberFormat(undefined, { style: "currency", currency: currency || "USD" }).format((cents || 0) / 100);

export function promotionLine(value) {
  const share = value.kind === "percent" || value.value_is_percent;
  const off = share ? `${value.value}% off` : `${money(value.value, value.currency)} off`;
  const from = value.minimum_spend ? ` from ${money(value.minimum_spend, value.currency)}` : "";
  const what = [...(value.categories || []), ...(value.brands || [])].join(", ");
  const until = value.ends_at ? `, until ${new Date(value.ends_at).toLocaleDateString()}` : "";
  return `${off}${from}${what ? ` on ${what}` : ""}${value.code ? `, code ${value.code}` : ", without a code"}${until}${value.active === false ? ", switched off" : ""}`;
}

const local = (iso) => {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};

export function editPromotion(key, value) {
  const start = value || { name: "", kind: "percent", value: 10, code: "", currency: "USD", active: true, minimum_spend: 0, categories: [], brands: [] };
  const name = input(start.name, { required: true, maxlength: 120 });
  const kind = choice(start.kind, [["percent", "Percent off"], ["amount", "Amount off"], ["spend_threshold", "Amount off from a minimum spend"]]);
  const share = () => kind.value === "percent" || (kind.value === "spend_threshold" && start.value_is_percent);
  const worth = input(share() ? start.value : start.value / 100, { type: "number", min: "0.01", step: "0.01", required: true });
  const spend = input((start.minimum_spend || 0) / 100, { type: "number", min: 0, step: "0.01" });
  const code = input(start.code, { maxlength: 40 });
  const from = input(local(start.starts_at), { type: "datetime-local" });
  const until = input(local(start.ends_at), { type: "datetime-local" });
  const categories = input((start.categories || []).join(", "));
  const brands = input((start.brands || []).join(", "));
  const total = input(start.total_limit ?? "", { type: "number", min: 1, step: 1 });
  const each = input(start.customer_limit ?? "", { type: "number", min: 1, step: 1 });
  const active = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
  active.checked = start.active !== false;
  const list = (text) => text.split(",").map((part) => part.trim()).filter(Boolean);
  return {
    key: () => technical(name.value).replace(/_/g, "-") || "promotion",
    fields: [
      field("Name", name),
      field("Kind", kind),
      field("Worth", worth, "Percent, or money"),
      field("Minimum spend", spend, "0 for none"),
      field("Code", code, "Empty: applied without a code"),
      field("Only these categories", categories, "Separated by commas; empty for all"),
      field("Only these brands", brands),
      field("Starts", from),
      field("Ends", until),
      field("Uses in all", total, "Empty for no limit"),
      field("Uses per customer", each, "Empty for no limit"),
      element("label", { class: "check" }, active, " Switched on"),
    ],
    read: () => ({
      ...start,
      name: name.value.trim(),
      kind: kind.value,
      value: share() ? Math.round(Number(worth.value)) : Math.round(Number(worth.value) * 100),
      minimum_spend: Math.round(Number(spend.value || 0) * 100),
      code: code.value.trim(),
      starts_at: from.value ? new Date(from.value).toISOString() : null,
      ends_at: until.value ? new Date(until.value).toISOString() : null,
      categories: list(categories.value),
      brands: list(brands.value),
      total_limit: total.value ? Number(total.value) : null,
      customer_limit: each.value ? Number(each.value) : null,
      active: active.checked,
    }),
  };
}
