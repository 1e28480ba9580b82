// @ts-check
// Reviews that were held back before they count, with the reason; and those whose stars and words differ.

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { day } from "./views.js";

const SHOWN = {
  held: { title: "Held back", empty: "Nothing is held back. Copies, adverts, reviews without words and sudden bursts would wait here." },
  replaced: { title: "Replaced by a later one", empty: "No customer reviewed a product twice. The latest review counts." },
  differ: { title: "Stars and words differ", empty: "No review gives five stars with firm complaints, or one star with firm praise." },
};

/** Days within a detail as everywhere on the page; noon, so that no time zone makes another day of it. @param {string} detail */
const inWords = (detail) => detail.replace(/\d{4}-\d{2}-\d{2}/g, (iso) => day(`${iso}T12:00`));

/** @param {HTMLElement} main @param {"held" | "replaced" | "differ"} show */
export async function reviewsView(main, show = "held") {
  const list = element("div", { class: "list" });
  const choice = Object.entries(SHOWN).map(([name, spec]) =>
    element("button", { type: "button", "aria-pressed": String(name === show), onclick: () => reviewsView(main, /** @type {"held" | "replaced" | "differ"} */ (name)) }, spec.title),
  );
  const help = "A held review is kept but counts nowhere, in no rating, no summary and no profile, until you release it. Where stars and words differ, the review counts.";
  main.replaceChildren(element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, "Held reviews"), element("p", { class: "soft" }, help))), element("div", { class: "row" }, ...choice), list);
  const waiting = setTimeout(() => list.replaceChildren(...Array.from({ length: 4 }, () => element("div", { class: "item skeleton" }))), 300);
  let items;
  try {
    ({ items } = await call("GET", `/api/console/reviews?show=${show}`));
  } catch (error) {
    clearTimeout(waiting);
    list.replaceChildren(element("div", { class: "empty" }, element("p", {}, error.message), element("button", { type: "button", onclick: () => reviewsView(main, show) }, "Try again")));
    return;
  }
  clearTimeout(waiting);
  draw();

  function draw() {
    if (!items.length) list.replaceChildren(element("p", { class: "empty soft" }, SHOWN[show].empty));
    else list.replaceChildren(...items.map(row));
  }

  function row(item) {
    const problem = element("p", { class: "bad small", role: "alert", hidden: true });
    const release = element("button", { type: "button" }, "Release this review");
    release.addEventListener("click", async () => {
      release.setAttribute("disabled", "");
      try {
        await call("POST", `/api/console/reviews/${encodeURIComponent(item.review_id)}/release`);
        items = items.filter((one) => one !== item);
        draw();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
        release.removeAttribute("disabled");
      }
    });
    return element(
      "div",
      { class: "item review" },
      element(
        "div",
        { class: "open" },
        element("span", { class: "row" }, element("strong", {}, item.product_name || item.product_id), item.stars && element("span", { class: "soft" }, `${item.stars} of 5 stars`)),
        element("ul", { class: "reasons small" }, ...item.reasons.map((one) => element("li", {}, one.detail ? `${one.text} (${inWords(one.detail)})` : one.text))),
        element("p", { class: "words" }, item.title ? `${item.title}. ${item.text}` : item.text),
        element("span", { class: "small soft" }, `${day(item.at)}, ${item.review_id}${item.released_by ? `, released by ${item.released_by}` : ""}`),
        problem,
      ),
      item.held && release,
    );
  }
}
