// The mocks of node:test: functions and methods that remember their calls.
const { makeError } = require("internal/errors");
const { validateFunction, validateInteger } = require("internal/validators");

class MockContext {
  #calls = [];
  #restore;
  #state;

  constructor(state, restore) {
    this.#state = state;
    this.#restore = restore;
  }

  get calls() { return [...this.#calls]; }
  callCount() { return this.#calls.length; }
  mockImplementation(implementation) { validateFunction(implementation, "implementation"); this.#state.implementation = implementation; }
  mockImplementationOnce(implementation, onCall = this.#calls.length) {
    validateFunction(implementation, "implementation");
    validateInteger(onCall, "onCall", this.#calls.length);
    this.#state.once.set(onCall, implementation);
  }
  resetCalls() { this.#calls = []; }
  restore() {
    this.#state.implementation = this.#state.original;
    this.#restore?.();
  }

  static record(context, call) { context.#calls.push(call); }
}
const { record } = MockContext;
delete MockContext.record;

function mocked(original, implementation, times, restore) {
  const state = { original, implementation, once: new Map() };
  const context = new MockContext(state, restore);
  let count = 0;
  const call = function mockedFunction(...args) {
    const number = context.callCount();
    const isOver = count >= times;
    count += 1;
    let chosen = state.once.get(number) ?? state.implementation;
    state.once.delete(number);
    if (isOver) chosen = state.original;
    const entry = { arguments: args, error: undefined, result: undefined, stack: new Error(), target: new.target, this: this };
    try {
      entry.result = new.target ? Reflect.construct(chosen, args, new.target) : Reflect.apply(chosen, this, args);
      if (new.target) entry.this = entry.result;
      return entry.result;
    } catch (error) {
      entry.error = error;
      throw error;
    } finally {
      record(context, entry);
    }
  };
  return new Proxy(call, {
    get: (target, name, receiver) => (name === "mock" ? context : Reflect.get(name === "name" || name === "length" ? original : target, name, receiver)),
  });
}

class MockTracker {
  #mocks = [];
  #timers;

  fn(original = () => {}, implementation = original, options = {}) {
    const [body, settings] = typeof implementation === "object" ? [original, implementation] : [implementation, options];
    const made = mocked(original, body, settings.times ?? Infinity);
    this.#mocks.push(made.mock);
    return made;
  }

  method(object, name, implementation, options = {}) {
    const [body, settings] = implementation !== null && typeof implementation === "object" ? [undefined, implementation] : [implementation, options];
    let owner = object;
    while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
    const descriptor = owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, name);
    const kind = settings.getter ? "get" : settings.setter ? "set" : "value";
    const original = descriptor?.[kind];
    if (typeof original !== "function") throw makeError("ERR_INVALID_ARG_VALUE", "methodName", original, "must be a method");
    const isOwn = Object.hasOwn(object, name);
    const restore = () => {
      if (isOwn) Object.defineProperty(object, name, descriptor);
      else delete object[name];
    };
    const made = mocked(original, body ?? original, settings.times ?? Infinity, restore);
    Object.defineProperty(object, name, { ...descriptor, [kind]: made, configurable: true });
    this.#mocks.push(made.mock);
    return made;
  }

  getter(object, name, implementation, options) { return this.method(object, name, implementation ?? {}, { ...options, getter: true }); }
  setter(object, name, implementation, options) { return this.method(object, name, implementation ?? {}, { ...options, setter: true }); }
  get timers() { return this.#timers ??= new MockTimers(); }
  reset() { this.restoreAll(); this.#mocks = []; this.#timers?.reset(); }
  restoreAll() { for (const each of this.#mocks) each.restore(); }
}

/** Time that moves when a test says so. */
class MockTimers {
  #real = null;
  #now = 0;
  #queue = [];
  #last = 0;

  enable(options = {}) {
    if (this.#real !== null) throw makeError("ERR_INVALID_STATE", "MockTimers is already enabled!");
    const { apis = ["setTimeout", "setInterval", "setImmediate", "Date"], now = 0 } = Array.isArray(options) ? { apis: options } : options;
    this.#now = typeof now === "number" ? now : now.getTime();
    this.#real = {};
    const swap = (name, value) => {
      this.#real[name] = globalThis[name];
      globalThis[name] = value;
    };
    for (const name of apis) {
      if (name === "Date") {
        const mock = this;
        const Real = Date;
        swap("Date", class extends Real {
          constructor(...args) { super(...(args.length === 0 ? [mock.#now] : args)); }
          static now() { return mock.#now; }
        });
        continue;
      }
      swap(name, (callback, delay, ...args) => this.#add(callback, name === "setImmediate" ? 0 : delay ?? 1, name === "setInterval", args));
      const clear = name.replace("set", "clear");
      swap(clear, (timer) => { this.#queue = this.#queue.filter((each) => each !== timer); });
    }
  }

  #add(callback, delay, repeats, args) {
    this.#last += 1;
    const timer = { callback, args, due: this.#now + Math.max(Number(delay) || 1, 1), every: repeats ? Math.max(Number(delay) || 1, 1) : null, id: this.#last };
    this.#queue.push(timer);
    return timer;
  }

  tick(time = 1) {
    const end = this.#now + time;
    for (;;) {
      const next = this.#queue.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due || a.id - b.id)[0];
      if (next === undefined) break;
      this.#now = next.due;
      if (next.every === null) this.#queue.splice(this.#queue.indexOf(next), 1);
      else next.due += next.every;
      next.callback(...next.args);
    }
    this.#now = end;
  }

  runAll() {
    const last = Math.max(this.#now, ...this.#queue.map((timer) => timer.due));
    this.tick(last - this.#now);
  }

  setTime(now) { this.#now = now; }

  reset() {
    for (const [name, value] of Object.entries(this.#real ?? {})) globalThis[name] = value;
    this.#real = null;
    this.#queue = [];
    this.#now = 0;
  }

  [Symbol.dispose]() { this.reset(); }
}

module.exports = { MockTracker, mock: new MockTracker() };
