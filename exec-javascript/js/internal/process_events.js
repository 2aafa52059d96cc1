// The events of `process` that the event loop tells of. Each function says whether somebody heard it.
const { makeError } = require("internal/errors");
const { validateFunction } = require("internal/validators");

/**
 * Promises of whose rejection `unhandledRejection` has told, by the number of that rejection. Made with the first: this
 * module may be loaded when the program ends, and has taken its globals away.
 */
let told;
let rejections = 0;

/** What `process.setUncaughtExceptionCaptureCallback` set. */
let capture = null;

function setCapture(callback) {
  if (callback === null) {
    capture = null;
    return;
  }
  validateFunction(callback, "fn");
  if (capture !== null) throw makeError("ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET");
  capture = callback;
}

/**
 * Makes what the native side calls. `hasListeners` costs nothing while nobody has ever listened; `code` is the exit
 * code itself, whatever the program has put in the place of `process.exitCode`.
 */
function listening(process, hasListeners, code) {
  // Without a spread and `Reflect.apply`: a program may have taken away what they need.
  const emit = (...args) => hasListeners()
    && (args.length === 3 ? process.emit(args[0], args[1], args[2]) : process.emit(args[0], args[1])) === true;

  function exit(number) {
    if (!hasListeners() || process._exiting) return false;
    process._exiting = true;
    return emit("exit", number);
  }

  const events = {
    __proto__: null,

    beforeExit: () => emit("beforeExit", code.get() ?? 0),

    exit(unsettled) {
      const number = code.get() ?? 0;
      if (unsettled !== undefined && code.get() === undefined) code.set(unsettled);
      return exit(number);
    },

    uncaughtException(error, isFromPromise) {
      const origin = isFromPromise ? "unhandledRejection" : "uncaughtException";
      emit("uncaughtExceptionMonitor", error, origin);
      if (capture !== null) {
        capture(error);
        return true;
      }
      if (emit("uncaughtException", error, origin)) return true;
      try {
        if (!hasListeners() || process._exiting) return false;
        code.set(1);
        exit(1);
      } catch {
        // As in Node: what ends the program is the first error.
      }
      return false;
    },

    unhandledRejection(reason, promise) {
      rejections += 1;
      (told ??= new WeakMap()).set(promise, rejections);
      return emit("unhandledRejection", reason, promise);
    },

    rejectionHandled(promise) {
      const number = told?.get(promise);
      if (number === undefined || !told.delete(promise)) return false;
      if (emit("rejectionHandled", promise)) return true;
      process.emitWarning(`Promise rejection was handled asynchronously (rejection id: ${number})`, "PromiseRejectionHandledWarning");
      return false;
    },
  };
  return (name, first, second) => events[name](first, second);
}

module.exports = { hasCapture: () => capture !== null, listening, setCapture };
