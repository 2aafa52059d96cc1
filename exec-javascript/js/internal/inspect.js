// util.inspect and util.format, by the rules of Node 20. The packages that offer them do not see a
// promise's state, a proxy's target or this engine's stacks, and copy every built-in when they load.
const { customInspect, value } = require("internal/inspect/objects");
const { numberText, show } = require("internal/inspect/primitives");
const { isNativeError } = require("internal/types");

const defaults = Object.seal({
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false,
  maxArrayLength: 100, maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false,
  getters: false, numericSeparator: false,
});

function stylizeWithColor(text, style) {
  const name = inspect.styles[style];
  const codes = name === undefined ? undefined : inspect.colors[name];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

const stylizeWithNothing = (text) => text;

function contextFor(options) {
  const context = {
    ...defaults,
    budget: {}, indentationLevel: 0, seen: [], currentDepth: 0, circular: undefined,
    stylize: stylizeWithNothing, userOptions: undefined,
  };
  if (typeof options === "boolean") context.showHidden = options;
  else if (options) {
    for (const name of Object.keys(options)) {
      if (Object.hasOwn(defaults, name) || name === "stylize") context[name] = options[name];
      else context.userOptions ??= options;
    }
  }
  if (context.colors) context.stylize = stylizeWithColor;
  if (context.maxArrayLength === null) context.maxArrayLength = Infinity;
  if (context.maxStringLength === null) context.maxStringLength = Infinity;
  return context;
}

function inspect(shown, options, depth, colors) {
  const context = contextFor(typeof options === "object" ? options : undefined);
  if (typeof options === "boolean") {
    context.showHidden = options;
    if (depth !== undefined) context.depth = depth;
    if (colors) { context.colors = true; context.stylize = stylizeWithColor; }
  }
  context.userOptions = context.userOptions === undefined ? undefined : options;
  return value(context, shown, 0);
}

inspect.custom = customInspect;
Object.defineProperty(inspect, "defaultOptions", {
  get: () => defaults,
  set: (options) => {
    require("internal/validators").validateObject(options, "options");
    Object.assign(defaults, options);
  },
});

const bright = (code) => [code, 39];
const background = (code) => [code, 49];
inspect.colors = Object.assign(Object.create(null), {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
  inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
  black: bright(30), red: bright(31), green: bright(32), yellow: bright(33), blue: bright(34),
  magenta: bright(35), cyan: bright(36), white: bright(37),
  bgBlack: background(40), bgRed: background(41), bgGreen: background(42), bgYellow: background(43),
  bgBlue: background(44), bgMagenta: background(45), bgCyan: background(46), bgWhite: background(47),
  framed: [51, 54], overlined: [53, 55],
  gray: bright(90), redBright: bright(91), greenBright: bright(92), yellowBright: bright(93),
  blueBright: bright(94), magentaBright: bright(95), cyanBright: bright(96), whiteBright: bright(97),
  bgGray: background(100), bgRedBright: background(101), bgGreenBright: background(102),
  bgYellowBright: background(103), bgBlueBright: background(104), bgMagentaBright: background(105),
  bgCyanBright: background(106), bgWhiteBright: background(107),
});
for (const [name, alias] of [["gray", "grey"], ["gray", "blackBright"], ["bgGray", "bgGrey"],
  ["bgGray", "bgBlackBright"], ["dim", "faint"], ["strikethrough", "crossedout"],
  ["strikethrough", "strikeThrough"], ["strikethrough", "crossedOut"], ["hidden", "conceal"],
  ["inverse", "swapColors"], ["inverse", "swapcolors"], ["doubleunderline", "doubleUnderline"]]) {
  Object.defineProperty(inspect.colors, alias, {
    get() { return this[name]; },
    set(codes) { this[name] = codes; },
    configurable: true, enumerable: false,
  });
}
inspect.styles = Object.assign(Object.create(null), {
  special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey",
  null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline",
});

/** Whether `String(object)` is the program's own doing, by a method of its class or of its own. */
function hasOwnText(object) {
  if (Object.hasOwn(object, "toString") || Object.hasOwn(object, Symbol.toPrimitive)) return true;
  if (typeof object[Symbol.toPrimitive] === "function" && !(object instanceof Date)) return true;
  if (typeof object.toString !== "function") return false;
  let owner = object;
  while (owner !== null && !Object.hasOwn(owner, "toString")) owner = Object.getPrototypeOf(owner);
  const constructor = owner !== null && Object.getOwnPropertyDescriptor(owner, "constructor")?.value;
  return typeof constructor === "function" && !/\[native code\]/.test(Function.prototype.toString.call(constructor));
}

function asString(shown, options) {
  if (typeof shown === "number") return numberText(shown, options?.numericSeparator);
  if (typeof shown === "bigint") return `${shown}n`;
  if (typeof shown !== "object" || shown === null) return String(shown);
  if (isNativeError(shown) ? Object.hasOwn(shown, "toString") || hasOwnText(shown) : hasOwnText(shown)) return String(shown);
  return inspect(shown, { ...options, depth: 0, colors: false, compact: 3 });
}

function asNumber(shown, convert) {
  if (typeof shown === "bigint") return `${shown}n`;
  if (typeof shown === "symbol") return "NaN";
  return numberText(convert(shown), false);
}

function asJson(shown) {
  try {
    return JSON.stringify(shown);
  } catch (error) {
    if (/circular|cyclic/i.test(error?.message)) return "[Circular]";
    throw error;
  }
}

function directive(letter, shown, options) {
  switch (letter) {
    case "s": return asString(shown, options);
    case "d": return typeof shown === "object" && shown !== null
      ? numberText(Number(shown), false) : asNumber(shown, Number);
    case "i": return typeof shown === "object" && shown !== null
      ? numberText(parseInt(shown, 10), false) : asNumber(shown, (number) => parseInt(number, 10));
    case "f": return typeof shown === "symbol" ? "NaN" : numberText(parseFloat(shown), false);
    case "j": return asJson(shown);
    case "o": return inspect(shown, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case "O": return inspect(shown, options);
    default: return "";
  }
}

const DIRECTIVES = "sdifjoOc";

function formatWithOptions(options, ...args) {
  const inspection = options ?? {};
  const first = args[0];
  if (args.length === 1) return typeof first === "string" ? first : inspect(first, inspection);
  let text = "";
  let used = 0;
  if (typeof first === "string") {
    used = 1;
    let last = 0;
    for (let i = 0; i < first.length - 1; i++) {
      if (first[i] !== "%") continue;
      const letter = first[i + 1];
      if (letter === "%") {
        text += `${first.slice(last, i)}%`;
      } else if (used < args.length && DIRECTIVES.includes(letter)) {
        text += first.slice(last, i) + directive(letter, args[used], inspection);
        used += 1;
      } else continue;
      last = i + 2;
      i += 1;
    }
    text = last === 0 ? first : text + first.slice(last);
  }
  for (let i = used; i < args.length; i++) {
    if (i > 0) text += " ";
    text += typeof args[i] === "string" ? args[i] : inspect(args[i], inspection);
  }
  return text;
}

const format = (...args) => formatWithOptions(undefined, ...args);

module.exports = { format, formatWithOptions, inspect, show };
