// Gives a new context its globals. Called once, before the program, as `binding` the two native
// functions that everything else is made from; answers with the function that loads built-in modules.
//
// Nothing here reads a clock, the environment or a random number: a context that has come so far
// is the same for every program.
const { compile, binding: nativeBinding } = binding;

const modules = { __proto__: null };
const bindings = { __proto__: null };

function bindOnce(name) {
  return bindings[name] ??= nativeBinding(name);
}

function load(name) {
  const known = modules[name];
  if (known !== undefined) return known.exports;
  const loaded = { exports: {} };
  const start = compile(name);
  modules[name] = loaded;
  try {
    start(loaded.exports, load, loaded, bindOnce);
  } catch (error) {
    // Out of stack or memory halfway: the next who asks gets a whole module or an error again.
    delete modules[name];
    throw error;
  }
  return loaded.exports;
}

function define(name, value) {
  Object.defineProperty(globalThis, name, {
    value, writable: true, enumerable: false, configurable: true,
  });
}

/** Globals that cost nothing until they are used: the first read puts the value in their place. */
function defineLazily(from, names) {
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      get() {
        const value = load(from)[name];
        define(name, value);
        return value;
      },
      set(value) { define(name, value); },
      enumerable: false,
      configurable: true,
    });
  }
}

define("global", globalThis);
defineLazily("node:buffer", ["Buffer"]);
defineLazily("internal/text_coding", ["TextDecoder", "TextEncoder"]);
defineLazily("internal/console", ["console"]);
defineLazily("internal/process", ["process"]);
defineLazily("internal/timers", [
  "clearImmediate", "clearInterval", "clearTimeout", "setImmediate", "setInterval", "setTimeout",
]);
defineLazily("internal/base64", ["atob", "btoa"]);
defineLazily("internal/structured_clone", ["structuredClone"]);
defineLazily("internal/url", ["URL", "URLSearchParams"]);
defineLazily("internal/event_target", ["CustomEvent", "Event", "EventTarget"]);
defineLazily("internal/abort", ["AbortController", "AbortSignal"]);
defineLazily("internal/dom_exception", ["DOMException"]);
defineLazily("internal/blob", ["Blob", "File"]);
defineLazily("internal/form_data", ["FormData"]);
defineLazily("internal/fetch", ["Headers", "Request", "Response", "fetch"]);
defineLazily("internal/messages", ["BroadcastChannel", "MessageChannel", "MessageEvent", "MessagePort"]);
defineLazily("internal/navigator", ["navigator"]);
defineLazily("internal/web_streams", [
  "ByteLengthQueuingStrategy", "CompressionStream", "CountQueuingStrategy", "DecompressionStream",
  "ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader",
  "ReadableStreamBYOBRequest", "ReadableStreamDefaultController", "ReadableStreamDefaultReader",
  "TextDecoderStream", "TextEncoderStream", "TransformStream", "TransformStreamDefaultController",
  "WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter",
]);
defineLazily("node:perf_hooks", [
  "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver", "performance",
]);
defineLazily("internal/intl/index", ["Intl"]);
defineLazily("internal/webcrypto", ["Crypto", "CryptoKey", "SubtleCrypto", "crypto"]);

// What a program may put others in the place of before it first asks for a text in its language.
const TypedArray = Object.getPrototypeOf(Uint8Array);
modules["internal/intl/originals"] = {
  exports: {
    bigintOf: BigInt.prototype.valueOf,
    getTime: Date.prototype.getTime,
    numberOf: Number.prototype.valueOf,
    typedLength: Object.getOwnPropertyDescriptor(TypedArray.prototype, "length").get,
  },
};

let localized;

/** A method of the language that Intl has a say in: its first call loads what it does. */
function defineLocalized({ prototype }, name, key) {
  const { [name]: value } = {
    [name](locales = undefined, options = undefined) {
      localized ??= load("internal/intl/to_locale_string");
      return localized[key](this, locales, options);
    },
  };
  Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
}

defineLocalized(Array, "toLocaleString", "arrayToLocaleString");
defineLocalized(BigInt, "toLocaleString", "bigintToLocaleString");
defineLocalized(Date, "toLocaleDateString", "dateToLocaleDateString");
defineLocalized(Date, "toLocaleString", "dateToLocaleString");
defineLocalized(Date, "toLocaleTimeString", "dateToLocaleTimeString");
defineLocalized(Number, "toLocaleString", "numberToLocaleString");
defineLocalized(TypedArray, "toLocaleString", "typedArrayToLocaleString");
const { localeCompare } = {
  localeCompare(that, locales = undefined, options = undefined) {
    localized ??= load("internal/intl/to_locale_string");
    return localized.localeCompare(this, that, locales, options);
  },
};
Object.defineProperty(String.prototype, "localeCompare", {
  value: localeCompare, writable: true, enumerable: false, configurable: true,
});

return load;
