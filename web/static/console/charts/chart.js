// @ts-check
// A picture as inline SVG: drawn for the width there is, told in words, walked with the arrow keys, and there as a table.

import { element } from "../../widget/blocks.js";

const SVG = "http://www.w3.org/2000/svg";
let ids = 0;

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string)} children */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== null) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * One thing in a picture that has a value: where its words are shown from, and what they are.
 * @typedef {{x: number, y: number, words: string, node?: Element}} Mark
 * @typedef {{height: number, nodes: Element[], marks: Mark[]}} Drawn
 */

/**
 * `title` and `description` are for those who do not see the picture; `head` and `rows` are the same as a table.
 * @param {{title: string, description: string, head: string[], rows: (string|number)[][], draw: (width: number) => Drawn}} given
 */
export function chart({ title, description, head, rows, draw }) {
  const id = `chart-${(ids += 1)}`;
  const picture = svg("svg", { class: "chart", role: "img", tabindex: "0", "aria-labelledby": `${id}-title ${id}-desc`, "aria-describedby": `${id}-keys` });
  const told = element("p", { class: "small readout", "aria-live": "polite" });
  const keys = element("span", { class: "visually-hidden", id: `${id}-keys` }, "Arrow keys tell one value after the other.");
  const figure = element("figure", {}, picture, told, keys, table(title, head, rows));
  let marks = /** @type {Mark[]} */ ([]);
  let at = -1;
  let width = 0;

  function redraw() {
    const now = Math.max(240, Math.floor(figure.clientWidth));
    if (now === width || !figure.isConnected) return;
    width = now;
    const drawn = draw(width);
    marks = drawn.marks;
    at = -1;
    picture.setAttribute("viewBox", `0 0 ${width} ${drawn.height}`);
    picture.setAttribute("height", String(drawn.height));
    picture.replaceChildren(svg("title", { id: `${id}-title` }, title), svg("desc", { id: `${id}-desc` }, description), ...drawn.nodes);
  }

  function tell(next) {
    marks[at]?.node?.classList.remove("here");
    at = next;
    const mark = marks[at];
    mark?.node?.classList.add("here");
    told.textContent = mark ? mark.words : "";
  }

  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[/** @type {KeyboardEvent} */ (event).key];
    const edge = { Home: 0, End: marks.length - 1 }[/** @type {KeyboardEvent} */ (event).key];
    if ((step === undefined && edge === undefined) || !marks.length) return;
    event.preventDefault();
    tell(edge ?? Math.min(marks.length - 1, Math.max(0, at + step)));
  });
  picture.addEventListener("pointermove", (event) => {
    const { clientX, clientY } = /** @type {PointerEvent} */ (event);
    const box = picture.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    let nearest = -1;
    let best = Infinity;
    marks.forEach((mark, index) => {
      const far = (mark.x - x) ** 2 + (mark.y - y) ** 2;
      if (far < best) [best, nearest] = [far, index];
    });
    if (nearest !== at) tell(nearest);
  });
  // What was told last stays: taking it away would move what lies below from under a finger that is on its way there.
  new ResizeObserver(redraw).observe(figure);
  return figure;
}

/** @param {string} title @param {string[]} head @param {(string|number)[][]} rows */
function table(title, head, rows) {
  const cells = (row) => row.map((value, column) => element(column ? "td" : "th", column ? {} : { scope: "row" }, String(value)));
  return element(
    "details",
    { class: "as-table" },
    element("summary", {}, "As table"),
    element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": `${title}, as table` },
      element("table", {}, element("caption", { class: "visually-hidden" }, title), element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))), element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row))))),
    ),
  );
}

/** Round steps from 0 (or below) to at least `most`: 0, 50, 100. @param {number} most @param {number} [wanted] */
export function steps(most, wanted = 4) {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) || rough;
  const found = [];
  for (let value = 0; value < most + step; value += step) found.push(Number(value.toPrecision(12)));
  return found;
}

/** About how wide words are drawn, in pixels; a picture is laid out before it is on the page. @param {string} words */
export const wide = (words) => Math.ceil(words.length * 8.2);

/** Cut to what fits into `width` pixels, about. @param {string} words @param {number} width */
export function cut(words, width) {
  const most = Math.max(4, Math.floor(width / 7.4));
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`;
}
