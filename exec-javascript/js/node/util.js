// node:util
const { makeError } = require("internal/errors");
const { customPromisify } = require("internal/inspect_symbol");
const { format, formatWithOptions, inspect } = require("internal/inspect");
const types = require("internal/types");
const { validateAbortSignal, validateFunction, validateObject, validateOneOf, validateString } = require("internal/validators");

const promisifyArgs = Symbol("customPromisifyArgs");

function promisify(original) {
  validateFunction(original, "original");
  if (original[customPromisify]) {
    const custom = original[customPromisify];
    validateFunction(custom, "util.promisify.custom");
    return Object.defineProperty(custom, customPromisify, { value: custom, configurable: true });
  }
  const names = original[promisifyArgs];
  function promised(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) return reject(error);
        if (names !== undefined && values.length > 1) {
          return resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        }
        return resolve(values[0]);
      }]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, customPromisify, { value: promised, configurable: true });
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(descriptors)) {
    if (key !== "prototype") Object.defineProperty(promised, key, descriptors[key]);
  }
  return promised;
}
promisify.custom = customPromisify;

function callbackify(original) {
  validateFunction(original, "original");
  const { nextTick } = require("internal/ticks");
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, "last argument");
    const call = callback.bind(this);
    Reflect.apply(original, this, args).then(
      (value) => nextTick(call, null, value),
      (reason) => {
        let error = reason;
        if (!reason) {
          error = makeError("ERR_FALSY_VALUE_REJECTION");
          error.reason = reason;
        }
        nextTick(call, error);
      },
    );
  }
  Object.defineProperty(callbackified, "name", { value: `${original.name}Callbackified`, configurable: true });
  Object.defineProperty(callbackified, "length", { value: original.length + 1, configurable: true });
  return callbackified;
}

function inherits(constructor, parent) {
  if (constructor === undefined || constructor === null) throw makeError("ERR_INVALID_ARG_TYPE", "ctor", "Function", constructor);
  if (parent === undefined || parent === null) throw makeError("ERR_INVALID_ARG_TYPE", "superCtor", "Function", parent);
  if (parent.prototype === undefined) throw makeError("ERR_INVALID_ARG_TYPE", "superCtor.prototype", "Object", parent.prototype);
  Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

const warned = new Set();

function deprecate(original, message, code) {
  let told = false;
  function deprecated(...args) {
    if (!told) {
      told = true;
      if (code === undefined || !warned.has(code)) {
        if (code !== undefined) warned.add(code);
        require("internal/process").process.emitWarning?.(message, "DeprecationWarning", code);
      }
    }
    return new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  Object.defineProperty(deprecated, "length", { value: original.length, configurable: true });
  return deprecated;
}

function debuglog(name, callback) {
  const { process } = require("internal/process");
  const set = String(name).toUpperCase();
  const patterns = (process.env.NODE_DEBUG ?? "").split(",").filter(Boolean)
    .map((item) => new RegExp(`^${item.replace(/[|\\{}()[\]^$+?.]/g, "\\$&").replaceAll("*", ".*")}$`, "i"));
  const enabled = patterns.some((pattern) => pattern.test(set));
  const log = (...args) => {
    if (enabled) process.stderr.write(`${set} ${process.pid}: ${format(...args)}\n`);
  };
  Object.defineProperty(log, "enabled", { get: () => enabled, enumerable: true, configurable: true });
  callback?.(log);
  return log;
}

function styleText(style, text, { validateStream = true } = {}) {
  validateString(text, "text");
  const names = Array.isArray(style) ? style : [style];
  let before = "";
  let after = "";
  for (const name of names) {
    const codes = inspect.colors[name];
    if (codes === undefined) validateOneOf(name, "format", Object.keys(inspect.colors));
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  // No stream here is a terminal.
  return validateStream ? text : `${before}${text}${after}`;
}

const ANSI = /[\u001B\u009B][[\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001B\u005C|\u009C))|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]))/g;

function stripVTControlCharacters(text) {
  validateString(text, "str");
  return text.replace(ANSI, "");
}

function toUSVString(text) {
  return String(text).toWellFormed();
}

function aborted(signal, resource) {
  validateAbortSignal(signal, "signal");
  if (signal === undefined) throw makeError("ERR_INVALID_ARG_TYPE", "signal", "AbortSignal", signal);
  validateObject(resource, "resource", { callable: true });
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => { signal.addEventListener("abort", () => resolve(), { once: true }); });
}

function parseEnv(content) {
  validateString(content, "content");
  const values = {};
  const pattern = /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*("[^"]*"|'[^']*'|`[^`]*`|[^#\n]*)?.*$/gm;
  for (const [, name, raw = ""] of content.matchAll(pattern)) {
    const value = raw.trim();
    const quote = /^["'`]/.test(value) && value.length > 1 && value.endsWith(value[0]) ? value[0] : "";
    const inner = quote === "" ? value : value.slice(1, -1);
    values[name] = quote === '"' ? inner.replaceAll("\\n", "\n") : inner;
  }
  return values;
}

const ERRNO = [
  ["E2BIG", 7, "argument list too long"], ["EACCES", 13, "permission denied"], ["EAGAIN", 11, "resource temporarily unavailable"],
  ["EBADF", 9, "bad file descriptor"], ["EBUSY", 16, "resource busy or locked"], ["ECONNREFUSED", 111, "connection refused"],
  ["ECONNRESET", 104, "connection reset by peer"], ["EEXIST", 17, "file already exists"], ["EFBIG", 27, "file too large"],
  ["EINVAL", 22, "invalid argument"], ["EIO", 5, "i/o error"], ["EISDIR", 21, "illegal operation on a directory"],
  ["ELOOP", 40, "too many symbolic links encountered"], ["EMFILE", 24, "too many open files"], ["ENAMETOOLONG", 36, "name too long"],
  ["ENOENT", 2, "no such file or directory"], ["ENOMEM", 12, "not enough memory"], ["ENOSPC", 28, "no space left on device"],
  ["ENOSYS", 38, "function not implemented"], ["ENOTDIR", 20, "not a directory"], ["ENOTEMPTY", 39, "directory not empty"],
  ["ENOTSUP", 95, "operation not supported on socket"], ["EPERM", 1, "operation not permitted"], ["EPIPE", 32, "broken pipe"],
  ["EROFS", 30, "read-only file system"], ["ETIMEDOUT", 110, "connection timed out"], ["EXDEV", 18, "cross-device link not permitted"],
];

const getSystemErrorMap = () => new Map(ERRNO.map(([name, number, words]) => [-number, [name, words]]));
const getSystemErrorName = (number) => getSystemErrorMap().get(number)?.[0] ?? `Unknown system error ${number}`;

/** Deprecated questions about a value, as they were before util.types. */
const legacy = {
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === "boolean",
  isBuffer: (value) => require("internal/buffer").Buffer.isBuffer(value),
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === "function",
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === "number",
  isObject: (value) => value !== null && typeof value === "object",
  isPrimitive: (value) => value === null || (typeof value !== "object" && typeof value !== "function"),
  isRegExp: types.isRegExp,
  isString: (value) => typeof value === "string",
  isSymbol: (value) => typeof value === "symbol",
  isUndefined: (value) => value === undefined,
};

function _extend(target, source) {
  if (source === null || typeof source !== "object") return target;
  return Object.assign(target, source);
}

module.exports = {
  _extend, aborted, callbackify, debug: debuglog, debuglog, deprecate, format, formatWithOptions,
  getSystemErrorMap, getSystemErrorName, inherits, inspect, ...legacy,
  isDeepStrictEqual: (a, b) => require("internal/comparisons").isDeepStrictEqual(a, b),
  log: (...args) => console.log("%s - %s", new Date().toLocaleString(), format(...args)),
  parseEnv, promisify, stripVTControlCharacters, styleText, toUSVString,
  transferableAbortController: () => new AbortController(),
  transferableAbortSignal: (signal) => signal,
  types,
  get TextDecoder() { return require("internal/text_coding").TextDecoder; },
  get TextEncoder() { return require("internal/text_coding").TextEncoder; },
  parseArgs: (config) => require("package/parseargs").parseArgs(config),
};
