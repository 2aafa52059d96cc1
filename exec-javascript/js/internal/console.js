// console, as Node formats it.
const { pieces } = require("internal/buffer");
const { format, inspect } = require("internal/inspect");

const { monotonicNanos, writeStderr, writeStdout } = binding("process");

function printer(write) {
  return (state, args) => {
    const text = format(...args);
    const indented = state.indent ? state.indent + text.replaceAll("\n", `\n${state.indent}`) : text;
    for (const piece of pieces(`${indented}\n`)) write(piece);
  };
}

const out = printer(writeStdout);
const err = printer(writeStderr);

const state = { indent: "", counts: new Map(), timers: new Map() };

function elapsed(label) {
  const start = state.timers.get(label);
  if (start === undefined) {
    err(state, [`Warning: No such label '${label}' for console.timeEnd()`]);
    return null;
  }
  const ms = (monotonicNanos() - start) / 1e6;
  return ms >= 1000 ? `${(ms / 1000).toFixed(3)}s` : `${ms.toFixed(3)}ms`;
}

const console = {
  log(...args) { out(state, args); },
  info(...args) { out(state, args); },
  debug(...args) { out(state, args); },
  error(...args) { err(state, args); },
  warn(...args) { err(state, args); },
  trace(...args) {
    const stack = new Error().stack.split("\n").slice(1).join("\n");
    err(state, [`Trace: ${format(...args)}\n${stack.trimEnd()}`]);
  },
  dir(value, options) { out(state, [inspect(value, { ...options })]); },
  assert(condition, ...args) {
    if (condition) return;
    const [first, ...rest] = args;
    if (typeof first === "string") err(state, [`Assertion failed: ${first}`, ...rest]);
    else err(state, ["Assertion failed", ...args]);
  },
  group(...args) {
    if (args.length > 0) out(state, args);
    state.indent += "  ";
  },
  groupEnd() { state.indent = state.indent.slice(2); },
  count(label = "default") {
    const count = (state.counts.get(`${label}`) ?? 0) + 1;
    state.counts.set(`${label}`, count);
    out(state, [`${label}: ${count}`]);
  },
  countReset(label = "default") { state.counts.delete(`${label}`); },
  time(label = "default") { state.timers.set(`${label}`, monotonicNanos()); },
  timeLog(label = "default", ...args) {
    const passed = elapsed(`${label}`);
    if (passed !== null) out(state, [`${label}: ${passed}`, ...args]);
  },
  timeEnd(label = "default") {
    const passed = elapsed(`${label}`);
    if (passed !== null) out(state, [`${label}: ${passed}`]);
    state.timers.delete(`${label}`);
  },
  table(data, columns) {
    if (data === null || typeof data !== "object") return out(state, [data]);
    out(state, [table(data, columns)]);
  },
};
console.groupCollapsed = console.group;
console.dirxml = console.log;

function rowsOf(data) {
  if (data instanceof Map) return [...data].map(([key, value], i) => [i, { Key: key, Values: value }]);
  if (data instanceof Set) return [...data].map((value, i) => [i, { Values: value }]);
  return Object.entries(data);
}

function table(data, wanted) {
  const rows = rowsOf(data);
  const columns = new Set();
  let hasValues = false;
  for (const [, row] of rows) {
    if (row !== null && typeof row === "object") Object.keys(row).forEach((key) => columns.add(key));
    else hasValues = true;
  }
  const shown = wanted ?? [...columns];
  const head = ["(index)", ...shown, ...(hasValues ? ["Values"] : [])];
  const cell = (value) => inspect(value, { depth: 0 });
  const body = rows.map(([index, row]) => {
    const isObject = row !== null && typeof row === "object";
    const cells = shown.map((key) => (isObject && Object.hasOwn(row, key) ? cell(row[key]) : ""));
    return [`${index}`, ...cells, ...(hasValues ? [isObject ? "" : cell(row)] : [])];
  });
  const widths = head.map((title, i) =>
    Math.max(title.length, ...body.map((cells) => cells[i].length)) + 2);
  const line = (left, middle, right) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const row = (cells) => `│${cells.map((text, i) => {
    const left = (widths[i] - text.length) >> 1;
    return " ".repeat(left) + text + " ".repeat(widths[i] - text.length - left);
  }).join("│")}│`;
  return [line("┌", "┬", "┐"), row(head), line("├", "┼", "┤"), ...body.map(row), line("└", "┴", "┘")]
    .join("\n");
}

module.exports = { console };
