// Event and EventTarget of the DOM standard, as Node has them.
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");
const { validateObject } = require("internal/validators");

const kListeners = Symbol("kListeners");
const kDispatch = Symbol("kDispatch");
const kTrusted = Symbol("kTrusted");

const now = () => globalThis.performance.now();

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #prevented = false;
  #stopped = false;
  #timestamp = now();
  #target = null;
  #current = null;
  #isDispatching = false;
  #propagates = true;

  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw makeError("ERR_MISSING_ARGS", "type");
    if (options != null) validateObject(options, "options");
    this.#type = `${type}`;
    this.#bubbles = Boolean(options?.bubbles);
    this.#cancelable = Boolean(options?.cancelable);
    this.#composed = Boolean(options?.composed);
    Object.defineProperty(this, "isTrusted", { get: () => options?.[kTrusted] === true, enumerable: true });
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get currentTarget() { return this.#current; }
  get srcElement() { return this.#target; }
  get bubbles() { return this.#bubbles; }
  get cancelable() { return this.#cancelable; }
  get composed() { return this.#composed; }
  get defaultPrevented() { return this.#cancelable && this.#prevented; }
  get returnValue() { return !this.defaultPrevented; }
  get eventPhase() { return this.#isDispatching ? Event.AT_TARGET : Event.NONE; }
  get timeStamp() { return this.#timestamp; }
  get cancelBubble() { return !this.#propagates; }
  set cancelBubble(value) { if (value) this.#propagates = false; }

  composedPath() { return this.#isDispatching ? [this.#current] : []; }
  preventDefault() { this.#prevented = true; }
  stopImmediatePropagation() { this.#stopped = true; this.#propagates = false; }
  stopPropagation() { this.#propagates = false; }
  initEvent(type, bubbles = false, cancelable = false) {
    if (this.#isDispatching) return;
    this.#type = `${type}`;
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
  }

  /** Goes through the listeners of one target. */
  [kDispatch](target, call) {
    if (this.#isDispatching) throw makeError("ERR_EVENT_RECURSION", this.#type);
    this.#isDispatching = true;
    this.#target = this.#current = target;
    try {
      call(() => this.#stopped);
    } finally {
      this.#isDispatching = false;
      this.#current = null;
    }
    return !this.defaultPrevented;
  }

  [customInspect](depth, options) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const { inspect } = require("internal/inspect");
    const shown = { type: this.type, defaultPrevented: this.defaultPrevented, cancelable: this.cancelable, timeStamp: this.timeStamp };
    return `${name} ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: "Event", configurable: true });

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() { return this.#detail; }
}
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { value: "CustomEvent", configurable: true });

/** An exception in a listener is nobody's who dispatches: it is the program's, uncaught. */
function report(error) {
  require("internal/ticks").nextTick(() => { throw error; });
}

class EventTarget {
  constructor() {
    Object.defineProperty(this, kListeners, { value: new Map() });
  }

  addEventListener(type, listener, options = {}) {
    if (arguments.length < 2) throw makeError("ERR_MISSING_ARGS", "type", "listener");
    check(this);
    if (listener === null || listener === undefined) return;
    if (typeof listener !== "function" && typeof listener !== "object") {
      throw makeError("ERR_INVALID_ARG_TYPE", "listener", "EventListener", listener);
    }
    const capture = Boolean(typeof options === "boolean" ? options : options?.capture);
    const { once = false, passive = false, signal } = typeof options === "object" && options !== null ? options : {};
    if (signal?.aborted) return;
    const name = `${type}`;
    const list = this[kListeners].get(name) ?? [];
    if (list.some((each) => each.listener === listener && each.capture === capture)) return;
    list.push({ listener, capture, once, passive, removed: false });
    this[kListeners].set(name, list);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener, options), { once: true });
  }

  removeEventListener(type, listener, options = {}) {
    if (arguments.length < 2) throw makeError("ERR_MISSING_ARGS", "type", "listener");
    check(this);
    const capture = Boolean(typeof options === "boolean" ? options : options?.capture);
    const list = this[kListeners].get(`${type}`);
    const index = list?.findIndex((each) => each.listener === listener && each.capture === capture) ?? -1;
    if (index < 0) return;
    list[index].removed = true;
    list.splice(index, 1);
  }

  dispatchEvent(event) {
    if (arguments.length < 1) throw makeError("ERR_MISSING_ARGS", "event");
    check(this);
    if (!(event instanceof Event)) throw makeError("ERR_INVALID_ARG_TYPE", "event", "Event", event);
    return dispatch(this, event);
  }

  [customInspect](depth, options) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const { inspect } = require("internal/inspect");
    return `${name} ${inspect({}, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { value: "EventTarget", configurable: true });
for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
  Object.defineProperty(EventTarget.prototype, name, { enumerable: true });
}

function check(target) {
  if (target?.[kListeners] === undefined) throw makeError("ERR_INVALID_THIS", "EventTarget");
}

function dispatch(target, event) {
  return event[kDispatch](target, (isStopped) => {
    for (const entry of [...(target[kListeners].get(event.type) ?? [])]) {
      if (entry.removed) continue;
      if (entry.once) target.removeEventListener(event.type, entry.listener, entry.capture);
      try {
        const { listener } = entry;
        const result = typeof listener === "function"
          ? Reflect.apply(listener, target, [event]) : listener.handleEvent?.(event);
        if (typeof result?.then === "function") result.then(undefined, report);
      } catch (error) {
        report(error);
      }
      if (isStopped()) break;
    }
  });
}

/** An `on…` attribute: at most one listener, in the place where the first was set. */
function defineHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    get() { return handlers.get(this)?.current ?? null; },
    set(value) {
      let handler = handlers.get(this);
      if (handler === undefined) {
        handler = { current: null };
        handlers.set(this, handler);
        this.addEventListener(type, (event) => {
          if (typeof handler.current === "function") return Reflect.apply(handler.current, this, [event]);
          return undefined;
        });
      }
      handler.current = typeof value === "function" || (typeof value === "object" && value !== null) ? value : null;
    },
    enumerable: true, configurable: true,
  });
}

const listenersOf = (target, type) => (target[kListeners]?.get(`${type}`) ?? []).map(({ listener }) => listener);

module.exports = { CustomEvent, Event, EventTarget, defineHandler, dispatch, kTrusted, listenersOf };
