// Checks of arguments, with Node's errors.
const { makeError } = require("internal/errors");

const isBetween = (value, least, most) => value >= least && value <= most;

function range(least, most) {
  if (most === undefined || most === Infinity) return `>= ${least}`;
  return `>= ${least} && <= ${most}`;
}

module.exports = {
  validateAbortSignal(signal, name) {
    if (signal !== undefined && (signal === null || typeof signal !== "object" || !("aborted" in signal))) {
      throw makeError("ERR_INVALID_ARG_TYPE", name, "AbortSignal", signal);
    }
  },
  validateArray(value, name) {
    if (!Array.isArray(value)) throw makeError("ERR_INVALID_ARG_TYPE", name, "Array", value);
  },
  validateBoolean(value, name) {
    if (typeof value !== "boolean") throw makeError("ERR_INVALID_ARG_TYPE", name, "boolean", value);
  },
  validateBuffer(value, name = "buffer") {
    if (!ArrayBuffer.isView(value)) {
      throw makeError("ERR_INVALID_ARG_TYPE", name, ["Buffer", "TypedArray", "DataView"], value);
    }
  },
  validateFunction(value, name) {
    if (typeof value !== "function") throw makeError("ERR_INVALID_ARG_TYPE", name, "Function", value);
  },
  validateInteger(value, name, least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== "number") throw makeError("ERR_INVALID_ARG_TYPE", name, "number", value);
    if (!Number.isInteger(value)) throw makeError("ERR_OUT_OF_RANGE", name, "an integer", value);
    if (!isBetween(value, least, most)) {
      throw makeError("ERR_OUT_OF_RANGE", name, `>= ${least} && <= ${most}`, value);
    }
  },
  validateNumber(value, name, least, most) {
    if (typeof value !== "number") throw makeError("ERR_INVALID_ARG_TYPE", name, "number", value);
    if ((least !== undefined && !(value >= least)) || (most !== undefined && !(value <= most))) {
      throw makeError("ERR_OUT_OF_RANGE", name, range(least, most), value);
    }
  },
  validateObject(value, name, { nullable = false, array = false, callable = false } = {}) {
    const isObject = typeof value === "object" || (callable && typeof value === "function");
    if ((value === null && !nullable) || !isObject || (!array && Array.isArray(value))) {
      throw makeError("ERR_INVALID_ARG_TYPE", name, "Object", value);
    }
  },
  validateOneOf(value, name, allowed) {
    if (allowed.includes(value)) return;
    const shown = allowed.map((item) => (typeof item === "string" ? `'${item}'` : String(item))).join(", ");
    throw makeError("ERR_INVALID_ARG_VALUE", name, value, `must be one of: ${shown}`);
  },
  validateString(value, name) {
    if (typeof value !== "string") throw makeError("ERR_INVALID_ARG_TYPE", name, "string", value);
  },
  validateUint32(value, name, positive = false) {
    if (typeof value !== "number") throw makeError("ERR_INVALID_ARG_TYPE", name, "number", value);
    if (!Number.isInteger(value)) throw makeError("ERR_OUT_OF_RANGE", name, "an integer", value);
    const least = positive ? 1 : 0;
    if (!isBetween(value, least, 4294967295)) {
      throw makeError("ERR_OUT_OF_RANGE", name, `>= ${least} && < 4294967296`, value);
    }
  },
};
