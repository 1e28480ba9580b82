// @ts-check
// Lines over time. Each has a dash and a shape of its own and its name at its end, so that colour says nothing alone.

import { chart, cut, steps, svg, wide } from "./chart.js";

const LEFT = 44;
const BOTTOM = 24;
const TOP = 12;
const SHAPES = [(x, y) => `M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`, (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`, (x, y) => `M${x} ${y - 4}l4 7h-8z`];

/**
 * `values` of each line stand in the order of `labels`; null is a gap. `range` fixes the axis, else it begins at zero.
 * `shape` gives a label as it stands below the axis, `told` a value in words.
 * @param {{title: string, description: string, head: string[], rows: (string|number)[][], labels: string[],
 *   lines: {name: string, values: (number|null)[]}[], told: (value: number) => string, words: (line: number, point: number) => string,
 *   shape?: (label: string) => string, range?: [number, number], height?: number}} given
 */
export function lines({ title, description, head, rows, labels, lines: given, told, words, shape = (label) => label, range, height = 220 }) {
  const known = given.flatMap((line) => line.values.filter((value) => value !== null));
  const ticks = range ? [range[0], 0, range[1]] : steps(Math.max(...known, 0));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  return chart({
    title,
    description,
    head,
    rows,
    draw(width) {
      const named = given.length > 1;
      const right = named ? 12 + Math.max(...given.map((line) => wide(line.name))) : 12;
      const across = Math.max(80, width - LEFT - right);
      const down = height - TOP - BOTTOM;
      const x = (index) => LEFT + (labels.length > 1 ? (index / (labels.length - 1)) * across : across / 2);
      const y = (value) => TOP + down - ((value - low) / (high - low)) * down;
      const nodes = /** @type {Element[]} */ ([]);
      const marks = /** @type {import("./chart.js").Mark[]} */ ([]);
      for (const tick of ticks) {
        nodes.push(svg("path", { class: tick === 0 ? "axis" : "grid", d: `M${LEFT} ${y(tick).toFixed(1)}h${across}` }));
        nodes.push(svg("text", { class: "tick", x: LEFT - 6, y: (y(tick) + 4).toFixed(1), "text-anchor": "end" }, told(tick)));
      }
      const each = Math.max(1, Math.ceil(labels.length / Math.max(2, Math.floor(across / 84))));
      labels.forEach((label, index) => {
        if (index % each) return;
        const anchor = index === 0 ? "start" : "middle";
        nodes.push(svg("text", { class: "tick", x: x(index).toFixed(1), y: height - 6, "text-anchor": anchor }, cut(shape(label), 84)));
      });
      const ends = /** @type {number[]} */ ([]);
      given.forEach((line, number) => {
        const group = svg("g", { class: `line line-${number % 3}` });
        let path = "";
        line.values.forEach((value, index) => {
          if (value === null) return;
          path += `${index && line.values[index - 1] !== null ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
        });
        group.append(svg("path", { class: "stroke", d: path }));
        line.values.forEach((value, index) => {
          if (value === null) return;
          const dot = svg("path", { class: labels.length > 40 ? "dot small" : "dot", d: SHAPES[number % 3](x(index), y(value)) });
          group.append(dot);
          marks.push({ x: x(index), y: y(value), words: words(number, index), node: dot });
        });
        const last = line.values.findLastIndex((value) => value !== null);
        if (named && last >= 0) {
          let at = y(/** @type {number} */ (line.values[last])) + 4;
          while (ends.some((other) => Math.abs(other - at) < 14)) at -= 14;
          ends.push(at);
          group.append(svg("text", { class: "name", x: (x(last) + 8).toFixed(1), y: at.toFixed(1) }, line.name));
        }
        nodes.push(group);
      });
      return { height, nodes, marks };
    },
  });
}
