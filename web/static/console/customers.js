// @ts-check
// Find a customer; one customer opens under an address of its own (#customers/ID).

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { profileView } from "./profile.js";
import { day, empty, fill } from "./views.js";

let words = ""; // what was searched stays when one comes back from a customer

/** @param {HTMLElement} main @param {string} customerId */
export function customersView(main, customerId) {
  if (customerId) return profileView(main, customerId);
  const search = /** @type {HTMLInputElement} */ (element("input", { type: "search", "aria-label": "Find a customer by id, name or e-mail", placeholder: "Id, name or e-mail", maxlength: 200, value: words, autocomplete: "off" }));
  const list = element("div", { class: "list", "aria-live": "polite" });
  main.replaceChildren(
    element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, "Customers"), element("p", { class: "soft" }, "What is known of a customer, where it comes from, and what moved it. Only of those who agreed to it."))),
    search,
    list,
  );
  let waiting = 0;
  search.addEventListener("input", () => {
    words = search.value;
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  return show();

  function show() {
    const asked = words.trim();
    return fill(list, () => call("GET", `/api/staff/customers?limit=50&q=${encodeURIComponent(asked)}`), ({ items, more }) => {
      if (!items.length && asked) return [empty(`No customer has “${asked}” in the id, the name or the e-mail.`, "Try a part of it.")];
      if (!items.length) return [empty("No customer yet.", "They come from your shop: PUT /api/customers/{id}, or shoptalk import customers FILE.")];
      return [
        element("p", { class: "small soft" }, asked ? `Found${more ? ", the first 50; write more to narrow it down" : ""}` : "Who came last"),
        element("ul", { class: "plain" }, ...items.map(row)),
      ];
    });
  }
}

function row(customer) {
  const told = [customer.email, customer.tier && `${customer.tier} member`, customer.since && `since ${day(customer.since)}`].filter(Boolean).join(" · ");
  return element(
    "li",
    { class: "item" },
    element(
      "a",
      { class: "open", href: `#customers/${encodeURIComponent(customer.customer_id)}` },
      element("span", { class: "row" }, element("strong", { class: "cut" }, customer.name || customer.customer_id), element("span", { class: customer.consent.profile ? "mark" : "mark none" }, customer.consent.profile ? "profile" : "no profile")),
      element("span", { class: "soft cut" }, told || "Nothing else is known"),
      element("span", { class: "small soft cut" }, customer.customer_id),
    ),
  );
}
