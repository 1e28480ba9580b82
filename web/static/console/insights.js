// @ts-check
// Insights: one range for all pictures; each loads, fails and is tried again by itself.

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { activePanel, funnelPanel, moodPanel, worseningPanel } from "./panels.js";
import { rfmPanel, segmentsPanel } from "./groups.js";
import { modelPanel } from "./model.js";
import { fill } from "./views.js";

const RANGES = [["30", "Last 30 days"], ["90", "Last 90 days"], ["365", "Last year"], ["own", "Between two days"]];
const PERIODS = ["day", "week", "month", "quarter"];
const chosen = { range: "90", from: "", to: "", period: "week" };

const iso = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 10);

/** The query that every insight of a span takes. Own days count whole, on this computer's clock. */
function span() {
  const query = new URLSearchParams({ offset_minutes: String(-new Date().getTimezoneOffset()) });
  if (chosen.range === "own") {
    const end = new Date(`${chosen.to}T00:00`);
    end.setDate(end.getDate() + 1);
    query.set("from", new Date(`${chosen.from}T00:00`).toISOString());
    query.set("to", end.toISOString());
  } else {
    const start = new Date();
    start.setHours(0, 0, 0, 0);
    start.setDate(start.getDate() - Number(chosen.range));
    query.set("from", start.toISOString());
  }
  return query;
}

/** @param {string} name @param {Record<string, string>} [more] */
const insight = (name, more = {}) => {
  const query = span();
  for (const [key, value] of Object.entries(more)) query.set(key, value);
  return call("GET", `/api/insights/${name}?${query}`);
};

/** @param {HTMLElement} main */
export function insightsView(main) {
  const bodies = {};
  const panel = (key, title, help, kind = "panel") => element("section", { class: kind, "aria-label": title }, element("h3", {}, title), element("p", { class: "small soft" }, help), (bodies[key] = element("div", { class: "panel-body" })));
  const charts = element(
    "div",
    { class: "panels" },
    panel("active", "Active customers", "People with any deed but being shown something; only those who agreed to it."),
    panel("funnel", "From looking to buying", "People who came so far, each step at or after the one before."),
    panel("mood", "What reviews say", "Mean of what reviews say of each aspect, from −1 (bad) to 1 (good).", "panel full"),
    panel("segments", "Segments", "Customers near each other in what they buy, when and for how much. As of the last refresh."),
    panel("rfm", "How lately and how often", "Fifths of all customers: 5 is the latest and the most often. As of the last refresh."),
    panel("worsening", "Products that got worse", "The last 30 days against the 180 before, where chance is no explanation. The range above does not change it.", "panel full"),
    panel("model", "Recommendations", "How the model behind them came into use, and whether your customers still do what it was learnt from. The range above does not change it.", "panel full"),
  );
  main.replaceChildren(element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, "Insights"), element("p", { class: "soft" }, "How the shop is doing. Nothing here names a person."))), rangeBar(timed), charts);
  timed();
  fill(bodies.worsening, () => call("GET", "/api/insights/worsening"), worseningPanel);
  fill(bodies.model, () => call("GET", "/api/models/recommender"), modelPanel);
  const groups = call("GET", "/api/audiences");
  groups.catch(() => {}); // told in both panels, which ask again on their own
  let first = 2;
  const audiences = () => (first-- > 0 ? groups : call("GET", "/api/audiences"));
  fill(bodies.segments, audiences, segmentsPanel);
  fill(bodies.rfm, audiences, rfmPanel);

  function timed() {
    fill(bodies.active, () => insight("active", { period: chosen.period }), (found) => activePanel(found, chosen.period));
    fill(bodies.funnel, () => insight("funnel"), funnelPanel);
    const coarse = { day: "week" }[chosen.period] || chosen.period;
    fill(bodies.mood, () => insight("aspects", { period: coarse }), (found) => moodPanel(found, coarse));
  }
}

/** @param {() => void} changed */
function rangeBar(changed) {
  const field = (label, made) => {
    made.id = `range-${label.split(",")[0].toLowerCase()}`;
    return element("div", { class: "choice" }, element("label", { for: made.id }, label), made);
  };
  const select = (value, options) => {
    const made = /** @type {HTMLSelectElement} */ (element("select", {}, ...options.map(([name, words]) => element("option", { value: name }, words))));
    made.value = value;
    return made;
  };
  const range = select(chosen.range, RANGES);
  const period = select(chosen.period, PERIODS.map((name) => [name, name]));
  const from = /** @type {HTMLInputElement} */ (element("input", { type: "date", required: true, value: chosen.from }));
  const to = /** @type {HTMLInputElement} */ (element("input", { type: "date", required: true, value: chosen.to }));
  const own = element("div", { class: "row own" }, field("From", from), field("To, that day too", to));
  const problem = element("p", { class: "small bad", role: "alert", hidden: true });
  own.hidden = chosen.range !== "own";

  function take() {
    const mine = range.value === "own";
    if (mine && !from.value) {
      const now = new Date();
      to.value = iso(now);
      from.value = iso(new Date(now.getFullYear(), now.getMonth(), 1));
    }
    own.hidden = !mine;
    problem.hidden = true;
    if (mine && !(from.value && to.value && from.value <= to.value)) {
      problem.textContent = "The first day must not lie after the last.";
      problem.hidden = false;
      return;
    }
    Object.assign(chosen, { range: range.value, period: period.value, from: from.value, to: to.value });
    changed();
  }
  for (const each of [range, period, from, to]) each.addEventListener("change", take);
  return element("div", {}, element("div", { class: "range" }, field("Time", range), field("By", period), own), problem);
}
