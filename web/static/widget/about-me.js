// @ts-check
// What the shop knows of whoever is chatting, in plain lines, and the way to have it erased. It stands in the conversation's place.

import { element } from "./blocks.js";

/** `dismissed`: for each line the product that may be recommended again. @typedef {{title: string, count: number, lines: string[], dismissed?: string[]}} Section */

/** @param {{load: () => Promise<Section[]>, again: (product: string) => Promise<unknown>, forget: () => Promise<void>, close: () => void}} does */
export function drawAboutMe({ load, again, forget, close }) {
  const heading = element("h2", { tabindex: "-1", id: "about-me" }, "What we know about you");
  const found = element("div", { class: "known", role: "status" }, element("p", { class: "soft" }, "Looking it up…"));
  const trouble = element("p", { class: "bad small", role: "alert" });
  const foot = element("div", { class: "foot" });
  const back = () => element("button", { type: "button", onclick: close }, "Back to the chat");
  const ask = () => element("button", { type: "button", class: "warn", onclick: sure }, "Forget me…");

  async function show() {
    try {
      const sections = await load();
      found.replaceChildren(...(sections.length ? sections.map((section) => drawSection(section, takeBack)) : [element("p", {}, "Nothing is kept about you.")]));
      foot.replaceChildren(back(), ...(sections.length ? [ask()] : []));
    } catch (error) {
      failed(error);
    }
  }

  /** The list is read anew, so that it shows what is true. @param {string} product */
  async function takeBack(product) {
    trouble.textContent = "";
    try {
      await again(product);
      await show();
      heading.focus();
    } catch (error) {
      failed(error);
    }
  }

  /** Erasing cannot be undone, so it takes a second press on another button. */
  function sure() {
    const yes = element("button", { type: "button", class: "warn", onclick: erase }, "Yes, forget me");
    const no = element("button", { type: "button", onclick: () => foot.replaceChildren(back(), ask()) }, "Keep it");
    foot.replaceChildren(element("p", { class: "small" }, "This chat, reviews and all of the above are erased for good. Orders stay without your name."), no, yes);
    no.focus();
  }

  async function erase() {
    foot.replaceChildren(element("p", { class: "soft", role: "status" }, "Erasing…"));
    try {
      await forget();
    } catch (error) {
      failed(error);
    }
  }

  function failed(error) {
    trouble.textContent = error.sentence || "This did not work. Please try again in a moment.";
    foot.replaceChildren(back(), element("button", { type: "button", onclick: retry }, "Try again"));
  }

  function retry() {
    trouble.textContent = "";
    show();
  }

  foot.append(back());
  show();
  return element("section", { class: "about-me", "aria-labelledby": "about-me" }, heading, found, trouble, foot);
}

/** @param {Section} section @param {(product: string) => void} takeBack */
function drawSection({ title, count, lines, dismissed = [] }, takeBack) {
  const rest = count - lines.length;
  const line = (text, number) =>
    element(
      "li",
      {},
      element("span", {}, text),
      dismissed[number] &&
        element("button", { type: "button", class: "small", "aria-label": `Recommend again: ${text}`, onclick: () => takeBack(dismissed[number]) }, "Recommend again"),
    );
  return element(
    "section",
    {},
    element("h3", {}, title),
    lines.length ? element("ul", { class: dismissed.length ? "told" : undefined }, ...lines.map(line)) : element("p", {}, `${count} kept`),
    lines.length >= 20 && rest > 0 ? element("p", { class: "small soft" }, `and ${rest} more`) : null,
  );
}
