// @ts-check
// What the shop knows of whoever is chatting, in plain lines, and the way to have it erased. It stands in the conversation's place.

import { element } from "./blocks.js";

/** @typedef {{title: string, count: number, lines: string[]}} Section */

/** @param {{load: () => Promise<Section[]>, forget: () => Promise<void>, close: () => void}} does */
export function drawAboutMe({ load, forget, close }) {
  const heading = element("h2", { tabindex: "-1", id: "about-me" }, "What we know about you");
  const found = element("div", { class: "known", role: "status" }, element("p", { class: "soft" }, "Looking it up…"));
  const trouble = element("p", { class: "bad small", role: "alert" });
  const foot = element("div", { class: "foot" });
  const back = () => element("button", { type: "button", onclick: close }, "Back to the chat");
  const ask = () => element("button", { type: "button", class: "warn", onclick: sure }, "Forget me…");

  async function show() {
    try {
      const sections = await load();
      found.replaceChildren(...(sections.length ? sections.map(drawSection) : [element("p", {}, "Nothing is kept about you.")]));
      foot.replaceChildren(back(), ...(sections.length ? [ask()] : []));
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
    foot.replaceChildren(back(), element("button", { type: "button", onclick: again }, "Try again"));
  }

  function again() {
    trouble.textContent = "";
    show();
  }

  foot.append(back());
  show();
  return element("section", { class: "about-me", "aria-labelledby": "about-me" }, heading, found, trouble, foot);
}

/** @param {Section} section */
function drawSection({ title, count, lines }) {
  const rest = count - lines.length;
  return element(
    "section",
    {},
    element("h3", {}, title),
    lines.length ? element("ul", {}, ...lines.map((line) => element("li", {}, line))) : element("p", {}, `${count} kept`),
    lines.length >= 20 && rest > 0 ? element("p", { class: "small soft" }, `and ${rest} more`) : null,
  );
}
