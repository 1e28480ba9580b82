// @ts-check
// Strips of products on the page for whoever is chatting: each with its reason and a quiet way to say that it is not for them.

import { element, priceOf, safeUrl } from "../widget/blocks.js";

const SHOWN = 6; // a row of a wide page; a narrow one scrolls it
const chat = /** @type {any} */ (document.querySelector("shoptalk-chat"));

/** @param {HTMLElement} strip */
async function draw(strip) {
  const about = { ...(strip.dataset.like ? { like: strip.dataset.like } : {}), ...(strip.dataset.with ? { with: strip.dataset.with } : {}) };
  let found = null;
  try {
    found = await chat.suggestions({ ...about, limit: SHOWN });
  } catch {
    // What the page came with stays.
  }
  if (!found) return;
  const { cards, personal } = found;
  const title = strip.querySelector("h2");
  if (title && "own" in strip.dataset) title.textContent = personal ? "For you" : "Popular at the moment";
  strip.hidden = cards.length === 0;
  strip.querySelector(".tiles")?.replaceChildren(...cards.map((card) => tile(card, strip)));
}

/** @param {any} card @param {HTMLElement} strip */
function tile(card, strip) {
  const picture = safeUrl(card.picture, location.origin);
  const made = element(
    "article",
    { class: "tile" },
    element(
      "a",
      { href: `/products/${encodeURIComponent(card.product_id)}` },
      element("div", { class: "picture" }, picture && element("img", { src: picture, alt: "", width: 320, height: 240, loading: "lazy" })),
      element("span", { class: "name" }, card.name),
    ),
    element("span", { class: "soft small" }, [card.brand, card.rating && `★ ${card.rating.toFixed(1)}`].filter(Boolean).join(" · ")),
    element("span", { class: "row" }, priceOf(card), card.stock !== "out" && element("button", { type: "button", "aria-label": `Add ${card.name} to the cart`, onclick: () => add(card.sku) }, "Add")),
    "own" in strip.dataset && card.reason && element("span", { class: "soft small reason" }, card.reason),
    element("button", { type: "button", class: "quiet", "aria-label": `Not for me: ${card.name}`, onclick: () => waveAway(card, made, strip) }, "Not for me"),
  );
  return made;
}

/** As the chat's own cards do. @param {string} sku */
function add(sku) {
  chat.dispatchEvent(new CustomEvent("shoptalk-add-to-cart", { detail: { sku } }));
}

/** @param {any} card @param {HTMLElement} made @param {HTMLElement} strip */
async function waveAway(card, made, strip) {
  const note = element("p", { class: "small", role: "status" });
  const undo = element("button", { type: "button", onclick: () => chat.dismiss(card.product_id, true).then(() => draw(strip), failed) }, "Undo");
  const failed = () => (note.textContent = "This did not work. Please try again in a moment.");
  made.replaceChildren(note);
  try {
    const kept = await chat.dismiss(card.product_id);
    note.textContent = kept ? `${card.name} is not recommended to you again.` : `${card.name} is left out on this page.`;
    made.append(kept ? undo : element("button", { type: "button", onclick: () => made.replaceWith(tile(card, strip)) }, "Undo"));
    /** @type {HTMLElement} */ (made.lastElementChild).focus();
  } catch {
    failed();
  }
}

const strips = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".strip"));
const drawAll = () => strips.forEach(draw);
customElements.whenDefined("shoptalk-chat").then(drawAll);
chat.addEventListener("shoptalk-closed", drawAll); // what was said in the chat counts here, too
