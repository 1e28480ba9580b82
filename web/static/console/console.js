// @ts-check
// The console: one view per section, edits in a side sheet, a bar that always says what is not live yet.

import { byId, call, signOut } from "../staff.js";
import { element } from "../widget/blocks.js";
import { customersView } from "./customers.js";
import { editAnswer, editAspect, editIntent, editPromotion, promotionLine } from "./editors.js";
import { insightsView } from "./insights.js";
import { publishView } from "./publish.js";
import { reviewsView } from "./reviews.js";
import { tryView } from "./try.js";

const SECTIONS = {
  intents: {
    title: "What customers mean",
    help: "Each meaning has examples of what customers write. The assistant learns from them.",
    add: "Add a meaning",
    empty: "No meaning yet. Add one with a few examples of what customers write.",
    line: (value) => `${value.examples.length} examples${value.answer ? `, answered by ${value.answer}` : ""}`,
    edit: editIntent,
  },
  answers: {
    title: "Answers",
    help: "What the assistant says. Several variations take turns. Words in {braces} are filled in by the assistant.",
    add: "Add an answer",
    empty: "No answer yet.",
    line: (value) => value.texts[0] || "",
    edit: editAnswer,
  },
  promotions: {
    title: "Promotions",
    help: "Rules for discounts. The assistant tells only what these rules really give.",
    add: "Add a promotion",
    empty: "No promotion yet. Add one: a percentage, an amount, or a discount from a minimum spend.",
    line: promotionLine,
    edit: editPromotion,
  },
  aspects: {
    title: "Review aspects",
    help: "What reviews are read for, beside fit, quality, price, delivery, service and looks. New reviews are read with what is live.",
    add: "Add an aspect",
    empty: "No aspect of your own yet. Add one with the words by which reviews name it, such as battery: battery life, charge.",
    line: (value) => value.words.join(", "),
    edit: editAspect,
  },
};

/** Views with a page of their own, and the part of the address behind their name. @type {Record<string, {title: string, show: (main: any, rest: string) => any, wide?: boolean}>} */
const VIEWS = {
  customers: { title: "Customers", show: customersView },
  insights: { title: "Insights", show: insightsView, wide: true },
  reviews: { title: "Held reviews", show: (main) => reviewsView(main) },
  try: { title: "Try it", show: (main) => tryView(main, shared) },
  publish: { title: "Publish", show: (main) => publishView(main, shared) },
};

const shared = { items: { intents: [], answers: [], promotions: [], aspects: [] }, refresh, pending };
let filter = "";

async function refresh(section) {
  const found = await call("GET", `/api/console/${section}`);
  shared.items[section] = found.items;
  return found.items;
}

async function pending() {
  try {
    const { count, items } = await call("GET", "/api/console/changes");
    byId("pending-text").textContent = count === 0 ? "Everything is live" : `${count} ${count === 1 ? "change" : "changes"} not live`;
    byId("pending-publish").textContent = count ? `Publish ${count} ${count === 1 ? "change" : "changes"}` : "Publish";
    byId("pending").classList.toggle("some", count > 0);
    byId("pending-publish").classList.toggle("primary", count > 0);
    return items;
  } catch (error) {
    byId("pending-text").textContent = error.message;
    return [];
  }
}

async function listView(main, section) {
  const spec = SECTIONS[section];
  const search = element("input", { type: "search", "aria-label": `Search in ${spec.title}`, placeholder: "Search", value: filter });
  const list = element("div", { class: "list" });
  const add = element("button", { type: "button", class: "primary", onclick: () => openSheet(section, null) }, spec.add);
  main.replaceChildren(element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, spec.title), element("p", { class: "soft" }, spec.help)), add), search, list);
  search.addEventListener("input", () => {
    filter = /** @type {HTMLInputElement} */ (search).value;
    draw();
  });
  const waiting = setTimeout(() => list.replaceChildren(...Array.from({ length: 6 }, () => element("div", { class: "item skeleton" }))), 300);
  try {
    await refresh(section);
    if (section === "intents") await refresh("answers");
  } catch (error) {
    clearTimeout(waiting);
    list.replaceChildren(element("div", { class: "empty" }, element("p", {}, error.message), element("button", { type: "button", onclick: () => listView(main, section) }, "Try again")));
    return;
  }
  clearTimeout(waiting);
  draw();

  function draw() {
    const wanted = filter.trim().toLowerCase();
    const all = shared.items[section];
    const shown = all.filter((item) => !wanted || JSON.stringify([item.key, item.draft || item.live]).toLowerCase().includes(wanted));
    if (!shown.length) {
      list.replaceChildren(element("p", { class: "empty soft" }, all.length ? `Nothing fits “${filter}”.` : spec.empty));
      return;
    }
    list.replaceChildren(...shown.map((item) => row(item)));
  }

  function row(item) {
    const value = item.draft || item.live;
    const gone = item.draft === null;
    const mark = item.change && element("span", { class: `mark ${item.change}` }, { added: "new", changed: "changed", removed: "removed" }[item.change]);
    return element(
      "div",
      { class: `item ${gone ? "gone" : ""}` },
      element(
        "button",
        { type: "button", class: "open", disabled: gone, onclick: () => openSheet(section, item) },
        element("span", { class: "row" }, element("strong", {}, value.label || value.name || item.key), mark),
        element("span", { class: "soft cut" }, spec.line(value)),
        element("span", { class: "small soft" }, item.kept ? `${item.key}, edited by ${item.updated_by}: updates of the assistant leave it as it is` : item.key),
      ),
      item.change && element("button", { type: "button", class: "quiet", onclick: () => undo(section, item, main) }, "Undo"),
    );
  }
}

async function undo(section, item, main) {
  await call("POST", "/api/console/revert", { kind: item.kind, key: item.key });
  await pending();
  await listView(main, section);
}

function openSheet(section, item) {
  const sheet = byId("sheet");
  const value = item ? item.draft || item.live : null;
  const problem = element("p", { class: "bad", role: "alert", hidden: true });
  const { key, fields, read } = SECTIONS[section].edit(item?.key || "", value, shared);
  const save = element("button", { class: "primary" }, "Save as draft");
  const remove = item && !(item.live || item.draft)?.base && element("button", { type: "button", class: "quiet bad", onclick: () => gone() }, "Delete");
  const form = element(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        problem.hidden = true;
        save.setAttribute("disabled", "");
        try {
          const name = item?.key || key();
          await call("PUT", `/api/console/${section}/${encodeURIComponent(name)}`, read());
          done();
        } catch (error) {
          problem.replaceChildren(error.message, ...(error.fields || []).map((each) => element("span", { class: "small" }, ` ${each}`)));
          problem.hidden = false;
        }
        save.removeAttribute("disabled");
      },
    },
    element("div", { class: "head" }, element("h2", { id: "sheet-title", class: "grow" }, item ? value.label || value.name || item.key : SECTIONS[section].add), element("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => sheet.close() }, "✕")),
    ...fields,
    problem,
    element("div", { class: "row" }, save, remove),
    element("p", { class: "small soft" }, "Customers see nothing of this before you publish."),
  );
  sheet.replaceChildren(form);
  sheet.showModal();

  async function gone() {
    try {
      await call("DELETE", `/api/console/${section}/${encodeURIComponent(item.key)}`);
      done();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  }

  function done() {
    sheet.close();
    pending();
    route();
  }
}

function route() {
  const [section, rest = ""] = (location.hash.slice(1) || "intents").split("/");
  const main = byId("main");
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${section}`) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "center" });
    } else link.removeAttribute("aria-current");
  }
  const view = VIEWS[section];
  document.title = `${SECTIONS[section]?.title || view?.title || "Console"} · Console`;
  main.classList.toggle("wide", Boolean(view?.wide));
  if (view) view.show(main, decoded(rest));
  else listView(main, SECTIONS[section] ? section : "intents");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

window.addEventListener("hashchange", () => {
  filter = "";
  route();
});
byId("sign-out").addEventListener("click", signOut);
pending();
route();
