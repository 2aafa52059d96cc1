// process.nextTick: callbacks that run before promise jobs, when the current one has returned.
const { onTick, wantTick } = binding("timers");
const { getContext, setContext } = require("internal/async_context");
const { validateFunction } = require("internal/validators");

const queue = [];

onTick(() => {
  let done = 0;
  try {
    while (done < queue.length) {
      const { callback, args, context } = queue[done];
      done += 1;
      setContext(context);
      callback(...args);
    }
  } finally {
    queue.splice(0, done);
    // One threw: if the program goes on, so do the others.
    if (queue.length > 0) wantTick();
  }
});

function nextTick(callback, ...args) {
  validateFunction(callback, "callback");
  queue.push({ callback, args, context: getContext() });
  if (queue.length === 1) wantTick();
}

module.exports = { nextTick };
