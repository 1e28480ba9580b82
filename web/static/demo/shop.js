// @ts-check
// The demo shop around the widget: a cart that lies in this browser, and signing in as a made-up customer.

import { element } from "../widget/blocks.js";

const chat = /** @type {any} */ (document.querySelector("shoptalk-chat"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("cart"));
const count = /** @type {HTMLElement} */ (document.getElementById("cart-count"));

function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name) || "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @type {Record<string, number>} */
let cart = kept("demo-cart", {});

function changed() {
  localStorage.setItem("demo-cart", JSON.stringify(cart));
  count.textContent = String(Object.values(cart).reduce((sum, n) => sum + n, 0));
  chat.setCart?.(Object.entries(cart).map(([sku, quantity]) => ({ sku, quantity })));
}

function add(sku) {
  cart[sku] = (cart[sku] || 0) + 1;
  changed();
  count.classList.remove("bump");
  requestAnimationFrame(() => count.classList.add("bump"));
}

async function showCart() {
  dialog.showModal();
  const box = /** @type {HTMLElement} */ (document.getElementById("cart-lines"));
  const sum = /** @type {HTMLElement} */ (document.getElementById("cart-sum"));
  const skus = Object.keys(cart);
  if (!skus.length) {
    box.replaceChildren(element("p", { class: "soft" }, "Nothing in it yet."));
    sum.textContent = "";
    return;
  }
  const answer = await fetch(`/demo/cart?skus=${encodeURIComponent(skus.join(","))}`);
  const { lines } = await answer.json();
  box.replaceChildren(
    ...lines.map((line) =>
      element(
        "div",
        { class: "line" },
        element("span", {}, `${cart[line.sku]} × ${line.name}`),
        element("span", {}, line.price),
        element("button", { type: "button", class: "quiet", "aria-label": `Remove ${line.name}`, onclick: () => remove(line.sku) }, "Remove"),
      ),
    ),
  );
  const total = lines.reduce((all, line) => all + line.amount * cart[line.sku], 0);
  const currency = lines[0]?.currency || "USD";
  sum.textContent = new Intl.NumberFormat(undefined, { style: "currency", currency }).format(total / 100);
}

function remove(sku) {
  delete cart[sku];
  changed();
  dialog.close();
  showCart();
}

document.getElementById("cart-button")?.addEventListener("click", showCart);
for (const button of document.querySelectorAll("button.add")) {
  button.addEventListener("click", () => add(/** @type {HTMLElement} */ (button).dataset.sku));
}
document.getElementById("choose")?.addEventListener("submit", (event) => {
  event.preventDefault();
  add(/** @type {HTMLSelectElement} */ (document.getElementById("variant")).value);
});
document.getElementById("ask-about")?.addEventListener("click", () => chat.ask("Tell me more about this"));
chat.addEventListener("shoptalk-add-to-cart", (event) => add(event.detail.sku));

const who = /** @type {HTMLSelectElement|null} */ (document.getElementById("who"));
if (who) {
  fetch("/demo/customers")
    .then((answer) => answer.json())
    .then(({ customers }) => {
      for (const customer of customers) {
        const more = [customer.region, customer.tier, customer.consent ? "" : "no consent"].filter(Boolean).join(", ");
        who.append(element("option", { value: customer.customer_id }, `${customer.name} (${more})`));
      }
      const signedIn = kept("demo-customer", "");
      who.value = signedIn;
      if (signedIn && who.value === signedIn) signIn(signedIn);
    });
  who.addEventListener("change", () => signIn(who.value));
}

async function signIn(customerId) {
  localStorage.setItem("demo-customer", JSON.stringify(customerId));
  if (!customerId) return chat.signIn("");
  const answer = await fetch("/demo/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ customer_id: customerId }),
  });
  if (answer.ok) chat.signIn((await answer.json()).customer_token);
}

customElements.whenDefined("shoptalk-chat").then(changed);

const shown = /** @type {HTMLElement|null} */ (document.querySelector("article.one"));
if (shown) {
  const since = Date.now();
  const product_id = shown.dataset.product;
  addEventListener("pagehide", () => chat.happened?.({ type: "view", product_id, value: Math.round((Date.now() - since) / 1000) }), { once: true });
}
