// structuredClone of the HTML standard, for what there is in this engine.
const { makeError } = require("internal/errors");
const types = require("internal/types");
const { classOf } = binding("values");

const PLAIN = classOf({});
const ARRAY = classOf([]);

const ERRORS = ["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];

function refuse(value) {
  const { DOMException } = require("internal/dom_exception");
  let shown;
  try {
    shown = typeof value === "symbol" ? value.toString() : typeof value === "object"
      ? `#<${value.constructor?.name ?? "Object"}>` : String(value);
  } catch {
    shown = "#<Object>";
  }
  return new DOMException(`${shown} could not be cloned.`, "DataCloneError");
}

function clone(value, seen) {
  if (typeof value === "symbol" || typeof value === "function") throw refuse(value);
  if (value === null || typeof value !== "object") return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const keep = (copy) => {
    seen.set(value, copy);
    return copy;
  };
  const kind = classOf(value);
  if (kind === PLAIN || kind === ARRAY) return cloneProperties(value, seen, keep);
  if (types.isBoxedPrimitive(value)) {
    if (types.isSymbolObject(value)) throw refuse(value);
    return keep(Object(value.valueOf()));
  }
  if (types.isDate(value)) return keep(new Date(value.getTime()));
  if (types.isRegExp(value)) return keep(new RegExp(value.source, value.flags));
  if (types.isAnyArrayBuffer(value)) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) return cloneView(value, seen, keep);
  if (types.isMap(value)) {
    const copy = keep(new Map());
    for (const [key, item] of [...Map.prototype.entries.call(value)]) copy.set(clone(key, seen), clone(item, seen));
    return copy;
  }
  if (types.isSet(value)) {
    const copy = keep(new Set());
    for (const item of [...Set.prototype.values.call(value)]) copy.add(clone(item, seen));
    return copy;
  }
  if (types.isNativeError(value)) return cloneError(value, seen, keep);
  throw refuse(value);
}

/** A plain object, an array, or an instance of a class that a platform's scripts have made. */
function cloneProperties(value, seen, keep) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) {
    if (typeof Blob === "function" && require("internal/blob").isBlob(value)) return keep(value);
    if (value instanceof require("internal/event_target").EventTarget) throw refuse(value);
  }
  const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) {
    Object.defineProperty(copy, key, { value: clone(value[key], seen), writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

const VIEWS = {
  __proto__: null, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
};

function cloneView(view, seen, keep) {
  const buffer = clone(view.buffer, seen);
  if (types.isDataView(view)) return keep(new DataView(buffer, view.byteOffset, view.byteLength));
  const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(view);
  return keep(new VIEWS[tag](buffer, view.byteOffset, view.length));
}

function cloneError(error, seen, keep) {
  const name = ERRORS.includes(error.name) ? error.name : "Error";
  const made = keep(new globalThis[name](error.message === undefined ? undefined : String(error.message)));
  if (!Object.hasOwn(error, "message")) delete made.message;
  if (typeof error.stack === "string") {
    Object.defineProperty(made, "stack", { value: error.stack, writable: true, enumerable: false, configurable: true });
  }
  if (Object.hasOwn(error, "cause")) {
    Object.defineProperty(made, "cause", { value: clone(error.cause, seen), writable: true, enumerable: false, configurable: true });
  }
  return made;
}

function structuredClone(value, options = undefined) {
  if (arguments.length === 0) throw makeError("ERR_MISSING_ARGS", "The value");
  const transfers = [...(options?.transfer ?? [])];
  const seen = new Map();
  for (const item of transfers) {
    if (!types.isArrayBuffer(item) && !require("internal/messages").isPort(item)) {
      const { DOMException } = require("internal/dom_exception");
      throw new DOMException("Value not transferable", "DataCloneError");
    }
    if (!types.isArrayBuffer(item)) seen.set(item, item);
  }
  const buffers = transfers.filter(types.isArrayBuffer);
  // Cloned first, so that an error leaves the originals as they are.
  const copy = clone(value, seen);
  for (const buffer of buffers) buffer.transfer();
  return copy;
}

module.exports = { clone: (value) => clone(value, new Map()), structuredClone };
