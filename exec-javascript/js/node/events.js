// node:events. By hand: the package of this name has neither captured rejections, nor error monitors,
// nor the iterators and signals of Node 20.
const { AbortError, makeError } = require("internal/errors");
const { validateAbortSignal, validateBoolean, validateFunction, validateNumber } = require("internal/validators");

const kCapture = Symbol("kCapture");
const kErrorMonitor = Symbol("events.errorMonitor");
const kShapeMode = Symbol("shapeMode");
const kRejection = Symbol.for("nodejs.rejection");
const kMaxEventTargetListeners = Symbol("events.maxEventTargetListeners");

let defaultMaxListeners = 10;

function checkListener(listener) {
  validateFunction(listener, "listener");
}

function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

EventEmitter.init = function init(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners ||= undefined;
  // What V8 makes of it is nobody's matter here, but everybody sees it in what is printed.
  this[kShapeMode] = false;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, "options.captureRejections");
    this[kCapture] = Boolean(options.captureRejections);
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
};

Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

const maxOf = (emitter) => (emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners);

function addListener(target, type, listener, prepend) {
  checkListener(listener);
  let events = target._events;
  if (events === undefined) {
    events = target._events = { __proto__: null };
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit("newListener", type, listener.listener ?? listener);
    // A listener of that event may have put others in place.
    events = target._events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    target._eventsCount += 1;
    return target;
  }
  let list;
  if (typeof existing === "function") list = events[type] = prepend ? [listener, existing] : [existing, listener];
  else {
    list = existing;
    if (prepend) list.unshift(listener);
    else list.push(listener);
  }
  const most = maxOf(target);
  if (most > 0 && list.length > most && !list.warned) {
    list.warned = true;
    const { inspect } = require("internal/inspect");
    const warning = new Error("Possible EventEmitter memory leak detected. "
      + `${list.length} ${String(type)} listeners added to ${inspect(target, { depth: -1 })}. `
      + `MaxListeners is ${most}. Use emitter.setMaxListeners() to increase limit`);
    Object.assign(warning, { name: "MaxListenersExceededWarning", emitter: target, type, count: list.length });
    require("internal/process").process.emitWarning?.(warning);
  }
  return target;
}

function onceWrapper(target, type, listener) {
  const state = { fired: false };
  const wrapped = (...args) => {
    if (state.fired) return undefined;
    target.removeListener(type, wrapped);
    state.fired = true;
    return Reflect.apply(listener, target, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function handleRejection(emitter, promise, type, args) {
  if (!emitter[kCapture] || typeof promise?.then !== "function") return;
  try {
    promise.then(undefined, (error) => {
      require("internal/ticks").nextTick(() => {
        if (typeof emitter[kRejection] === "function") {
          emitter[kRejection](error, type, ...args);
          return;
        }
        // No endless loop when the listener for errors is the one that rejects.
        const before = emitter[kCapture];
        try {
          emitter[kCapture] = false;
          emitter.emit("error", error);
        } finally {
          emitter[kCapture] = before;
        }
      });
    });
  } catch (error) {
    emitter.emit("error", error);
  }
}

function raise(emitter, error) {
  if (error instanceof Error) throw error;
  let shown;
  try {
    shown = require("internal/inspect").inspect(error);
  } catch {
    shown = error;
  }
  const wrapped = makeError("ERR_UNHANDLED_ERROR", shown);
  wrapped.context = error;
  throw wrapped;
}

const methods = {
  setMaxListeners(most) {
    validateNumber(most, "setMaxListeners", 0);
    this._maxListeners = most;
    return this;
  },

  getMaxListeners() { return maxOf(this); },

  emit(type, ...args) {
    const events = this._events;
    if (type === "error") {
      if (events?.[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
      if (events?.error === undefined) raise(this, args[0]);
    }
    const listeners = events?.[type];
    if (listeners === undefined) return false;
    if (typeof listeners === "function") {
      const result = Reflect.apply(listeners, this, args);
      if (result !== undefined && result !== null) handleRejection(this, result, type, args);
    } else {
      for (const listener of [...listeners]) {
        const result = Reflect.apply(listener, this, args);
        if (result !== undefined && result !== null) handleRejection(this, result, type, args);
      }
    }
    return true;
  },

  addListener(type, listener) { return addListener(this, type, listener, false); },

  prependListener(type, listener) { return addListener(this, type, listener, true); },

  once(type, listener) {
    checkListener(listener);
    this.on(type, onceWrapper(this, type, listener));
    return this;
  },

  prependOnceListener(type, listener) {
    checkListener(listener);
    this.prependListener(type, onceWrapper(this, type, listener));
    return this;
  },

  removeListener(type, listener) {
    checkListener(listener);
    const events = this._events;
    const listeners = events?.[type];
    if (listeners === undefined) return this;
    if (listeners === listener || listeners.listener === listener) {
      this._eventsCount -= 1;
      if (this._eventsCount === 0) this._events = { __proto__: null };
      else delete events[type];
      if (events.removeListener) this.emit("removeListener", type, listeners.listener ?? listener);
      return this;
    }
    if (typeof listeners === "function") return this;
    const index = listeners.findLastIndex((each) => each === listener || each.listener === listener);
    if (index < 0) return this;
    const kept = [...listeners];
    kept.splice(index, 1);
    if (listeners.warned) kept.warned = true;
    events[type] = kept.length === 1 ? kept[0] : kept;
    if (events.removeListener !== undefined) this.emit("removeListener", type, listener);
    return this;
  },

  removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener === undefined) {
      if (arguments.length === 0) {
        this._events = { __proto__: null };
        this._eventsCount = 0;
      } else if (events[type] !== undefined) {
        this._eventsCount -= 1;
        if (this._eventsCount === 0) this._events = { __proto__: null };
        else delete events[type];
      }
      return this;
    }
    if (arguments.length === 0) {
      for (const key of Reflect.ownKeys(events)) if (key !== "removeListener") this.removeAllListeners(key);
      this.removeAllListeners("removeListener");
      this._events = { __proto__: null };
      this._eventsCount = 0;
      return this;
    }
    const listeners = events[type];
    if (typeof listeners === "function") this.removeListener(type, listeners);
    else if (listeners !== undefined) for (const listener of [...listeners].reverse()) this.removeListener(type, listener);
    return this;
  },

  listeners(type) { return listenersOf(this, type).map((listener) => listener.listener ?? listener); },

  rawListeners(type) { return listenersOf(this, type); },

  listenerCount(type, listener) {
    const all = listenersOf(this, type);
    if (listener === undefined || listener === null) return all.length;
    return all.filter((each) => each === listener || each.listener === listener).length;
  },

  eventNames() { return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : []; },
};

function listenersOf(emitter, type) {
  const listeners = emitter._events?.[type];
  if (listeners === undefined) return [];
  return typeof listeners === "function" ? [listeners] : [...listeners];
}

Object.assign(EventEmitter.prototype, methods);
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

const isTarget = (emitter) => typeof emitter?.addEventListener === "function";

/** Adds to an emitter or a target, and answers with what takes it away again. */
function listen(emitter, type, listener, options) {
  if (typeof emitter?.on === "function") {
    if (options?.once) emitter.once(type, listener);
    else emitter.on(type, listener);
    return () => emitter.removeListener(type, listener);
  }
  if (!isTarget(emitter)) throw makeError("ERR_INVALID_ARG_TYPE", "emitter", "EventEmitter", emitter);
  emitter.addEventListener(type, listener, options);
  return () => emitter.removeEventListener(type, listener);
}

async function once(emitter, type, options = {}) {
  require("internal/validators").validateObject(options, "options");
  const { signal } = options;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const undo = [];
    const finish = (settle, value) => {
      for (const each of undo) each();
      settle(value);
    };
    undo.push(listen(emitter, type, (...args) => finish(resolve, args), { once: true }));
    if (type !== "error" && typeof emitter.once === "function") {
      undo.push(listen(emitter, "error", (error) => finish(reject, error), { once: true }));
    }
    if (signal !== undefined) {
      const abort = () => finish(reject, new AbortError(undefined, { cause: signal.reason }));
      undo.push(listen(signal, "abort", abort, { once: true }));
    }
  });
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function on(emitter, type, options = {}) {
  require("internal/validators").validateObject(options, "options");
  const { signal, close = [] } = options;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const values = [];
  const waiting = [];
  const undo = [];
  let failure;
  let finished = false;
  const finish = () => {
    for (const each of undo) each();
    finished = true;
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  const fail = (error) => {
    const next = waiting.shift();
    if (next) next.reject(error);
    else failure = error;
    finish();
  };
  const iterator = Object.setPrototypeOf({
    next() {
      if (values.length > 0) return Promise.resolve({ value: values.shift(), done: false });
      if (failure !== undefined) {
        const rejected = Promise.reject(failure);
        failure = undefined;
        return rejected;
      }
      if (finished) return finish();
      return new Promise((resolve, reject) => { waiting.push({ resolve, reject }); });
    },
    return: finish,
    throw(error) {
      if (!(error instanceof Error)) throw makeError("ERR_INVALID_ARG_TYPE", "EventEmitter.AsyncIterator", "Error", error);
      fail(error);
    },
    [Symbol.asyncIterator]() { return this; },
  }, AsyncIteratorPrototype);
  undo.push(listen(emitter, type, (...args) => {
    const next = waiting.shift();
    if (next) next.resolve({ value: args, done: false });
    else values.push(args);
  }));
  if (type !== "error" && typeof emitter.on === "function") undo.push(listen(emitter, "error", fail));
  for (const name of close) undo.push(listen(emitter, name, finish));
  if (signal) {
    undo.push(listen(signal, "abort", () => fail(new AbortError(undefined, { cause: signal.reason })), { once: true }));
  }
  return iterator;
}

function getEventListeners(emitter, type) {
  if (typeof emitter?.listeners === "function") return emitter.listeners(type);
  if (isTarget(emitter)) return require("internal/event_target").listenersOf(emitter, type);
  throw makeError("ERR_INVALID_ARG_TYPE", "emitter", ["EventEmitter", "EventTarget"], emitter);
}

function getMaxListeners(emitter) {
  if (typeof emitter?.getMaxListeners === "function") return maxOf(emitter);
  if (isTarget(emitter)) return emitter[kMaxEventTargetListeners] ?? defaultMaxListeners;
  throw makeError("ERR_INVALID_ARG_TYPE", "emitter", ["EventEmitter", "EventTarget"], emitter);
}

function setMaxListeners(most = defaultMaxListeners, ...emitters) {
  validateNumber(most, "setMaxListeners", 0);
  if (emitters.length === 0) defaultMaxListeners = most;
  for (const emitter of emitters) {
    if (typeof emitter?.setMaxListeners === "function") emitter.setMaxListeners(most);
    else if (isTarget(emitter)) emitter[kMaxEventTargetListeners] = most;
    else throw makeError("ERR_INVALID_ARG_TYPE", "eventTargets", ["EventEmitter", "EventTarget"], emitter);
  }
}

function addAbortListener(signal, listener) {
  if (signal === undefined) throw makeError("ERR_INVALID_ARG_TYPE", "signal", "AbortSignal", signal);
  validateAbortSignal(signal, "signal");
  checkListener(listener);
  let remove;
  if (signal.aborted) queueMicrotask(() => listener());
  else {
    signal.addEventListener("abort", listener, { once: true });
    remove = () => signal.removeEventListener("abort", listener);
  }
  return { [Symbol.dispose]() { remove?.(); } };
}

class EventEmitterAsyncResource extends EventEmitter {
  #resource;

  constructor(options = {}) {
    const name = typeof options === "string" ? options : options?.name ?? new.target.name;
    super(typeof options === "string" ? undefined : options);
    const { AsyncResource } = require("node:async_hooks");
    this.#resource = new AsyncResource(name, typeof options === "string" ? undefined : options);
  }

  emit(type, ...args) { return this.#resource.runInAsyncScope(super.emit, this, type, ...args); }
  emitDestroy() { this.#resource.emitDestroy(); }
  get asyncId() { return this.#resource.asyncId(); }
  get triggerAsyncId() { return this.#resource.triggerAsyncId(); }
  get asyncResource() { return this.#resource; }
}

module.exports = Object.assign(EventEmitter, {
  EventEmitter, EventEmitterAsyncResource, addAbortListener, captureRejectionSymbol: kRejection,
  errorMonitor: kErrorMonitor, getEventListeners, getMaxListeners,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
  on, once, setMaxListeners, usingDomains: false,
});
Object.defineProperties(EventEmitter, {
  captureRejections: {
    get: () => EventEmitter.prototype[kCapture],
    set(value) {
      validateBoolean(value, "EventEmitter.captureRejections");
      EventEmitter.prototype[kCapture] = value;
    },
    enumerable: true,
  },
  defaultMaxListeners: {
    get: () => defaultMaxListeners,
    set(most) {
      validateNumber(most, "defaultMaxListeners", 0);
      defaultMaxListeners = most;
    },
    enumerable: true,
  },
});
