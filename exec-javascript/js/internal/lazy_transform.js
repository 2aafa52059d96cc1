// The Transform that hashes are: the real one, once streams have been loaded at all. Most programs hash
// and never stream: their hashes take only a method's call to become streams.
const state = new WeakSet();

/** Makes `object` a stream, unless it is one. */
function become(object) {
  if (state.has(object)) return;
  state.add(object);
  const { Transform: Real } = require("node:stream");
  if (!Real.prototype.isPrototypeOf(Transform.prototype)) {
    for (const name of NAMES) delete Transform.prototype[name];
    Object.setPrototypeOf(Transform.prototype, Real.prototype);
  }
  Reflect.apply(Real, object, []);
}

const NAMES = ["addListener", "destroy", "emit", "end", "off", "on", "once", "pause", "pipe", "push", "read",
  "removeListener", "resume", "setEncoding", "unpipe", "write", Symbol.asyncIterator];

class Transform {}

for (const name of NAMES) {
  Object.defineProperty(Transform.prototype, name, {
    value(...args) {
      become(this);
      return this[name](...args);
    },
    writable: true, configurable: true,
  });
}

module.exports = { Transform, become };
