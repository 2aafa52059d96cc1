// MessageChannel and MessagePort within one program, whose other end is never in another thread.
const { bound } = require("internal/async_context");
const { makeError } = require("internal/errors");
const { Event, EventTarget, defineHandler, dispatch } = require("internal/event_target");
const { structuredClone } = require("internal/structured_clone");

class MessageEvent extends Event {
  #init;

  constructor(type, init = {}) {
    super(type, init);
    this.#init = init;
  }

  get data() { return this.#init.data ?? null; }
  get origin() { return this.#init.origin ?? ""; }
  get lastEventId() { return this.#init.lastEventId ?? ""; }
  get source() { return this.#init.source ?? null; }
  get ports() { return this.#init.ports ?? []; }
}

let entangle;
let isPort;
let take;
const kMake = Symbol("kMake");

class MessagePort extends EventTarget {
  #other = null;
  #queue = [];
  #isStarted = false;
  #isScheduled = false;
  #listeners = new Map();

  static {
    entangle = (a, b) => { a.#other = b; b.#other = a; };
    isPort = (value) => value !== null && typeof value === "object" && #queue in value;
    take = (port) => port.#queue.shift();
  }

  constructor(key) {
    if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR");
    super();
  }

  postMessage(message, options = undefined) {
    const transfer = Array.isArray(options) ? options : options?.transfer;
    const data = structuredClone(message, { transfer });
    const other = this.#other;
    if (other === null) return;
    other.#queue.push(data);
    other.#schedule();
  }

  start() {
    this.#isStarted = true;
    this.#schedule();
  }

  close() {
    for (const port of [this, this.#other]) {
      if (port === null) continue;
      port.#other = null;
      require("internal/timers").setImmediate(() => dispatch(port, new Event("close")));
    }
  }

  ref() { return this; }
  unref() { return this; }
  hasRef() { return this.#isStarted; }

  #schedule() {
    if (!this.#isStarted || this.#isScheduled || this.#queue.length === 0) return;
    this.#isScheduled = true;
    require("internal/timers").setImmediate(() => {
      this.#isScheduled = false;
      const data = this.#queue.shift();
      this.#schedule();
      dispatch(this, new MessageEvent("message", { data }));
    });
  }

  /** Node's way to listen: the message itself, not the event. */
  on(type, listener) {
    const wrapped = bound((event) => Reflect.apply(listener, this, type === "message" ? [event.data] : []));
    this.#listeners.set(listener, wrapped);
    this.addEventListener(type, wrapped);
    if (type === "message") this.start();
    return this;
  }

  once(type, listener) {
    const once = (...args) => {
      this.off(type, once);
      return Reflect.apply(listener, this, args);
    };
    return this.on(type, once);
  }

  off(type, listener) {
    this.removeEventListener(type, this.#listeners.get(listener) ?? listener);
    return this;
  }
}
MessagePort.prototype.addListener = MessagePort.prototype.on;
MessagePort.prototype.removeListener = MessagePort.prototype.off;
defineHandler(MessagePort.prototype, "messageerror");
{
  defineHandler(MessagePort.prototype, "message");
  const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    get,
    set(value) {
      set.call(this, value);
      this.start();
    },
    enumerable: true, configurable: true,
  });
}

class MessageChannel {
  constructor() {
    this.port1 = new MessagePort(kMake);
    this.port2 = new MessagePort(kMake);
    entangle(this.port1, this.port2);
  }
}

const channels = new Map();

class BroadcastChannel extends EventTarget {
  #name;

  constructor(name) {
    super();
    this.#name = `${name}`;
    if (!channels.has(this.#name)) channels.set(this.#name, new Set());
    channels.get(this.#name).add(this);
  }

  get name() { return this.#name; }

  postMessage(message) {
    const others = [...(channels.get(this.#name) ?? [])].filter((each) => each !== this);
    for (const each of others) {
      const data = structuredClone(message);
      require("internal/timers").setImmediate(() => {
        if (channels.get(each.#name)?.has(each)) dispatch(each, new MessageEvent("message", { data }));
      });
    }
  }

  close() { channels.get(this.#name)?.delete(this); }
  ref() { return this; }
  unref() { return this; }
}
defineHandler(BroadcastChannel.prototype, "message");

/** The next message of a port, now. */
function receiveMessageOnPort(port) {
  if (!isPort(port)) throw makeError("ERR_INVALID_ARG_TYPE", "port", "MessagePort", port);
  const message = take(port);
  return message === undefined ? undefined : { message };
}

module.exports = { BroadcastChannel, MessageChannel, MessageEvent, MessagePort, isPort, receiveMessageOnPort };
