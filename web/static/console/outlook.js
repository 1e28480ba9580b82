// @ts-check
// What one customer is likely to do: groups, the chance to come back, worth, and what they will buy of.

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { bars } from "./charts/bars.js";
import { capital, fill, listed, money, number, percent } from "./views.js";

const TOLD = ["segment", "rfm", "intention"]; // audiences that the other lines tell already

/** @param {HTMLElement} section @param {string} path */
export function outlookPart(section, path) {
  const body = element("div", {});
  section.replaceChildren(element("h3", {}, "Outlook"), element("p", { class: "small soft source" }, "From orders alone: chances, not promises."), body);
  return fill(body, () => call("GET", path), ({ note, currency, outlook, audiences }) => (outlook ? known(outlook, currency, audiences) : [element("p", { class: "soft" }, note)]));
}

/** Where no forecast was surely better, what was spent in as many days before stands for what will be: two spans may then disagree. */
function worth({ worth: value, worth_way: way }, span, currency) {
  const told = money(value, currency);
  return way === "as_last_period" ? `${told} if as in the last ${span} days` : `worth ${told}`;
}

function known({ segment, rfm, within_days: ahead, intention_within_days: wishes }, currency, audiences) {
  const spans = Object.keys(ahead).sort((a, b) => Number(a) - Number(b));
  const far = ahead[spans[spans.length - 1]];
  const pairs = [
    ["Segment", segment ? capital(segment) : "too few customers to tell groups apart"],
    ["RFM", `${capital(rfm.group)}: lately ${rfm.recency}, often ${rfm.frequency}, money ${rfm.money} of 5`],
    ...spans.map((span) => [`Buys in ${span} days`, `${percent(ahead[span].buys)}, ${number(ahead[span].orders, 1)} orders expected, ${worth(ahead[span], span, currency)}`]),
    ["Still a customer", percent(far.still_a_customer)],
    ["Also in", audiences.filter((one) => !TOLD.includes(one.kind)).map((one) => one.name).join("; ")],
  ];
  const days = Object.keys(wishes).sort((a, b) => Number(b) - Number(a))[0];
  const all = Object.entries(wishes[days] || {}).map(([name, chance]) => [name, Number(chance)]);
  const shown = all.slice(0, 6);
  return [
    listed(/** @type {any} */ (pairs)),
    shown.length > 0 && element("h4", {}, `Will buy of, within ${days} days`),
    shown.length > 0 &&
      bars({
        title: `Chance to buy of each category within ${days} days`,
        description: shown.map(([name, chance]) => `${name} ${percent(chance, 1)}`).join(", "),
        head: ["Category", `Chance within ${days} days`],
        rows: all.map(([name, chance]) => [String(name), percent(chance, 1)]),
        items: shown.map(([name, chance]) => ({ label: capital(String(name)), value: Number(chance), told: percent(chance, 1) })),
      }),
  ];
}
