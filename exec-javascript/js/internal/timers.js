// setTimeout and its kin, over native timers.

const { set, clear } = binding("timers");

function checkCallback(callback) {
  if (typeof callback !== "function") {
    const error = new TypeError(
      `The "callback" argument must be of type function. Received ${typeof callback}`);
    error.code = "ERR_INVALID_ARG_TYPE";
    throw error;
  }
}

class Timeout {
  #id = 0;
  #start;

  constructor(callback, delay, repeat, args) {
    checkCallback(callback);
    this.#start = () => {
      this.#id = set(() => { callback(...args); }, Number(delay), repeat);
    };
    this.#start();
  }

  refresh() {
    clear(this.#id);
    this.#start();
    return this;
  }

  // A program ends when nothing is left to do: there is no loop that a timer could keep alive.
  ref() { return this; }
  unref() { return this; }
  hasRef() { return true; }
  close() { clear(this.#id); return this; }

  [Symbol.toPrimitive]() { return this.#id; }
  [Symbol.dispose]() { clear(this.#id); }

  static clear(timer) {
    if (timer === null || timer === undefined) return;
    clear(typeof timer === "object" && #id in timer ? timer.#id : Number(timer));
  }
}

const setTimeout = (callback, delay = 1, ...args) =>
  new Timeout(callback, delay, false, args);
const setInterval = (callback, delay = 1, ...args) =>
  new Timeout(callback, delay, true, args);
const setImmediate = (callback, ...args) => new Timeout(callback, 0, false, args);
const clearTimeout = Timeout.clear;
const clearInterval = Timeout.clear;
const clearImmediate = Timeout.clear;

module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
