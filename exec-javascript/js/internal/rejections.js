// What ends a program for a rejection that nobody handles.
const { isError } = binding("values");
const { inspect } = require("internal/inspect");
const { hasOwn } = Object;

const { toString } = Object.prototype;

/** As V8 words a value without asking its own `toString`. */
function worded(reason) {
  if (typeof reason === "function") return Function.prototype.toString.call(reason);
  if (typeof reason !== "object" || reason === null) return String(reason);
  const isPlain = reason.toString === undefined || reason.toString === toString;
  return isPlain ? `#<${reason.constructor?.name || "Object"}>` : toString.call(reason);
}

/** The reason, if it is like an error; otherwise an error that tells of it. */
function thrownFor(reason) {
  if (isError(reason)) return reason;
  if (typeof reason === "object" && reason !== null && hasOwn(reason, "stack")) return reason;
  let shown;
  try {
    shown = worded(reason);
  } catch {
    shown = inspect(reason, { depth: 0 });
  }
  const error = new Error("This error originated either by throwing inside of an async function without a catch"
    + " block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the"
    + ` reason "${shown}".`);
  Object.defineProperty(error, "name", {
    value: "UnhandledPromiseRejection", enumerable: false, writable: true, configurable: true,
  });
  error.code = "ERR_UNHANDLED_REJECTION";
  return error;
}

module.exports = { thrownFor };
