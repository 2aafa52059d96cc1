// node:async_hooks: AsyncLocalStorage and AsyncResource. Hooks on every asynchronous step are not
// offered: `createHook` answers with a hook that hears nothing.
const { getContext, run, setContext } = require("internal/async_context");
const { makeError } = require("internal/errors");
const { validateFunction, validateString } = require("internal/validators");

class AsyncLocalStorage {
  #isEnabled = true;

  static bind(callback) {
    validateFunction(callback, "fn");
    return AsyncResource.bind(callback);
  }

  static snapshot() {
    const context = getContext();
    return (callback, ...args) => run(context, callback, undefined, args);
  }

  run(store, callback, ...args) {
    this.#isEnabled = true;
    return run(new Map(getContext()).set(this, store), callback, null, args);
  }

  exit(callback, ...args) {
    return run(without(this), callback, null, args);
  }

  enterWith(store) {
    this.#isEnabled = true;
    setContext(new Map(getContext()).set(this, store));
  }

  getStore() { return this.#isEnabled ? getContext()?.get(this) : undefined; }

  disable() {
    this.#isEnabled = false;
    setContext(without(this));
  }
}

function without(storage) {
  const context = new Map(getContext());
  context.delete(storage);
  return context.size === 0 ? undefined : context;
}

let lastId = 1;

class AsyncResource {
  #context = getContext();
  #id = ++lastId;
  #triggerId;

  constructor(type, options = {}) {
    validateString(type, "type");
    const trigger = typeof options === "number" ? options : options?.triggerAsyncId;
    if (trigger !== undefined && (!Number.isSafeInteger(trigger) || trigger < -1)) {
      throw Object.assign(new RangeError(`Invalid triggerAsyncId value: ${trigger}`), { code: "ERR_INVALID_ASYNC_ID" });
    }
    this.#triggerId = trigger ?? 1;
  }

  runInAsyncScope(callback, receiver, ...args) { return run(this.#context, callback, receiver, args); }
  emitDestroy() { return this; }
  asyncId() { return this.#id; }
  triggerAsyncId() { return this.#triggerId; }

  bind(callback, receiver = undefined) {
    validateFunction(callback, "fn");
    const resource = this;
    const made = function boundCallback(...args) {
      return resource.runInAsyncScope(callback, receiver === undefined ? this : receiver, ...args);
    };
    return Object.defineProperties(made, {
      length: { value: callback.length, configurable: true },
      asyncResource: { value: this, enumerable: true, configurable: true, writable: true },
    });
  }

  static bind(callback, type, receiver) {
    return new AsyncResource(type || callback.name || "bound-anonymous-fn").bind(callback, receiver);
  }
}

function createHook(callbacks) {
  for (const name of ["init", "before", "after", "destroy", "promiseResolve"]) {
    if (callbacks?.[name] !== undefined && typeof callbacks[name] !== "function") throw makeError("ERR_ASYNC_CALLBACK", `hook.${name}`);
  }
  return { enable() { return this; }, disable() { return this; } };
}

module.exports = {
  AsyncLocalStorage, AsyncResource, createHook,
  asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }),
  executionAsyncId: () => 1, executionAsyncResource: () => ({}), triggerAsyncId: () => 0,
};
