// @ts-check
// Bars from zero, one below the other, each with its name above and its value at its end.

import { chart, cut, svg, wide } from "./chart.js";

const ROW = 44;
const BAR = 16;

/**
 * `low` and `high` draw the interval of a value; `before` a line where it was.
 * @param {{title: string, description: string, head: string[], rows: (string|number)[][],
 *   items: {label: string, value: number, told: string, words?: string, low?: number, high?: number, before?: number}[], most?: number}} given
 */
export function bars({ title, description, head, rows, items, most }) {
  const top = most ?? Math.max(...items.map((item) => Math.max(item.value, item.high ?? 0, item.before ?? 0)), 1e-9);
  return chart({
    title,
    description,
    head,
    rows,
    draw(width) {
      const room = 12 + Math.max(...items.map((item) => wide(item.told)));
      const reach = Math.max(60, width - room - 4);
      const place = (value) => (Math.min(value, top) / top) * reach;
      const nodes = /** @type {Element[]} */ ([]);
      const marks = items.map((item, index) => {
        const y = index * ROW + 20;
        const end = Math.max(2, place(item.value));
        const row = svg("g", { class: "bar" });
        row.append(svg("text", { x: 0, y: y - 6, class: "name" }, cut(item.label, width)), svg("rect", { x: 0, y, width: end.toFixed(1), height: BAR, rx: 2 }));
        let beyond = end;
        if (item.low !== undefined && item.high !== undefined) {
          const [from, to] = [place(item.low), place(item.high)];
          row.append(svg("path", { class: "interval", d: `M${from.toFixed(1)} ${y + BAR / 2}H${to.toFixed(1)}M${from.toFixed(1)} ${y + 4}v8M${to.toFixed(1)} ${y + 4}v8` }));
          beyond = Math.max(beyond, to);
        }
        if (item.before !== undefined) row.append(svg("path", { class: "before", d: `M${place(item.before).toFixed(1)} ${y - 2}v${BAR + 4}` }));
        row.append(svg("text", { x: Math.min(beyond + 8, width - wide(item.told)).toFixed(1), y: y + 13, class: "value" }, item.told));
        nodes.push(row);
        return { x: end, y: y + BAR / 2, words: item.words || `${item.label}: ${item.told}`, node: row };
      });
      return { height: items.length * ROW, nodes, marks };
    },
  });
}
