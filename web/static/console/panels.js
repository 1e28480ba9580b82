// @ts-check
// The pictures of a span: active people, the funnel, what reviews say; and products that got worse.

import { element } from "../widget/blocks.js";
import { bars } from "./charts/bars.js";
import { lines } from "./charts/lines.js";
import { capital, count, empty, number, percent, plain } from "./views.js";

const STEPS = { view: "Looked at a product", cart_add: "Put one into the cart", purchase: "Bought" };
const MEASURES = { returns: ["sent back", "pieces sold"], complaints: ["complained about", "reviews"], defects: ["said to be faulty", "reviews"] };
const MOST_ASPECTS = 6;

/** "2026-03-02" → "2 Mar", "2026-03" → "Mar 26", "2026-Q1" as it is. @param {string} label */
export function shortly(label) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(label)) return new Date(`${label}T00:00`).toLocaleDateString(undefined, { day: "numeric", month: "short" });
  if (/^\d{4}-\d{2}$/.test(label)) return new Date(`${label}-01T00:00`).toLocaleDateString(undefined, { month: "short", year: "2-digit" });
  return label;
}

/** @param {any} found @param {string} period */
export function activePanel(found, period) {
  const [customers, visitors] = found.series;
  const labels = customers.points.map((point) => point.x);
  const seen = [...customers.points, ...visitors.points].some((point) => point.y);
  if (!seen) return [empty("Nobody was active in this time.", "Choose a longer time. Deeds are counted once your page sends events and people agree to it.")];
  const whole = customers.points.slice(1, -1); // the first and the last may be cut
  const mean = whole.length ? whole.reduce((sum, point) => sum + point.y, 0) / whole.length : customers.points[0].y;
  const title = `About ${count(Math.round(mean), "customer")} active a ${period}`;
  return [
    element("p", { class: "finding" }, title),
    lines({
      title,
      description: `Distinct customers and visitors for each ${period}, ${labels.length} in all.`,
      head: [capital(period), "Customers", "Visitors"],
      rows: labels.map((label, index) => [label, number(customers.points[index].y), number(visitors.points[index].y)]),
      labels,
      lines: [customers, visitors].filter((one) => one.points.some((point) => point.y)).map((one) => ({ name: one.name, values: one.points.map((point) => point.y) })),
      told: (value) => number(value),
      words: (line, index) => `${shortly(labels[index])}: ${count(customers.points[index].y, "customer")}, ${count(visitors.points[index].y, "visitor")}`,
      shape: shortly,
    }),
    period !== "day" && element("p", { class: "small soft" }, `The first and the last ${period} may not be whole.`),
  ];
}

export function funnelPanel(found) {
  const points = found.series[0]?.points || [];
  if (!points.length || !points[0].y) return [empty("Nobody looked at a product in this time.", "Choose a longer time, or see that your page sends view events.")];
  const last = points[points.length - 1];
  const title = `${percent(last.of_first, 1)} of those who looked bought`;
  const name = (point) => STEPS[point.x] || capital(plain(point.x));
  const sure = (point) => `${percent(point.low, 1)} to ${percent(point.high, 1)}`;
  return [
    element("p", { class: "finding" }, title),
    bars({
      title,
      description: points.map((point) => `${name(point)}: ${number(point.y)}`).join(", "),
      head: ["Step", "People", "Of the step before", "95% interval", "Of the first"],
      rows: points.map((point, index) => [name(point), number(point.y), index ? percent(point.rate, 1) : "–", index ? sure(point) : "–", percent(point.of_first, 1)]),
      items: points.map((point, index) => ({
        label: name(point),
        value: point.y,
        told: index ? `${number(point.y)} (${percent(point.rate)})` : number(point.y),
        words: index ? `${name(point)}: ${count(point.y, "person", "people")}, ${percent(point.rate, 1)} of the step before (${sure(point)})` : `${name(point)}: ${count(point.y, "person", "people")}`,
      })),
    }),
    element("p", { class: "small soft" }, "In brackets: of the step before."),
  ];
}

/** @param {any} found @param {string} period */
export function moodPanel(found, period) {
  if (!found.series.length) return [empty("No review in this time says anything of an aspect that was read.", "Choose a longer time. Aspects, such as fit or delivery, are read when a review comes in.")];
  const told = (value) => `${value < 0 ? "−" : value > 0 ? "+" : ""}${number(Math.abs(value), Number.isInteger(value) ? 0 : 2)}`;
  const all = found.series.map((one) => {
    const of = one.points.reduce((sum, point) => sum + point.of, 0);
    return { ...one, of, mean: one.points.reduce((sum, point) => sum + (point.y || 0) * point.of, 0) / of };
  });
  const worst = all.filter((one) => one.of >= 10).sort((a, b) => a.mean - b.mean)[0];
  const shown = all.slice(0, MOST_ASPECTS).map((one) => {
    const labels = one.points.map((point) => point.x);
    const title = `${capital(plain(one.name))} ${told(one.mean)}`;
    return element(
      "div",
      { class: "small-multiple" },
      element("h4", {}, title, element("span", { class: "small soft" }, ` ${count(one.of, "mention")}`)),
      lines({
        title: `What reviews say of ${plain(one.name)}, by ${period}`,
        description: `Mean ${told(one.mean)} over ${count(one.of, "mention")}.`,
        head: [capital(period), "Mean", "Mentions", "Negative"],
        rows: one.points.map((point) => [point.x, point.y == null ? "–" : told(point.y), point.of, point.negative]),
        labels,
        lines: [{ name: one.name, values: one.points.map((point) => point.y) }],
        told,
        words: (_, index) => `${shortly(labels[index])}: ${told(one.points[index].y)}, ${count(one.points[index].of, "mention")}, ${one.points[index].negative} negative`,
        shape: shortly,
        range: [-1, 1],
        height: 132,
      }),
    );
  });
  const left = all.slice(MOST_ASPECTS).map((one) => `${plain(one.name)} ${told(one.mean)} (${one.of})`);
  return [
    worst && element("p", { class: "finding" }, worst.mean < 0 ? `Reviews are worst about ${plain(worst.name)}` : `Reviews are good about everything; least about ${plain(worst.name)}`),
    element("div", { class: "multiples" }, ...shown),
    left.length > 0 && element("p", { class: "small soft" }, `Spoken of less: ${left.join(", ")}.`),
  ];
}

export function worseningPanel(found) {
  const flagged = found.series.flatMap((one) => one.points.map((point) => ({ ...point, measure: one.name })));
  if (!flagged.length) return [empty("No product goes wrong more often than it used to.", "A product is named here with at least 10 cases lately and 20 before, when the rise is more than chance. Nothing to do.")];
  const title = `${count(flagged.length, "product goes", "products go")} wrong more often than before`;
  const verb = (one) => MEASURES[one.measure]?.[0] || one.measure;
  const shares = (one) => `${percent(one.y)} (${one.hits} of ${one.of})`;
  const before = (one) => `${percent(one.before)} (${one.hits_before} of ${one.of_before})`;
  return [
    element("p", { class: "finding" }, title),
    bars({
      title,
      description: flagged.map((one) => `${one.name || one.x} ${verb(one)} ${shares(one)}, before ${before(one)}`).join("; "),
      head: ["Product", "What", "Last 30 days", "180 days before", "Rise, 95% interval"],
      rows: flagged.map((one) => [one.name || one.x, verb(one), shares(one), before(one), `${percent(one.low)} to ${percent(one.high)}`]),
      items: flagged.slice(0, 12).map((one) => ({ label: `${one.name || one.x}: ${verb(one)}`, value: one.y, before: one.before, told: percent(one.y), words: `${one.name || one.x}, ${verb(one)}: ${shares(one)}; before ${before(one)}` })),
      most: 1,
    }),
    element("p", { class: "small soft" }, "The upright line is the share before. These products are recommended less meanwhile."),
  ];
}
