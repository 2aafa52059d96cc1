// What AsyncLocalStorage hands on: one immutable map from storage to value, the current one. The engine
// hands it on to jobs (exec-javascript/patches/0011). Who puts another callback off takes the current map
// along, and puts it in place again for the call.
const { getContext, setContext } = binding("values");

/** Makes a callback that runs with what is current now. */
function bound(callback) {
  const context = getContext();
  if (context === undefined) return callback;
  return function withContext(...args) {
    return run(context, callback, this, args);
  };
}

function run(context, callback, receiver, args) {
  const before = getContext();
  setContext(context);
  try {
    return Reflect.apply(callback, receiver, args);
  } finally {
    setContext(before);
  }
}

module.exports = { bound, getContext, run, setContext };
