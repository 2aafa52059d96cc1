// setTimeout and its kin, over native timers.
const { clear, set, setImmediate: setNative, setRef } = binding("timers");
const { getContext, setContext } = require("internal/async_context");
const { customPromisify } = require("internal/inspect_symbol");
const { validateFunction } = require("internal/validators");

class Timeout {
  #id = 0;
  #start;
  #hasRef = true;
  #isCleared = false;

  constructor(callback, delay, repeat, args) {
    validateFunction(callback, "callback");
    const context = getContext();
    this._idleTimeout = delay >= 1 && delay <= 2 ** 31 - 1 ? Math.trunc(delay) : 1;
    this._repeat = repeat ? this._idleTimeout : null;
    this.#start = () => {
      this.#id = set(() => {
        if (!repeat) this.#isCleared = true;
        // The event loop calls: there is nothing to put back afterwards.
        setContext(context);
        Reflect.apply(callback, this, args);
      }, this._idleTimeout, repeat);
      if (!this.#hasRef) setRef(this.#id, false);
    };
    this.#start();
  }

  refresh() {
    clear(this.#id);
    this.#isCleared = false;
    this.#start();
    return this;
  }

  ref() { this.#hasRef = true; setRef(this.#id, true); return this; }
  unref() { this.#hasRef = false; setRef(this.#id, false); return this; }
  hasRef() { return this.#hasRef; }
  close() { Timeout.clear(this); return this; }

  get _destroyed() { return this.#isCleared; }

  [Symbol.toPrimitive]() { return this.#id; }
  [Symbol.dispose]() { Timeout.clear(this); }

  static clear(timer) {
    if (timer === null || timer === undefined) return;
    if (typeof timer === "object" && #id in timer) {
      timer.#isCleared = true;
      clear(timer.#id);
    } else if (typeof timer === "object" && Immediate.is(timer)) {
      Immediate.clear(timer);
    } else if (typeof timer === "number" || typeof timer === "string") {
      clear(Number(timer));
    }
  }
}

class Immediate {
  #id;
  #hasRef = true;

  constructor(callback, args) {
    validateFunction(callback, "callback");
    const context = getContext();
    this.#id = setNative(() => {
      setContext(context);
      Reflect.apply(callback, this, args);
    });
  }

  ref() { this.#hasRef = true; setRef(this.#id, true); return this; }
  unref() { this.#hasRef = false; setRef(this.#id, false); return this; }
  hasRef() { return this.#hasRef; }
  [Symbol.dispose]() { clear(this.#id); }

  static is(value) { return #id in value; }
  static clear(immediate) {
    if (typeof immediate === "object" && immediate !== null && #id in immediate) clear(immediate.#id);
  }
}

const setTimeout = (callback, delay = 1, ...args) => new Timeout(callback, +delay, false, args);
const setInterval = (callback, delay = 1, ...args) => new Timeout(callback, +delay, true, args);
const setImmediate = (callback, ...args) => new Immediate(callback, args);

for (const [from, name] of [[setTimeout, "setTimeout"], [setImmediate, "setImmediate"]]) {
  Object.defineProperty(from, customPromisify, {
    enumerable: true,
    get: () => require("node:timers/promises")[name],
  });
}

module.exports = {
  Immediate, Timeout, clearImmediate: Immediate.clear, clearInterval: Timeout.clear,
  clearTimeout: Timeout.clear, setImmediate, setInterval, setTimeout,
};
for (const name of ["clearImmediate", "clearInterval", "clearTimeout"]) {
  const clearing = module.exports[name];
  module.exports[name] = { [name](timer) { clearing(timer); } }[name];
}
