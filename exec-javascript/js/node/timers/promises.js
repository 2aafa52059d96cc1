// node:timers/promises
const { AbortError } = require("internal/errors");
const timers = require("internal/timers");
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require("internal/validators");

function check({ signal, ref }) {
  validateAbortSignal(signal, "options.signal");
  validateBoolean(ref, "options.ref");
}

/** A promise for a timer: `start` sets it, `stop` clears it, and the signal does so too. */
function promised(start, stop, value, options) {
  const { signal, ref = true } = options;
  check({ signal, ref });
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop(timer);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    const timer = start(() => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    });
    if (!ref) timer.unref();
    signal?.addEventListener("abort", abort, { once: true });
  });
}

const settled = (make) => {
  try {
    return make();
  } catch (error) {
    return Promise.reject(error);
  }
};

function setTimeout(delay, value, options = {}) {
  return settled(() => {
    if (delay !== undefined) validateNumber(delay, "delay");
    validateObject(options, "options");
    return promised((fire) => timers.setTimeout(fire, delay), timers.clearTimeout, value, options);
  });
}

function setImmediate(value, options = {}) {
  return settled(() => {
    validateObject(options, "options");
    return promised((fire) => timers.setImmediate(fire), timers.clearImmediate, value, options);
  });
}

async function* setInterval(delay, value, options = {}) {
  if (delay !== undefined) validateNumber(delay, "delay");
  validateObject(options, "options");
  const { signal, ref = true } = options;
  check({ signal, ref });
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  let due = 0;
  let wake;
  const timer = timers.setInterval(() => { due += 1; wake?.(); }, delay);
  if (!ref) timer.unref();
  const abort = () => { timers.clearInterval(timer); wake?.(); };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
    }
    throw new AbortError(undefined, { cause: signal.reason });
  } finally {
    timers.clearInterval(timer);
    signal?.removeEventListener("abort", abort);
  }
}

const scheduler = {
  wait: (delay, options) => setTimeout(delay, undefined, options),
  yield: () => setImmediate(),
};

module.exports = { scheduler, setImmediate, setInterval, setTimeout };
