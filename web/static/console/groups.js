// @ts-check
// Groups of customers: segments with what marks them, and the grid of how lately and how often they buy.

import { element } from "../widget/blocks.js";
import { bars } from "./charts/bars.js";
import { heat } from "./charts/heat.js";
import { briefMoney, capital, count, day, empty, money, number, percent } from "./views.js";

const TODO = "Groups are found once a day, and with shoptalk segments refresh, from the orders of customers who agreed to a profile.";
const FIGURES = [
  ["recency", "Days since the last order", (value) => number(value)],
  ["frequency", "Orders", (value) => number(value, 1)],
  ["money", "Money kept", (value) => money(value)],
  ["tenure", "Days since the first order", (value) => number(value)],
  ["breadth", "Kinds of things", (value) => number(value, 1)],
  ["returns", "Sent back", (value) => percent(value)],
  ["discounts", "Let off", (value) => percent(value)],
  ["gap", "Days between orders", (value) => number(value)],
];

export function segmentsPanel({ items }) {
  const groups = items.filter((one) => one.kind === "segment" && one.members > 0);
  if (!groups.length) return [empty("No segments yet.", TODO)];
  const total = groups.reduce((sum, one) => sum + one.members, 0);
  const largest = groups.reduce((best, one) => (one.members > best.members ? one : best));
  const title = `The largest of ${groups.length} segments: ${largest.name}`;
  const told = groups.filter((one) => one.definition.means);
  const everyone = told[0]?.definition.everyone;
  const figures = (means) => FIGURES.map(([name, , shape]) => (means[name] === undefined ? "–" : shape(means[name])));
  return [
    element("p", { class: "finding" }, title),
    bars({
      title,
      description: groups.map((one) => `${one.name}: ${count(one.members, "customer")}`).join("; "),
      head: ["Segment", "Customers", "Share", ...(everyone ? FIGURES.map(([, words]) => words) : [])],
      rows: [
        ...groups.map((one) => [capital(one.name), number(one.members), percent(one.members / total), ...(everyone ? figures(one.definition.means || {}) : [])]),
        ...(everyone ? [["Everybody", number(total), "100%", ...figures(everyone)]] : []),
      ],
      items: groups.map((one) => ({ label: capital(one.name), value: one.members, told: `${number(one.members)} (${percent(one.members / total)})`, words: `${capital(one.name)}: ${count(one.members, "customer")}${marks(one.definition)}` })),
    }),
    told.length > 0 && element("ul", { class: "plain small marks" }, ...told.map((one) => element("li", {}, element("strong", {}, capital(one.name)), marks(one.definition)))),
    element("p", { class: "small soft" }, `Means of each group; in brackets everybody's. Found ${day(groups[0].made_at)}.`),
  ];
}

/** The three figures of a group that everybody needs to picture it. */
function marks({ means, everyone }) {
  if (!means) return "";
  const shown = [["frequency", "orders"], ["money", "kept"], ["recency", "days since the last"]];
  return `: ${shown.map(([name, words]) => `${FIGURES.find(([figure]) => figure === name)?.[2](means[name])} ${words} (${FIGURES.find(([figure]) => figure === name)?.[2](everyone[name])})`).join(", ")}`;
}

export function rfmPanel({ items }) {
  const groups = items.filter((one) => one.kind === "rfm");
  const found = groups.flatMap((one) => (one.definition.cells || []).map((cell) => ({ ...cell, name: capital(one.definition.group) })));
  if (!found.length) return [empty(groups.length ? "The grid comes with the next refresh." : "No grid yet.", TODO)];
  const total = found.reduce((sum, cell) => sum + cell.customers, 0);
  const kept = found.reduce((sum, cell) => sum + cell.money, 0);
  const best = groups.map((one) => ({ name: one.definition.group, customers: sumOf(one, "customers"), money: sumOf(one, "money") })).sort((a, b) => b.money - a.money)[0];
  const title = `“${capital(best.name)}” are ${percent(best.customers / total)} of customers and ${percent(kept > 0 ? best.money / kept : 0)} of the money`;
  const fifths = [1, 2, 3, 4, 5];
  const at = (recency, frequency) => found.find((cell) => cell.recency === recency && cell.frequency === frequency && cell.customers > 0) || null;
  const drawn = [5, 4, 3, 2, 1].map((recency) =>
    fifths.map((frequency) => {
      const cell = at(recency, frequency);
      return cell && { value: cell.customers, name: cell.name, lines: [number(cell.customers), money(cell.money)], brief: briefMoney(cell.money), words: `${cell.name} (lately ${recency}, often ${frequency}): ${count(cell.customers, "customer")}, ${money(cell.money)}` };
    }),
  );
  return [
    element("p", { class: "finding" }, title),
    heat({
      title,
      description: "Customers and money by how lately (5 is the latest) and how often (5 is most) they buy.",
      head: ["Group", "Lately", "Often", "Customers", "Money"],
      rows: found.filter((cell) => cell.customers > 0).map((cell) => [cell.name, cell.recency, cell.frequency, number(cell.customers), money(cell.money)]),
      rowNames: ["5", "4", "3", "2", "1"],
      columnNames: fifths.map(String),
      across: "how often",
      down: "how lately",
      cells: drawn,
    }),
    element("p", { class: "small soft" }, "Number of customers and their money; the darker, the more customers."),
  ];
}

const sumOf = (one, name) => (one.definition.cells || []).reduce((sum, cell) => sum + cell[name], 0);
