// console, as Node formats it. A line of plain strings needs no formatter.
const { pieces } = require("internal/encodings");
const { validateArray, validateInteger } = require("internal/validators");

const { monotonicNanos, writeStderr, writeStdout } = binding("process");

const isPlain = (args) => args.length === 1
  ? typeof args[0] === "string"
  : args.length > 1 && args.every((arg) => typeof arg === "string") && !args[0].includes("%");

function textOf(args, options) {
  if (args.length === 0) return "";
  if (isPlain(args)) return args.join(" ");
  return require("internal/inspect").formatWithOptions(options ?? {}, ...args);
}

const kState = Symbol("state");

/** How long, as Node words it: `1.234s`, `1:02.345 (m:ss.mmm)`. */
function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)}s`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = ((ms % 60_000) / 1000).toFixed(3).padStart(6, "0");
  if (hours === 0) return `${minutes}:${seconds} (m:ss.mmm)`;
  return `${hours}:${String(minutes).padStart(2, "0")}:${seconds.slice(0, 2)} (h:mm:ss)`;
}

const METHODS = {
  log(...args) { this[kState].out(textOf(args, this[kState].options)); },
  warn(...args) { this[kState].err(textOf(args, this[kState].options)); },

  trace(...args) {
    const error = { name: "Trace", message: textOf(args) };
    Error.captureStackTrace(error);
    this[kState].err(error.stack);
  },

  dir(value, options) {
    const { inspect } = require("internal/inspect");
    this[kState].out(inspect(value, { customInspect: false, ...this[kState].options, ...options }));
  },

  assert(condition, ...args) {
    if (condition) return;
    if (typeof args[0] === "string") args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift("Assertion failed");
    this.warn(...args);
  },

  clear() {},

  group(...args) {
    if (args.length > 0) this.log(...args);
    this[kState].indent += " ".repeat(this[kState].groupIndentation);
  },

  groupEnd() {
    const state = this[kState];
    state.indent = state.indent.slice(0, Math.max(0, state.indent.length - state.groupIndentation));
  },

  count(label = "default") {
    const { counts } = this[kState];
    const name = `${label}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    this.log(`${name}: ${counts.get(name)}`);
  },

  countReset(label = "default") {
    if (!this[kState].counts.delete(`${label}`)) warning(`Count for '${label}' does not exist`);
  },

  time(label = "default") {
    const { timers } = this[kState];
    if (timers.has(`${label}`)) {
      warning(`Label '${label}' already exists for console.time()`);
      return;
    }
    timers.set(`${label}`, monotonicNanos());
  },

  timeLog(label = "default", ...args) { elapsed(this, `${label}`, "timeLog", args); },

  timeEnd(label = "default") {
    elapsed(this, `${label}`, "timeEnd", []);
    this[kState].timers.delete(`${label}`);
  },

  table(data, columns) {
    if (columns !== undefined) validateArray(columns, "properties");
    if (data === null || typeof data !== "object") {
      this.log(data);
      return;
    }
    const rendered = require("internal/console_table").render(data, columns);
    if (rendered === undefined) this.log(data);
    else this.log(rendered);
  },
};
METHODS.debug = METHODS.info = METHODS.dirxml = METHODS.log;
METHODS.error = METHODS.warn;
METHODS.groupCollapsed = METHODS.group;
for (const name of ["profile", "profileEnd", "timeStamp"]) METHODS[name] = { [name]() {} }[name];

function warning(message) {
  require("internal/process").process.emitWarning?.(message);
}

function elapsed(console, label, call, args) {
  const start = console[kState].timers.get(label);
  if (start === undefined) {
    warning(`No such label '${label}' for console.${call}()`);
    return;
  }
  console.log("%s: %s", label, duration((monotonicNanos() - start) / 1e6), ...args);
}

function indented(state, write) {
  return (text) => {
    const { indent } = state;
    const whole = indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`);
    write(`${whole}\n`);
  };
}

/** Gives a console its state and its methods, each bound to it. */
function fill(console, write, writeError, options = {}) {
  const state = {
    indent: "", counts: new Map(), timers: new Map(),
    groupIndentation: options.groupIndentation ?? 2,
    options: options.inspectOptions ?? (options.colorMode === true ? { colors: true } : undefined),
  };
  state.out = indented(state, write);
  state.err = indented(state, writeError);
  Object.defineProperty(console, kState, { value: state });
  for (const name of Object.keys(METHODS)) {
    const method = METHODS[name];
    const bound = { [name](...args) { return Reflect.apply(method, console, args); } }[name];
    Object.defineProperty(console, name, { value: bound, writable: true, enumerable: true, configurable: true });
  }
  return console;
}

function Console(first, ...rest) {
  if (!new.target) return new Console(first, ...rest);
  const isStream = typeof first?.write === "function";
  const options = isStream || first === undefined || first === null
    ? { stdout: first, stderr: rest[0], ignoreErrors: rest[1] } : first;
  const { stdout, stderr = stdout, groupIndentation } = options;
  const { makeError } = require("internal/errors");
  if (typeof stdout?.write !== "function") throw makeError("ERR_CONSOLE_WRITABLE_STREAM", "stdout");
  if (typeof stderr?.write !== "function") throw makeError("ERR_CONSOLE_WRITABLE_STREAM", "stderr");
  if (groupIndentation !== undefined) validateInteger(groupIndentation, "groupIndentation", 0, 1000);
  fill(this, (text) => stdout.write(text), (text) => stderr.write(text), options);
  for (const [name, value] of [["_stdout", stdout], ["_stderr", stderr]]) {
    Object.defineProperty(this, name, { value, writable: true, configurable: true });
  }
}

const toNative = (write) => (text) => { for (const piece of pieces(text)) write(piece); };

const console = fill({}, toNative(writeStdout), toNative(writeStderr));
Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });
console.Console = Console;
Object.defineProperty(Console, Symbol.hasInstance, { value: (value) => value?.[kState] !== undefined });

module.exports = { console };
