// Deep equality, loose and strict, as node:assert and util.isDeepStrictEqual have it.
const types = require("internal/types");

const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);

function ownSymbols(object) {
  return Object.getOwnPropertySymbols(object).filter((key) => isEnumerable(object, key));
}

function isDeepEqual(a, b, strict) {
  return equal(a, b, strict, undefined);
}

function equal(a, b, strict, memos) {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (strict) {
    if (typeof a !== "object") return typeof a === "number" && Number.isNaN(a) && Number.isNaN(b);
    if (typeof b !== "object" || a === null || b === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  } else {
    if (a === null || typeof a !== "object") {
      // eslint-disable-next-line eqeqeq
      return (b === null || typeof b !== "object") && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
    }
    if (b === null || typeof b !== "object") return false;
  }
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    const [left, right] = [named(a), named(b)];
    return left.length === right.length && sameKeys(a, b, strict, memos, left, arrayItems);
  }
  if (types.isDate(a)) {
    if (!types.isDate(b) || !Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))) return false;
  } else if (types.isRegExp(a)) {
    if (!types.isRegExp(b) || a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
  } else if (types.isNativeError(a) || a instanceof Error) {
    if (!(types.isNativeError(b) || b instanceof Error) || a.message !== b.message || a.name !== b.name) return false;
    if (!equalOwn(a, b, "cause", strict, memos) || !equalOwn(a, b, "errors", strict, memos)) return false;
  } else if (ArrayBuffer.isView(a)) {
    if (!ArrayBuffer.isView(b) || !sameBytes(a, b, strict)) return false;
    const [left, right] = [named(a), named(b)];
    return left.length === right.length && sameKeys(a, b, strict, memos, left);
  } else if (types.isSet(a)) {
    if (!types.isSet(b) || a.size !== b.size) return false;
    return sameKeys(a, b, strict, memos, undefined, setItems);
  } else if (types.isMap(a)) {
    if (!types.isMap(b) || a.size !== b.size) return false;
    return sameKeys(a, b, strict, memos, undefined, mapItems);
  } else if (types.isAnyArrayBuffer(a)) {
    if (!types.isAnyArrayBuffer(b) || !sameBytes(new Uint8Array(a), new Uint8Array(b), true)) return false;
  } else if (types.isBoxedPrimitive(a)) {
    if (!types.isBoxedPrimitive(b) || !Object.is(a.valueOf(), b.valueOf())) return false;
  } else if (types.isWeakMap(a) || types.isWeakSet(a) || types.isPromise(a)) {
    return false;
  }
  return sameKeys(a, b, strict, memos, undefined);
}

function equalOwn(a, b, key, strict, memos) {
  if (Object.hasOwn(a, key) !== Object.hasOwn(b, key)) return false;
  return !Object.hasOwn(a, key) || equal(a[key], b[key], strict, memos);
}

function sameBytes(a, b, strict) {
  if (a.byteLength !== b.byteLength) return false;
  const isFloat = types.isFloat32Array(a) || types.isFloat64Array(a);
  if (isFloat && !strict) {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
    return true;
  }
  const [left, right] = [a, b].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** The keys of an array that are no indices. */
const named = (array) => Object.keys(array).filter((key) => !/^(0|[1-9]\d*)$/.test(key));

function sameKeys(a, b, strict, memos, keys, items = () => true) {
  const left = keys ?? Object.keys(a);
  if (keys === undefined && left.length !== Object.keys(b).length) return false;
  if (!left.every((key) => Object.hasOwn(b, key) && isEnumerable(b, key))) return false;
  let all = left;
  if (strict) {
    const symbols = ownSymbols(a);
    if (symbols.length !== ownSymbols(b).length) return false;
    if (!symbols.every((key) => isEnumerable(b, key))) return false;
    all = [...left, ...symbols];
  }
  // Two that are being compared already are equal, as far as they can be told apart.
  const seen = memos ?? { left: new Map(), right: new Map() };
  const before = seen.left.get(a);
  if (before !== undefined && seen.right.get(b) !== undefined) return before === seen.right.get(b);
  const depth = seen.left.size + 1;
  seen.left.set(a, depth);
  seen.right.set(b, depth);
  const same = items(a, b, strict, seen) && all.every((key) => equal(a[key], b[key], strict, seen));
  seen.left.delete(a);
  seen.right.delete(b);
  return same;
}

function arrayItems(a, b, strict, memos) {
  for (let i = 0; i < a.length; i++) {
    if (Object.hasOwn(a, i) !== Object.hasOwn(b, i)) return false;
    if (!equal(a[i], b[i], strict, memos)) return false;
  }
  return true;
}

function setItems(a, b, strict, memos) {
  const unmatched = [];
  for (const item of a) {
    const isObject = item !== null && typeof item === "object";
    if (b.has(item) && (!isObject || !strict)) continue;
    if (!isObject && strict) return false;
    unmatched.push(item);
  }
  const rest = [...b].filter((item) => !(a.has(item) && (item === null || typeof item !== "object" || !strict)));
  return matchAll(unmatched, rest, (x, y) => equal(x, y, strict, memos));
}

function mapItems(a, b, strict, memos) {
  const unmatched = [];
  const taken = new Set();
  for (const [key, value] of a) {
    if ((key === null || typeof key !== "object") && b.has(key)) {
      if (!equal(value, b.get(key), strict, memos)) return false;
      taken.add(key);
    } else if (strict && (key === null || typeof key !== "object")) return false;
    else unmatched.push([key, value]);
  }
  const rest = [...b].filter(([key]) => !taken.has(key));
  return matchAll(unmatched, rest, ([k, v], [l, w]) => equal(k, l, strict, memos) && equal(v, w, strict, memos));
}

function matchAll(left, right, matches) {
  if (left.length !== right.length) return false;
  const open = [...right];
  return left.every((item) => {
    const at = open.findIndex((other) => matches(item, other));
    if (at < 0) return false;
    open.splice(at, 1);
    return true;
  });
}

module.exports = {
  isDeepEqual: (a, b) => isDeepEqual(a, b, false),
  isDeepStrictEqual: (a, b) => isDeepEqual(a, b, true),
};
