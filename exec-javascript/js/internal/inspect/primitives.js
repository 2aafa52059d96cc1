// How util.inspect shows what is not an object.
const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };

const unescaped = (quote) => new RegExp(
  `[\\x00-\\x1f\\x7f-\\x9f\\\\${quote}]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]`, "g");
const PATTERNS = { "'": unescaped("'"), '"': unescaped('"'), "`": unescaped("`") };

function escape(character) {
  if (ESCAPES[character] !== undefined) return ESCAPES[character];
  const code = character.charCodeAt(0);
  if (code > 0xff) return `\\u${code.toString(16).toUpperCase()}`;
  if (code < 0x20 || code >= 0x7f) return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  return `\\${character}`;
}

/** A string in the quotes that need the fewest escapes. */
function quote(text) {
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes("`") && !text.includes("${")) mark = "`";
  }
  const pattern = PATTERNS[mark];
  pattern.lastIndex = 0;
  return mark + text.replace(pattern, escape) + mark;
}

function withSeparators(number) {
  const text = String(number);
  if (!/^-?\d+(\.\d+)?n?$/.test(text)) return text;
  const [whole, fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "_");
  return fraction === undefined ? grouped : `${grouped}.${fraction.replace(/(\d{3})(?=\d)/g, "$1_")}`;
}

function numberText(number, separated) {
  if (Object.is(number, -0)) return "-0";
  return separated ? withSeparators(number) : String(number);
}

/** Lines of a long string, each with its line break. */
const splitLines = (text) => text.split(/(?<=\n)/);

function showString(context, value) {
  let text = value;
  let trailer = "";
  if (text.length > context.maxStringLength) {
    const rest = text.length - context.maxStringLength;
    text = text.slice(0, context.maxStringLength);
    trailer = `... ${rest} more character${rest > 1 ? "s" : ""}`;
  }
  if (context.compact !== true && text.length > 16
      && text.length > context.breakLength - context.indentationLevel - 4 && text.includes("\n")) {
    return splitLines(text).map((line) => context.stylize(quote(line), "string"))
      .join(` +\n${" ".repeat(context.indentationLevel + 2)}`) + trailer;
  }
  return context.stylize(quote(text), "string") + trailer;
}

function show(context, value) {
  switch (typeof value) {
    case "string": return showString(context, value);
    case "number": return context.stylize(numberText(value, context.numericSeparator), "number");
    case "bigint": {
      const text = context.numericSeparator ? withSeparators(value) : String(value);
      return context.stylize(`${text}n`, "bigint");
    }
    case "boolean": return context.stylize(String(value), "boolean");
    case "undefined": return context.stylize("undefined", "undefined");
    case "symbol": return context.stylize(value.toString(), "symbol");
    default: return context.stylize("null", "null");
  }
}

module.exports = { numberText, quote, show };
