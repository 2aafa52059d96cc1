// How util.inspect lays out the entries of an object: on one line, in columns, or one to a line.
const ANSI = /\u001b\[\d+(;\d+)*m/g;
const withoutColors = (text) => text.replace(ANSI, "");

/** The columns that a text takes on a terminal: two for wide characters, none for combining ones. */
function width(text) {
  const plain = withoutColors(text);
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let columns = 0;
  for (const character of plain.normalize("NFC")) {
    const code = character.codePointAt(0);
    if (isWide(code)) columns += 2;
    else if (!isInvisible(code)) columns += 1;
  }
  return columns;
}

function isWide(code) {
  return code >= 0x1100 && (code <= 0x115f || code === 0x2329 || code === 0x232a
    || (code >= 0x2e80 && code <= 0x3247 && code !== 0x303f) || (code >= 0x3250 && code <= 0x4dbf)
    || (code >= 0x4e00 && code <= 0xa4c6) || (code >= 0xa960 && code <= 0xa97c)
    || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)
    || (code >= 0xfe10 && code <= 0xfe19) || (code >= 0xfe30 && code <= 0xfe6b)
    || (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6)
    || (code >= 0x1b000 && code <= 0x1b001) || (code >= 0x1f200 && code <= 0x1f251)
    || (code >= 0x1f300 && code <= 0x1f64f) || (code >= 0x1f900 && code <= 0x1f9ff)
    || (code >= 0x20000 && code <= 0x3fffd));
}

function isInvisible(code) {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f) || (code >= 0x300 && code <= 0x36f)
    || (code >= 0x200b && code <= 0x200f) || (code >= 0x20d0 && code <= 0x20ff)
    || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xfe20 && code <= 0xfe2f)
    || (code >= 0xe0100 && code <= 0xe01ef);
}

/** Puts more than six short entries of an array into columns of one width each. */
function inColumns(context, entries, value) {
  let total = 0;
  let longest = 0;
  // The last entry may be the count of those that are not shown.
  const count = context.maxArrayLength < entries.length ? entries.length - 1 : entries.length;
  const lengths = [];
  for (let i = 0; i < count; i++) {
    const length = context.colors ? width(entries[i]) : entries[i].length;
    lengths.push(length);
    total += length + 2;
    longest = Math.max(longest, length);
  }
  const across = longest + 2;
  const fits = across * 3 + context.indentationLevel < context.breakLength
    && (total / across > 5 || longest <= 6);
  if (!fits) return entries;
  // Wider than high: a character is about 2.5 times as high as wide, and the grid should be square.
  const averageBias = Math.sqrt(across - total / entries.length);
  const biased = Math.max(across - 3 - averageBias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * biased * count) / biased),
    Math.floor((context.breakLength - context.indentationLevel) / across),
    context.compact * 4,
    15,
  );
  if (columns <= 1) return entries;
  const widths = [];
  for (let column = 0; column < columns; column++) {
    let most = 0;
    for (let i = column; i < count; i += columns) most = Math.max(most, lengths[i]);
    widths.push(most + 2);
  }
  const alignRight = value !== undefined
    && value.slice(0, entries.length).every((item) => typeof item === "number" || typeof item === "bigint");
  const rows = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let row = "";
    let i = start;
    for (; i < end - 1; i++) {
      const cell = `${entries[i]}, `;
      const padding = " ".repeat(widths[i - start] - lengths[i] - 2);
      row += alignRight ? padding + cell : cell + padding;
    }
    row += alignRight
      ? " ".repeat(widths[i - start] - 2 - lengths[i]) + entries[i] : entries[i];
    rows.push(row);
  }
  if (context.maxArrayLength < entries.length) rows.push(entries[count]);
  return rows;
}

function isBelowBreakLength(context, entries, start, base) {
  let total = entries.length + start;
  if (total + entries.length > context.breakLength) return false;
  for (const entry of entries) {
    total += context.colors ? withoutColors(entry).length : entry.length;
    if (total > context.breakLength) return false;
  }
  return base === "" || !base.includes("\n");
}

/** Joins a head, its brackets and its entries as `context.compact` says. */
function join(context, entries, base, braces, isArray, depth, value) {
  let lines = entries;
  if (context.compact !== true) {
    if (typeof context.compact === "number" && context.compact >= 1) {
      if (isArray && lines.length > 6) lines = inColumns(context, lines, value);
      // Objects of the innermost levels go on one line where they fit.
      if (context.currentDepth - depth < context.compact && lines.length === entries.length) {
        const start = lines.length + context.indentationLevel + braces[0].length + base.length + 10;
        if (isBelowBreakLength(context, lines, start, base)) {
          const joined = lines.join(", ");
          if (!joined.includes("\n")) {
            return `${base ? `${base} ` : ""}${braces[0]} ${joined} ${braces[1]}`;
          }
        }
      }
    }
    const indent = `\n${" ".repeat(context.indentationLevel)}`;
    return `${base ? `${base} ` : ""}${braces[0]}${indent}  ${lines.join(`,${indent}  `)}${indent}${braces[1]}`;
  }
  if (isBelowBreakLength(context, lines, 0, base)) {
    return `${braces[0]}${base ? ` ${base}` : ""} ${lines.join(", ")} ${braces[1]}`;
  }
  const indent = `\n${" ".repeat(context.indentationLevel)}`;
  const head = base === "" && braces[0].length === 1 ? " " : `${base ? ` ${base}` : ""}\n${indent}  `;
  return `${braces[0]}${head}${lines.join(`,${indent}  `)} ${braces[1]}`;
}

module.exports = { join, width, withoutColors };
