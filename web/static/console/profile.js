// @ts-check
// One customer: who they are, how they relate, what they do, what they said, what moved it, what is likely.

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { bars } from "./charts/bars.js";
import { outlookPart } from "./outlook.js";
import { capital, confirmed, count, day, fill, listed, money, number, part, percent, plain, toast } from "./views.js";

const SHOWN = 5; // causes; the rest is folded

/** @param {HTMLElement} main @param {string} customerId */
export function profileView(main, customerId) {
  const path = `/api/customers/${encodeURIComponent(customerId)}`;
  const name = element("h2", {}, customerId);
  const about = element("p", { class: "soft" }, "");
  const body = element("div", { class: "profile" });
  const ahead = element("section", { class: "part", "aria-label": "Outlook" });
  main.replaceChildren(element("p", { class: "back" }, element("a", { href: "#customers" }, "‹ All customers")), element("div", { class: "head" }, element("div", { class: "grow" }, name, about)), body);
  call("GET", `/api/staff/customers?limit=50&q=${encodeURIComponent(customerId)}`)
    .then(({ items }) => {
      const found = items.find((one) => one.customer_id === customerId);
      if (!found) return;
      name.textContent = found.name || customerId;
      about.textContent = [found.email, customerId].filter(Boolean).join(" · ");
    })
    .catch(() => {}); // the profile below says what is wrong
  return show();

  function show() {
    return fill(body, () => call("GET", `${path}/profile`), (found) => {
      const consent = consentPart(found.consent);
      if (found.note) return [consent, element("div", { class: "note" }, element("p", {}, found.note), element("p", { class: "soft" }, "Their orders and conversations are kept and used for nothing else. They can agree in the chat, or your shop sends their consent."))];
      outlookPart(ahead, `${path}/outlook`);
      return [consent, whoPart(found), relatesPart(found.relates), doesPart(found), saidPart(found, forget), dismissedPart(found), ahead, movesPart(found, undo)];
    });
  }

  function forget(fact) {
    confirmed(`Forget “${fact.text}”?`, "It is taken out of the profile for good, and counts for nothing from now on. The customer can say it again.", "Forget it", async () => {
      await call("DELETE", `${path}/profile/facts/${encodeURIComponent(fact.id)}`);
      toast(`“${fact.text}” is forgotten.`);
      await show();
    });
  }

  function undo(cause, words) {
    confirmed("Undo what this moved?", `${words}: the profile is built anew as if it had never been. What was written stays and speaks of the product to others.`, "Undo it", async () => {
      const { undone } = await call("DELETE", `${path}/profile/moves/${encodeURIComponent(cause.id)}`);
      toast(`Undone: ${count(undone, "value")} moved back.`);
      await show();
    });
  }
}

const shield = () => element("span", { class: "mark protected", title: "Protected by law" }, "protected");

function consentPart(consent) {
  const when = [consent.at && `on ${day(consent.at)}`, consent.source && `by ${consent.source}`].filter(Boolean).join(", ");
  return element(
    "p",
    { class: "consent" },
    element("strong", {}, consent.profile ? "Agreed to a profile" : "Did not agree to a profile"),
    consent.marketing ? ", and to marketing" : ", and not to marketing",
    when ? element("span", { class: "soft" }, ` · ${when}`) : "",
  );
}

function whoPart({ attributes, protected: guarded }) {
  const pairs = Object.entries(attributes).map(([name, value]) => [capital(plain(name)), value, guarded.includes(name) && shield()]);
  return part(
    "Who they are",
    "Given by the customer, or by your shop with their consent. Shown, and read by no model, score or ranking.",
    pairs.length ? listed(/** @type {any} */ (pairs)) : element("p", { class: "soft" }, "They told nothing of who they are."),
  );
}

function relatesPart(relates) {
  const pairs = [["Membership", relates.tier || "none"], ["Newsletter", relates.subscribed ? "subscribed" : "not subscribed"], ["Came by", relates.channel], ["Region", relates.region], ["Customer since", day(relates.since)]];
  return part("How they relate", `From: ${relates.source || "customer record"}`, listed(/** @type {any} */ (pairs)));
}

function shares(found) {
  return Object.entries(found || {}).map(([name, share]) => `${capital(plain(name))} ${percent(/** @type {number} */ (share))}`).join(", ");
}

function some(all, most = 8) {
  return all.slice(0, most).join(", ") + (all.length > most ? ` and ${all.length - most} more` : "");
}

function doesPart({ does, interests, likes, sources, recent, products }) {
  const { spending, price_band: band, engagement, sizes, discounts, returns, times, season, devices, channels } = does;
  const from = (section) => element("span", { class: "small soft" }, `from ${section.source}`);
  const spent = Object.entries(spending.money || {}).map(([currency, minor]) => money(/** @type {number} */ (minor), currency)).join(", ");
  const months = Object.entries(season.months || {}).sort((a, b) => Number(b[1]) - Number(a[1])).slice(0, 3).map(([month]) => new Date(2000, Number(month) - 1).toLocaleDateString(undefined, { month: "long" }));
  const pairs = [
    ["Bought", spending.frequency ? `${count(spending.frequency, "time")}${spent ? `, ${spent} kept` : ""}${spending.recency_days == null ? "" : `, last ${count(Math.round(spending.recency_days), "day")} ago`}` : "nothing yet", from(spending)],
    ["Price band", band.low == null ? "" : `${money(band.low)} to ${money(band.high)}`, from(band)],
    ["Active", `${count(engagement.active_days_30, "day")} of the last 30`, from(engagement)],
    ["Sizes", some(Object.entries(sizes.usual).map(([kind, size]) => `${kind} ${size}`)), from(sizes)],
    ["Discounts", discounts.orders_with_discount == null ? "" : `${percent(discounts.orders_with_discount)} of orders`, from(discounts)],
    ["Sends back", returns.share == null ? "" : `${percent(returns.share)} of pieces`, from(returns)],
    ["Hours (UTC)", shares(times.of_day), from(times)],
    ["Week", shares(times.of_week), from(times)],
    ["Months", months.join(", "), from(season)],
    ["Devices", shares(devices.shares), from(devices)],
    ["Channels", shares(channels.shares), from(channels)],
    ["Looked at last", (recent || []).slice(0, 3).map((id) => products[id] || id).join(", ")],
  ];
  const rests = `Rests on ${count(sources.events || 0, "event")}, ${count(sources.orders || 0, "order")}, ${count(sources.reviews || 0, "review")}${sources.until ? `, until ${day(sources.until)}` : ""}.`;
  return part("What they do", rests, listed(/** @type {any} */ (pairs)), interestsOf(interests), likesOf(likes));
}

const because = (weights) => Object.keys(weights || {}).map(plain).join(", ");

function interestsOf(interests) {
  if (!interests.length) return element("p", { class: "soft" }, "Too little was looked at to name an interest.");
  const ordered = [...interests].sort((a, b) => b.strength - a.strength);
  const shown = ordered.slice(0, 6);
  return element(
    "div",
    {},
    element("h4", {}, "Interests"),
    bars({
      title: "Interests, the strongest first",
      description: shown.map((one) => `${one.name} ${percent(one.strength)}`).join(", "),
      head: ["Interest", "Strength", "From"],
      rows: ordered.map((one) => [one.name, percent(one.strength), because(one.sources)]),
      items: shown.map((one) => ({ label: capital(one.name), value: one.strength, told: percent(one.strength), words: `${one.name}: ${percent(one.strength)}, from ${because(one.sources)}` })),
      most: 1,
    }),
  );
}

function likesOf(likes) {
  if (!likes.length) return "";
  const line = (one) => {
    const reviews = one.reviews.length ? `${Object.keys(one.sources).length ? ", " : ""}${count(one.reviews.length, "review")}` : "";
    return element("li", {}, element("strong", {}, one.value), ` ${plain(one.facet)} `, element("span", { class: "small soft" }, `${one.weight > 0 ? "+" : "−"}${number(Math.abs(one.weight), 2)} from ${because(one.sources)}${reviews}`));
  };
  const block = (title, found) => (found.length ? element("div", {}, element("h4", {}, title), element("ul", { class: "plain likes" }, ...found.slice(0, 8).map(line))) : "");
  return element("div", { class: "two" }, block("Likes", likes.filter((one) => one.weight > 0)), block("Does not like", likes.filter((one) => one.weight < 0)));
}

function saidPart({ facts, protected: guarded }, forget) {
  const line = (fact) =>
    element(
      "li",
      { class: "item" },
      element("div", { class: "grow" }, element("span", { class: "row" }, element("strong", {}, fact.text), guarded.includes(fact.facet) && shield()), element("span", { class: "small soft" }, [plain(fact.facet || ""), fact.at && `said ${day(fact.at)}`, fact.source && `in the ${fact.source}`].filter(Boolean).join(" · "))),
      fact.id && element("button", { type: "button", onclick: () => forget(fact), "aria-label": `Forget ${fact.text}` }, "Forget"),
    );
  return part("What they said of themselves", "Said by the customer; search and recommendations obey it.", facts.length ? element("ul", { class: "plain" }, ...facts.map(line)) : element("p", { class: "soft" }, "Nothing yet. It is noted when they say it in the chat, such as a size or a material they do not want."));
}

function dismissedPart({ dismissed, products }) {
  const line = (one) => element("li", {}, element("strong", {}, products[one.product_id] || one.product_id), element("span", { class: "small soft" }, ` · said ${day(one.at)}, holds until ${day(one.until)}`));
  return part("Not for them", "Waved away by the customer (“Not for me”); left out of recommendations, found by search. They take it back in the chat.", dismissed.length ? element("ul", { class: "plain" }, ...dismissed.map(line)) : element("p", { class: "soft" }, "Nothing."));
}

function movesPart({ moves, products }, undo) {
  const causes = new Map();
  for (const move of moves) causes.set(move.cause.id, [...(causes.get(move.cause.id) || []), move]);
  const block = ([id, lines]) => {
    const [first] = lines;
    const about = lines.find((line) => line.facet === "product");
    const title = `${capital(first.cause.kind)}${about ? ` of ${products[about.value] || about.value}` : ""}, ${day(first.at)}`;
    const standing = lines.some((line) => !line.undone_at);
    const shown = [...lines].sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
    return element(
      "li",
      { class: standing ? "item cause" : "item cause gone" },
      element(
        "div",
        { class: "grow" },
        element("strong", {}, title),
        element("span", { class: "small soft id" }, id),
        element("ul", { class: "plain small" }, ...shown.map((line) => element("li", {}, `${capital(plain(line.facet))} ${line.facet === "product" ? products[line.value] || line.value : line.value}: `, element("span", { class: line.delta < 0 ? "bad" : "good" }, signed(line.delta)), element("span", { class: "soft" }, line.undone_at ? `, undone ${day(line.undone_at)}` : `, of which ${signed(line.now)} is left`)))),
      ),
      standing ? element("button", { type: "button", onclick: () => undo(first.cause, title), "aria-label": `Undo ${title}` }, "Undo") : element("span", { class: "mark" }, "undone"),
    );
  };
  const blocks = [...causes].map(block);
  const [latest, earlier] = [blocks.slice(0, SHOWN), blocks.slice(SHOWN)];
  const more = earlier.length > 0 && element("details", {}, element("summary", {}, `${count(earlier.length, "earlier review")}`), element("ul", { class: "plain" }, ...earlier));
  return part("What moved it", "Each review that changed the profile, and by how much.", blocks.length ? element("ul", { class: "plain" }, ...latest) : element("p", { class: "soft" }, "No review moved anything yet."), more);
}

const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value), 2)}`;
