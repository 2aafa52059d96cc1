// Values as text, the way Node's util.inspect shows them.

const WIDTH = 72;
const MOST_ENTRIES = 100;
const MOST_CHARACTERS = 10000;

const isIdentifier = (name) => /^[A-Za-z_$][\w$]*$/.test(name);

function quote(text) {
  const escaped = text.replace(/[\\\n\r\t\b\f\v\x00-\x1f\x7f]/g, (c) => {
    const short = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v" };
    return short[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
  });
  if (!escaped.includes("'")) return `'${escaped}'`;
  if (!escaped.includes('"')) return `"${escaped}"`;
  if (!escaped.includes("`") && !escaped.includes("${")) return `\`${escaped}\``;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

function primitive(value) {
  switch (typeof value) {
    case "string": {
      if (value.length <= MOST_CHARACTERS) return quote(value);
      const more = value.length - MOST_CHARACTERS;
      return `${quote(value.slice(0, MOST_CHARACTERS))}... ${more} more character${more > 1 ? "s" : ""}`;
    }
    case "number": return Object.is(value, -0) ? "-0" : `${value}`;
    case "bigint": return `${value}n`;
    case "symbol": return value.toString();
    default: return `${value}`;
  }
}

function constructorName(object) {
  for (let at = object; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, "constructor");
    if (typeof descriptor?.value === "function" && descriptor.value.name !== "") {
      return descriptor.value.name;
    }
  }
  return null;
}

function prefix(object, fallback, size = "") {
  const name = constructorName(object);
  const tag = object[Symbol.toStringTag];
  const shown = name === null ? `[${fallback}${size}: null prototype]` : `${name}${size}`;
  return typeof tag === "string" && tag !== "" && tag !== name ? `${shown} [${tag}] ` : `${shown} `;
}

const key = (name) =>
  typeof name === "symbol" ? `[${name.toString()}]` : isIdentifier(name) ? name : quote(name);

function property(context, object, name, depth) {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (descriptor === undefined) return "undefined";
  if (descriptor.get !== undefined) return descriptor.set ? "[Getter/Setter]" : "[Getter]";
  if (descriptor.set !== undefined) return "[Setter]";
  return show(context, descriptor.value, depth + 1);
}

function more(entries, total) {
  const left = total - MOST_ENTRIES;
  if (left > 0) entries.push(`... ${left} more item${left > 1 ? "s" : ""}`);
}

function ownKeys(object, skipIndices) {
  const names = Object.keys(object).filter((name) => !skipIndices || !/^(0|[1-9]\d*)$/.test(name));
  const symbols = Object.getOwnPropertySymbols(object)
    .filter((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol));
  return [...names, ...symbols];
}

function arrayEntries(context, array, depth) {
  const entries = [];
  let holes = 0;
  const flush = () => {
    if (holes > 0) entries.push(`<${holes} empty item${holes > 1 ? "s" : ""}>`);
    holes = 0;
  };
  let index = 0;
  for (; index < array.length && entries.length < MOST_ENTRIES; index++) {
    if (Object.hasOwn(array, index)) {
      flush();
      entries.push(show(context, array[index], depth + 1));
    } else {
      holes += 1;
    }
  }
  flush();
  more(entries, MOST_ENTRIES + array.length - index);
  return entries;
}

function functionHead(value) {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  const name = typeof value.name === "string" && value.name !== "" ? value.name : "(anonymous)";
  if (isClass) {
    const parent = Object.getPrototypeOf(value)?.name;
    return `[class ${name}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = constructorName(value) ?? "Function";
  return name === "(anonymous)" ? `[${kind} (anonymous)]` : `[${kind}: ${name}]`;
}

function errorHead(error) {
  const stack = typeof error.stack === "string" ? error.stack.trimEnd() : "";
  const head = Error.prototype.toString.call(error);
  return stack === "" ? `[${head}]` : stack.startsWith(head) ? stack : `${head}\n${stack}`;
}

/** What an object is shown as: the text before its entries, the brackets, and the entries. */
function parts(context, value, depth) {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (Array.isArray(value)) {
    const name = constructorName(value);
    const head = name === "Array" ? "" : prefix(value, "Array", `(${value.length})`);
    return { head, open: "[", close: "]", entries: arrayEntries(context, value, depth), skip: true };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const entries = Array.prototype.slice.call(value, 0, MOST_ENTRIES).map(primitive);
    more(entries, value.length);
    return { head: prefix(value, tag, `(${value.length})`).replace(/ \[[^\]]*\] $/, " "), open: "[", close: "]", entries, skip: true };
  }
  if (value instanceof Map) {
    const entries = [...value].slice(0, MOST_ENTRIES)
      .map(([k, v]) => `${show(context, k, depth + 1)} => ${show(context, v, depth + 1)}`);
    more(entries, value.size);
    return { head: prefix(value, "Map", `(${value.size})`).replace(/ \[Map\] $/, " "), entries };
  }
  if (value instanceof Set) {
    const entries = [...value].slice(0, MOST_ENTRIES).map((item) => show(context, item, depth + 1));
    more(entries, value.size);
    return { head: prefix(value, "Set", `(${value.size})`).replace(/ \[Set\] $/, " "), entries };
  }
  if (typeof value === "function") return { head: functionHead(value), bare: true, entries: [] };
  if (tag === "Error" || value instanceof Error) {
    return { head: errorHead(value), bare: true, entries: [], hidden: ["stack", "message"] };
  }
  if (value instanceof RegExp) return { head: `${value}`, bare: true, entries: [] };
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    return { head: text, bare: true, entries: [] };
  }
  if (value instanceof Promise) return { head: "Promise ", entries: [] };
  if (value instanceof ArrayBuffer) {
    return { head: "ArrayBuffer ", entries: [`byteLength: ${value.byteLength}`] };
  }
  for (const [type, Wrapper] of [["Number", Number], ["String", String], ["Boolean", Boolean]]) {
    if (value instanceof Wrapper) {
      return { head: `[${type}: ${primitive(value.valueOf())}]`, bare: true, entries: [], skip: true };
    }
  }
  const name = constructorName(value);
  const plain = name === "Object" && typeof value[Symbol.toStringTag] !== "string";
  return { head: plain ? "" : prefix(value, "Object"), entries: [] };
}

function show(context, value, depth) {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    return primitive(value);
  }
  if (context.seen.includes(value)) {
    if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
    return `[Circular *${context.circular.get(value)}]`;
  }
  if (depth > context.depth && typeof value !== "function" && !(value instanceof Error)) {
    return Array.isArray(value) ? "[Array]" : `[${constructorName(value) ?? "Object: null prototype"}]`;
  }
  context.seen.push(value);
  const { head, open = "{", close = "}", entries, bare, skip, hidden = [] } =
    parts(context, value, depth);
  for (const name of ownKeys(value, skip)) {
    if (!hidden.includes(name)) entries.push(`${key(name)}: ${property(context, value, name, depth)}`);
  }
  context.seen.pop();
  const reference = context.circular.has(value) ? `<ref *${context.circular.get(value)}> ` : "";
  if (entries.length === 0) return reference + (bare ? head : `${head}${open}${close}`);
  const start = reference + (bare ? `${head} ` : head) + open;
  return lay(context, start, entries, close, depth, open === "[");
}

/** Entries on one line where they fit, else one to a line, short array items in columns. */
function lay(context, start, entries, close, depth, isArray) {
  const grouped = isArray && entries.length > 6 ? columns(entries) : entries;
  if (grouped === entries) {
    const length = entries.reduce((sum, entry) => sum + entry.length + 2, start.length);
    const isShort = length + depth * 2 <= WIDTH + 4 && !entries.some((entry) => entry.includes("\n"));
    if (isShort && (!isArray || entries.length <= 6)) return `${start} ${entries.join(", ")} ${close}`;
  }
  const indent = `\n${"  ".repeat(depth + 1)}`;
  return `${start}${indent}${grouped.join(`,${indent}`)}\n${"  ".repeat(depth)}${close}`;
}

function columns(entries) {
  const last = entries[entries.length - 1].startsWith("... ") ? entries.length - 1 : entries.length;
  const items = entries.slice(0, last);
  const longest = Math.max(...items.map((item) => item.length)) + 2;
  const total = items.reduce((sum, item) => sum + item.length + 2, 0);
  if (longest * 3 + 0 >= 80 || (total / longest <= 5 && longest > 8)) return entries;
  const bias = Math.sqrt(longest - total / entries.length);
  const count = Math.max(1, Math.min(
    Math.round(Math.sqrt(2.5 * Math.max(bias, 1) * items.length) / Math.max(bias, 1)),
    Math.floor((80 - 0) / longest), 12, 15));
  if (count <= 1) return entries;
  const widths = [];
  for (let column = 0; column < count; column++) {
    let width = 0;
    for (let i = column; i < items.length; i += count) width = Math.max(width, items[i].length);
    widths.push(width + 2);
  }
  const numeric = items.every((item) => /^-?[\d.]+n?$/.test(item));
  const rows = [];
  for (let i = 0; i < items.length; i += count) {
    const row = items.slice(i, i + count);
    const isLast = (j) => j === row.length - 1;
    rows.push(row.map((item, j) => {
      const text = isLast(j) ? item : `${item}, `;
      if (numeric) return text.padStart(isLast(j) ? widths[j] - 2 : widths[j]);
      return isLast(j) ? text : text.padEnd(widths[j]);
    }).join(""));
  }
  return [...rows, ...entries.slice(last)];
}

function inspect(value, { depth = 2 } = {}) {
  const context = { depth: depth ?? Infinity, seen: [], circular: new Map() };
  const text = show(context, value, 0);
  // A reference is known only once the object that it points to has been left.
  return context.circular.has(value) && !text.startsWith("<ref") ? `<ref *1> ${text}` : text;
}

const DIRECTIVES = {
  s: (value) => (typeof value === "string" ? value
    : typeof value === "object" && value !== null ? inspect(value, { depth: 0 }) : primitive(value)),
  d: (value) => (typeof value === "bigint" ? `${value}n`
    : typeof value === "symbol" || typeof value === "object" ? "NaN" : `${Number(value)}`),
  i: (value) => (typeof value === "bigint" ? `${value}n`
    : typeof value === "symbol" || typeof value === "object" ? "NaN" : `${parseInt(value, 10)}`),
  f: (value) => (typeof value === "symbol" ? "NaN" : `${parseFloat(value)}`),
  j: (value) => { try { return JSON.stringify(value) ?? "undefined"; } catch { return "[Circular]"; } },
  o: (value) => inspect(value, { depth: 4 }),
  O: (value) => inspect(value),
  c: () => "",
};

function format(...args) {
  let used = 0;
  let text = "";
  if (typeof args[0] === "string") {
    used = 1;
    text = args.length === 1 ? args[0] : args[0].replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === "%%") return "%";
      if (used >= args.length) return directive;
      return DIRECTIVES[directive[1]](args[used++]);
    });
  }
  const rest = args.slice(used).map((arg) => (typeof arg === "string" ? arg : inspect(arg)));
  return used > 0 ? [text, ...rest].join(" ") : rest.join(" ");
}

module.exports = { inspect, format };
