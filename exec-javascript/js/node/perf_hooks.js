// node:perf_hooks: the clock since the program's start, marks, measures and who observes them.
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");
const { monotonicNanos } = binding("process");
const { validateFunction, validateObject, validateString } = require("internal/validators");

const now = () => monotonicNanos() / 1e6;
let startOfTime;

const kMake = Symbol("kMake");

class PerformanceEntry {
  #of;

  constructor(key, of) {
    if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR");
    this.#of = of;
  }

  get name() { return this.#of.name; }
  get entryType() { return this.#of.entryType; }
  get startTime() { return this.#of.startTime; }
  get duration() { return this.#of.duration; }
  toJSON() { return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration, ...this.#detail() }; }
  #detail() { return this.#of.detail === undefined ? {} : { detail: this.#of.detail }; }
  [customInspect](depth, options) {
    return `${this.constructor.name} ${require("internal/inspect").inspect(this.toJSON(), options)}`;
  }
}

class PerformanceMark extends PerformanceEntry {
  #detail;

  constructor(name, { startTime = now(), detail = null } = {}) {
    const kept = detail === null ? null : structuredClone(detail);
    super(kMake, { name: `${name}`, entryType: "mark", startTime, duration: 0, detail: kept });
    this.#detail = kept;
  }

  get detail() { return this.#detail; }
}

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(key, of) {
    super(key, of);
    this.#detail = of.detail;
  }

  get detail() { return this.#detail; }
}

let entries = [];
const observers = new Set();

function add(entry) {
  entries.push(entry);
  for (const observer of observers) observer[kMake](entry);
  return entry;
}

function timeOf(mark) {
  if (typeof mark === "number") return mark;
  const found = entries.findLast((entry) => entry.entryType === "mark" && entry.name === `${mark}`);
  if (found === undefined) {
    const { DOMException } = require("internal/dom_exception");
    throw new DOMException(`The "${mark}" performance mark has not been set`, "SyntaxError");
  }
  return found.startTime;
}

class Performance extends require("internal/event_target").EventTarget {
  get timeOrigin() { return startOfTime ??= Date.now() - now(); }
  now() { return now(); }

  mark(...args) {
    if (args.length === 0) throw makeError("ERR_MISSING_ARGS", "name");
    return add(new PerformanceMark(args[0], args[1] ?? {}));
  }

  measure(name, startOrOptions = undefined, endMark = undefined) {
    validateString(name, "name");
    const options = startOrOptions !== null && typeof startOrOptions === "object" ? startOrOptions : { start: startOrOptions, end: endMark };
    const { detail = null } = options;
    const end = options.end !== undefined ? timeOf(options.end)
      : options.duration !== undefined && options.start !== undefined ? timeOf(options.start) + options.duration : now();
    const start = options.start !== undefined ? timeOf(options.start)
      : options.duration !== undefined ? end - options.duration : 0;
    return add(new PerformanceMeasure(kMake, {
      name, entryType: "measure", startTime: start, duration: end - start, detail: detail === null ? null : structuredClone(detail),
    }));
  }

  clearMarks(name) { clear("mark", name); }
  clearMeasures(name) { clear("measure", name); }
  clearResourceTimings() {}
  getEntries() { return sorted(entries); }
  getEntriesByName(name, type) { return sorted(entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type))); }
  getEntriesByType(type) { return sorted(entries.filter((entry) => entry.entryType === type)); }
  setResourceTimingBufferSize() {}

  eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }

  timerify(callback, { histogram } = {}) {
    validateFunction(callback, "fn");
    void histogram;
    return Object.defineProperties(function timerified(...args) {
      const start = now();
      try {
        return new.target ? Reflect.construct(callback, args, callback) : Reflect.apply(callback, this, args);
      } finally {
        const of = { name: callback.name, entryType: "function", startTime: start, duration: now() - start, detail: args };
        for (const observer of observers) observer[kMake](new PerformanceMeasure(kMake, of));
      }
    }, {
      length: { value: callback.length, configurable: true },
      name: { value: `timerified ${callback.name}`, configurable: true },
    });
  }

  get nodeTiming() { return { name: "node", entryType: "node", startTime: 0, duration: now() }; }
  toJSON() { return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin, eventLoopUtilization: this.eventLoopUtilization() }; }
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: "Performance", configurable: true });

for (const Class of [PerformanceEntry, PerformanceMark, PerformanceMeasure]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

const sorted = (list) => [...list].sort((a, b) => a.startTime - b.startTime);

function clear(type, name) {
  entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== `${name}`));
}

const list = (of) => ({
  getEntries: () => of,
  getEntriesByName: (name, type) => of.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
  getEntriesByType: (type) => of.filter((entry) => entry.entryType === type),
});

class PerformanceObserver {
  #callback;
  #types = new Set();
  #buffer = [];
  #isScheduled = false;

  static get supportedEntryTypes() { return ["function", "mark", "measure"]; }

  constructor(callback) {
    validateFunction(callback, "callback");
    this.#callback = callback;
  }

  observe(options) {
    validateObject(options, "options");
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw makeError("ERR_MISSING_ARGS", "options.entryTypes", "options.type");
    this.#types = new Set(entryTypes ?? [...this.#types, type]);
    observers.add(this);
    if (buffered) for (const entry of entries) this[kMake](entry);
  }

  disconnect() { observers.delete(this); this.#buffer = []; }
  takeRecords() { return this.#buffer.splice(0); }

  [kMake](entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#buffer.push(entry);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    require("internal/timers").setImmediate(() => {
      this.#isScheduled = false;
      const taken = sorted(this.takeRecords());
      if (taken.length > 0) this.#callback(list(taken), this);
    });
  }
}

module.exports = {
  Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver,
  constants: Object.freeze({}),
  performance: new Performance(),
};
