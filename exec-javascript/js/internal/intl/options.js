// What the constructors of Intl have in common: options, and objects with slots.

/** An object of options, as most constructors take it: anything but an object is none. */
function optionsObject(options) {
  if (options === undefined) return { __proto__: null };
  if (typeof options === "object" && options !== null || typeof options === "function") return options;
  throw new TypeError("invalid_argument");
}

/** An object of options, as the older constructors take it: primitives are made objects. */
function coercedOptions(options, service) {
  if (options === undefined) return { __proto__: null };
  if (options === null) throw new TypeError(`${service} called on null or undefined`);
  return Object(options);
}

/** One of `values`; without them any text. */
function stringOption(options, name, values, fallback, service) {
  const given = options[name];
  if (given === undefined) return fallback;
  const value = String(given);
  if (values !== undefined && !values.includes(value)) {
    throw new RangeError(`Value ${value} out of range for ${service} options property ${name}`);
  }
  return value;
}

function booleanOption(options, name, fallback) {
  const given = options[name];
  return given === undefined ? fallback : Boolean(given);
}

function checkedNumber(given, name, minimum, maximum, fallback) {
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!(value >= minimum && value <= maximum)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(value);
}

function numberOption(options, name, minimum, maximum, fallback) {
  return checkedNumber(options[name], name, minimum, maximum, fallback);
}

/** Reads and checks `localeMatcher`, which changes nothing: both ways find the same few locales. */
function readMatcher(options, service) {
  stringOption(options, "localeMatcher", ["lookup", "best fit"], "best fit", service);
}

/** A kind of objects that carry slots nobody else can see. */
function slotsOf(service) {
  const Given = function (object) { return object; };
  return class Slots extends Given {
    #slots;
    constructor(object, slots) {
      super(object);
      this.#slots = slots;
    }

    static has(object) {
      return typeof object === "object" && object !== null && #slots in object;
    }

    static of(object, method) {
      if (typeof object === "object" && object !== null && #slots in object) return object.#slots;
      let shown;
      try {
        shown = typeof object === "object" && object !== null ? `#<${object.constructor.name}>` : String(object);
      } catch {
        shown = "#<Object>";
      }
      const name = method.startsWith("get ") ? `get ${service}.prototype.${method.slice(4)}` : `${service}.prototype.${method}`;
      throw new TypeError(`Method ${name} called on incompatible receiver ${shown}`);
    }
  };
}

/** Puts the members of `from` on `to` as a built-in's are: not enumerable. */
function defineMembers(to, from) {
  for (const name of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, name);
    Object.defineProperty(to, name, { ...descriptor, enumerable: false });
  }
}

/** Makes `constructor` look as a constructor of Intl does: members, tag, a prototype that stays. */
function defineService(constructor, service, members, statics = {}) {
  Object.defineProperty(constructor, "prototype", { writable: false });
  defineMembers(constructor.prototype, members);
  Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: service, configurable: true });
  defineMembers(constructor, statics);
}

/** An ordinary object for `new.target`. */
const instanceFor = (target) => Reflect.construct(Object, [], target);

module.exports = {
  booleanOption, checkedNumber, coercedOptions, defineMembers, defineService, instanceFor, numberOption, optionsObject,
  readMatcher, slotsOf, stringOption,
};
