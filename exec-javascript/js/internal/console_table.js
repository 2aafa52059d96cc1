// console.table, in the frame of Node 20.
const { inspect } = require("internal/inspect");
const { width } = require("internal/inspect/layout");
const { isMap, isMapIterator, isSet, isSetIterator } = require("internal/types");

const INDEX = "(index)";
const ITERATION = "(iteration index)";

const cell = (value) => {
  const depth = value !== null && typeof value === "object" && !Array.isArray(value)
    && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth });
};

function frame(head, columns) {
  const rows = Math.max(...columns.map((column) => column.length), 0);
  const widths = head.map((title, i) =>
    Math.max(width(title), ...Array.from({ length: rows }, (_, row) => width(columns[i][row] ?? ""))) + 2);
  const line = (left, middle, right) => left + widths.map((columns) => "─".repeat(columns)).join(middle) + right;
  const row = (cells) => `│${cells.map((text, i) => {
    const room = widths[i] - width(text);
    return ` ${text}${" ".repeat(room - 1)}`;
  }).join("│")}│`;
  const body = Array.from({ length: rows }, (_, at) => row(columns.map((column) => column[at] ?? "")));
  return [line("┌", "┬", "┐"), row(head), line("├", "┼", "┤"), ...body, line("└", "┴", "┘")].join("\n");
}

/** The table of what was handed to it; nothing for what has no rows. */
function render(data, wanted) {
  if (isMap(data)) {
    const entries = [...data];
    return frame([ITERATION, "Key", "Values"],
      [entries.map((_, i) => `${i}`), entries.map(([key]) => cell(key)), entries.map(([, value]) => cell(value))]);
  }
  if (isMapIterator(data) || isSetIterator(data)) return undefined;
  if (isSet(data)) {
    const items = [...data];
    return frame([ITERATION, "Values"], [items.map((_, i) => `${i}`), items.map(cell)]);
  }
  const keys = Object.keys(data);
  const columns = new Map();
  const values = [];
  let hasPrimitives = false;
  keys.forEach((key, at) => {
    const item = data[key];
    const isPrimitive = item === null || (typeof item !== "object" && typeof item !== "function");
    if (isPrimitive) {
      hasPrimitives = true;
      values[at] = cell(item);
      return;
    }
    for (const name of wanted ?? Object.keys(item)) {
      if (!columns.has(name)) columns.set(name, []);
      columns.get(name)[at] = Object.hasOwn(item, name) ? cell(item[name]) : "";
    }
  });
  if (wanted !== undefined) for (const name of wanted) if (!columns.has(name)) columns.set(name, []);
  const shown = [...columns.values()];
  for (const column of [...shown, values]) column.length = keys.length;
  const head = [INDEX, ...columns.keys()];
  if (hasPrimitives) return frame([...head, "Values"], [keys, ...shown, values]);
  return frame(head, [keys, ...shown]);
}

module.exports = { render };
