// node:diagnostics_channel
const { makeError } = require("internal/errors");
const { validateFunction } = require("internal/validators");

const channels = new Map();

function report(error) {
  require("internal/ticks").nextTick(() => { throw error; });
}

class Channel {
  #subscribers = [];
  #stores = new Map();

  constructor(name) { this.name = name; }

  get hasSubscribers() { return this.#subscribers.length > 0 || this.#stores.size > 0; }

  subscribe(subscription) {
    validateFunction(subscription, "subscription");
    this.#subscribers = [...this.#subscribers, subscription];
  }

  unsubscribe(subscription) {
    const at = this.#subscribers.indexOf(subscription);
    if (at < 0) return false;
    this.#subscribers = this.#subscribers.toSpliced(at, 1);
    return true;
  }

  bindStore(store, transform) { this.#stores.set(store, transform); }
  unbindStore(store) { return this.#stores.delete(store); }

  publish(data) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(data, this.name);
      } catch (error) {
        report(error);
      }
    }
  }

  runStores(data, callback, receiver, ...args) {
    let call = () => {
      this.publish(data);
      return Reflect.apply(callback, receiver, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = call;
      call = () => {
        let value = data;
        if (transform) {
          try {
            value = transform(data);
          } catch (error) {
            report(error);
            return inner();
          }
        }
        return store.run(value, inner);
      };
    }
    return call();
  }
}

function channel(name) {
  if (typeof name !== "string" && typeof name !== "symbol") {
    throw makeError("ERR_INVALID_ARG_TYPE", "channel", ["string", "symbol"], name);
  }
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

const EVENTS = ["start", "end", "asyncStart", "asyncEnd", "error"];

class TracingChannel {
  constructor(names) {
    for (const event of EVENTS) {
      this[event] = typeof names === "string" ? channel(`tracing:${names}:${event}`) : names[event];
    }
  }

  get hasSubscribers() { return EVENTS.some((event) => this[event]?.hasSubscribers); }
  subscribe(handlers) { for (const event of EVENTS) if (handlers[event]) this[event]?.subscribe(handlers[event]); }
  unsubscribe(handlers) {
    return EVENTS.every((event) => !handlers[event] || this[event]?.unsubscribe(handlers[event]));
  }

  traceSync(callback, context = {}, receiver = undefined, ...args) {
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(callback, receiver, args);
        context.result = result;
        return result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(callback, context = {}, receiver = undefined, ...args) {
    const settled = (name, value) => {
      context[name] = value;
      if (name === "error") this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(Reflect.apply(callback, receiver, args)).then((result) => {
          settled("result", result);
          return result;
        }, (error) => {
          settled("error", error);
          throw error;
        });
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceCallback(callback, position = -1, context = {}, receiver = undefined, ...args) {
    const at = position < 0 ? args.length + position : position;
    const original = args[at];
    validateFunction(original, "callback");
    args[at] = (...values) => {
      const [error, result] = values;
      if (error) {
        context.error = error;
        this.error.publish(context);
      } else context.result = result;
      return this.asyncStart.runStores(context, () => {
        try {
          return original(...values);
        } finally {
          this.asyncEnd.publish(context);
        }
      });
    };
    return this.traceSync(callback, context, receiver, ...args);
  }
}

module.exports = {
  Channel, channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, subscription) => channel(name).subscribe(subscription),
  tracingChannel: (names) => new TracingChannel(names),
  unsubscribe: (name, subscription) => channel(name).unsubscribe(subscription),
};
