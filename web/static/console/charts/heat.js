// @ts-check
// A grid whose cells are the darker the more is in them; each says its figures, so that the shade only helps.

import { chart, cut, svg } from "./chart.js";

const LEFT = 28;
const TOP = 8;
const BOTTOM = 40;

/**
 * `lines` and the name stand in a wide cell, the first line and `brief` in a narrow one.
 * `cells[row][column]` is null where there is nothing. `across` and `down` say what the axes mean.
 * @param {{title: string, description: string, head: string[], rows: (string|number)[][], rowNames: string[], columnNames: string[],
 *   across: string, down: string, cells: ({value: number, name: string, lines: string[], brief: string, words: string}|null)[][]}} given
 */
export function heat({ title, description, head, rows, rowNames, columnNames, across, down, cells }) {
  const most = Math.max(...cells.flat().map((cell) => cell?.value || 0), 1);
  return chart({
    title,
    description,
    head,
    rows,
    draw(width) {
      const wide = (width - LEFT) / columnNames.length;
      const tall = wide < 90 ? 64 : 68;
      const nodes = /** @type {Element[]} */ ([]);
      const marks = /** @type {import("./chart.js").Mark[]} */ ([]);
      rowNames.forEach((name, row) => {
        nodes.push(svg("text", { class: "tick", x: LEFT - 8, y: TOP + row * tall + tall / 2 + 4, "text-anchor": "end" }, name));
        columnNames.forEach((_, column) => {
          const cell = cells[row][column];
          const [x, y] = [LEFT + column * wide, TOP + row * tall];
          const group = svg("g", { class: "cell" });
          group.append(svg("rect", { class: "ground", x: (x + 1).toFixed(1), y: y + 1, width: (wide - 2).toFixed(1), height: tall - 2, rx: 4 }));
          if (cell) group.append(svg("rect", { class: "heat", x: (x + 1).toFixed(1), y: y + 1, width: (wide - 2).toFixed(1), height: tall - 2, rx: 4, "fill-opacity": (0.06 + 0.34 * (cell.value / most)).toFixed(3) }));
          const shown = cell ? (wide < 90 ? [cell.lines[0], cell.brief] : [...cell.lines, cell.name]) : ["–"];
          const first = y + tall / 2 + 5 - (shown.length - 1) * 9;
          shown.forEach((line, index) => group.append(svg("text", { class: index ? "small" : "value", x: (x + wide / 2).toFixed(1), y: first + index * 18, "text-anchor": "middle" }, cut(line, wide - 6))));
          nodes.push(group);
          if (cell) marks.push({ x: x + wide / 2, y: y + tall / 2, words: cell.words, node: group });
        });
      });
      const end = TOP + rowNames.length * tall;
      columnNames.forEach((name, column) => nodes.push(svg("text", { class: "tick", x: (LEFT + (column + 0.5) * wide).toFixed(1), y: end + 16, "text-anchor": "middle" }, name)));
      nodes.push(svg("text", { class: "tick", x: LEFT, y: end + 34 }, cut(`→ ${across}   ↑ ${down}`, width - LEFT)));
      return { height: end + BOTTOM, nodes, marks };
    },
  });
}
