// AbortController and AbortSignal of the DOM standard.
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");
const { Event, EventTarget, defineHandler, dispatch, kTrusted } = require("internal/event_target");
const { validateAbortSignal, validateUint32 } = require("internal/validators");

const kMake = Symbol("kMake");
/** Aborts a signal; only its class can say how. */
let abort;

function domException(message, name) {
  const { DOMException } = require("internal/dom_exception");
  return new DOMException(message, name);
}

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #dependents = new Set();
  /** Of a signal that follows others: those that follow nobody themselves. */
  #sources = null;

  constructor(key) {
    if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR");
    super();
  }

  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }

  static abort(reason = domException("This operation was aborted", "AbortError")) {
    const signal = new AbortSignal(kMake);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  static timeout(delay) {
    validateUint32(delay, "delay");
    const signal = new AbortSignal(kMake);
    const { setTimeout } = require("internal/timers");
    setTimeout(() => abort(
      signal, domException("The operation was aborted due to timeout", "TimeoutError")), delay).unref();
    return signal;
  }

  static any(signals) {
    const sources = [...signals];
    sources.forEach((signal, i) => validateAbortSignal(signal, `signals[${i}]`));
    const result = new AbortSignal(kMake);
    const aborted = sources.find((signal) => signal.aborted);
    if (aborted !== undefined) {
      result.#aborted = true;
      result.#reason = aborted.reason;
      return result;
    }
    // A signal of signals follows theirs: what aborts is never more than a step away.
    result.#sources = new Set(sources.flatMap((signal) => (signal.#sources === null ? [signal] : [...signal.#sources])));
    for (const signal of result.#sources) signal.#dependents.add(result);
    return result;
  }

  static {
    abort = (signal, reason) => AbortSignal.#abort(signal, reason);
  }

  static #abort(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    const followers = [...signal.#dependents].filter((each) => !each.#aborted);
    for (const each of followers) {
      each.#aborted = true;
      each.#reason = reason;
    }
    for (const each of [signal, ...followers]) dispatch(each, new Event("abort", { [kTrusted]: true }));
  }

  [customInspect](depth, options) {
    if (depth < 0) return "AbortSignal";
    const { inspect } = require("internal/inspect");
    return `AbortSignal ${inspect({ aborted: this.aborted }, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { value: "AbortSignal", configurable: true });
defineHandler(AbortSignal.prototype, "abort");

class AbortController {
  #signal;

  get signal() { return this.#signal ??= new AbortSignal(kMake); }

  abort(reason = domException("This operation was aborted", "AbortError")) {
    abort(this.signal, reason);
  }

  [customInspect](depth, options) {
    if (depth < 0) return "AbortController";
    const { inspect } = require("internal/inspect");
    return `AbortController ${inspect({ signal: this.signal }, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: "AbortController", configurable: true });

module.exports = { AbortController, AbortSignal };
