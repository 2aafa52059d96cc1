// Objects that become emitters or streams when they are first used as such: most programs only ever
// call `process.stdout.write` and `hash.update`, and the streams need not be loaded for that.
const EMITTER = ["addListener", "emit", "eventNames", "getMaxListeners", "listenerCount", "listeners", "off", "on", "once",
  "prependListener", "prependOnceListener", "rawListeners", "removeAllListeners", "removeListener", "setMaxListeners"];
const WRITABLE = ["cork", "destroy", "end", "pipe", "setDefaultEncoding", "uncork"];
const DUPLEX = [...WRITABLE, "pause", "push", "read", "resume", "setEncoding", "unpipe", "write", Symbol.asyncIterator];

/** A prototype whose methods named here first make their object one that `load` gives a class for. */
function lazily(names, load, prototype = {}) {
  const made = new WeakSet();
  const become = (object) => {
    if (made.has(object)) return;
    made.add(object);
    const { Class, options } = load(object);
    if (!Object.prototype.isPrototypeOf.call(Class.prototype, prototype)) {
      for (const name of names) delete prototype[name];
      Object.setPrototypeOf(prototype, Class.prototype);
    }
    Reflect.apply(Class, object, options);
  };
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      value(...args) {
        become(this);
        // Not this[name]: whoever kept this method may have put another in its place.
        return Reflect.apply(prototype[name], this, args);
      },
      writable: true, configurable: true,
    });
  }
  return prototype;
}

const emitter = (prototype) => lazily(EMITTER, () => ({ Class: require("node:events"), options: [] }), prototype);

const writable = (options, prototype) => lazily([...EMITTER, ...WRITABLE], () => ({
  Class: require("node:stream").Writable, options: [options],
}), prototype);

const transform = (prototype) => lazily([...EMITTER, ...DUPLEX], () => ({
  Class: require("node:stream").Transform, options: [],
}), prototype);

module.exports = { emitter, transform, writable };
