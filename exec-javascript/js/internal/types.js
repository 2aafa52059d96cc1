// util.types: what a value is, whatever its prototype says. Each check asks for something that only
// the real thing has, by functions that were taken before the program ran.
const native = binding("values");

const { call } = Function.prototype;
const uncurried = (method) => call.bind(method);
const getter = (object, name) => uncurried(Object.getOwnPropertyDescriptor(object, name).get);

const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = getter(TypedArrayPrototype, Symbol.toStringTag);
const functionText = uncurried(Function.prototype.toString);
const objectTag = uncurried(Object.prototype.toString);

function accepts(check) {
  return (value) => {
    if (value === null || typeof value !== "object" || native.proxyDetails(value) !== undefined) return false;
    try {
      check(value);
      return true;
    } catch {
      return false;
    }
  };
}

const isNumberObject = accepts(uncurried(Number.prototype.valueOf));
const isStringObject = accepts(uncurried(String.prototype.valueOf));
const isBooleanObject = accepts(uncurried(Boolean.prototype.valueOf));
const isBigIntObject = accepts(uncurried(BigInt.prototype.valueOf));
const isSymbolObject = accepts(uncurried(Symbol.prototype.valueOf));
const isArrayBuffer = accepts(getter(ArrayBuffer.prototype, "byteLength"));
const isSharedArrayBuffer = typeof SharedArrayBuffer === "function"
  ? accepts(getter(SharedArrayBuffer.prototype, "byteLength")) : () => false;
const hasInWeakMap = uncurried(WeakMap.prototype.has);
const hasInWeakSet = uncurried(WeakSet.prototype.has);
const deref = uncurried(WeakRef.prototype.deref);
const key = {};

const typedArrayNamed = (name) => (value) => ArrayBuffer.isView(value) && typedArrayTag(value) === name;
const isObject = (value) => value !== null && typeof value === "object";

// By the prototype, and not by the tag: reading that may run code of the program's.
const prototypeOf = (value) => Object.getPrototypeOf(value);
const MapIterator = prototypeOf(new Map()[Symbol.iterator]());
const SetIterator = prototypeOf(new Set()[Symbol.iterator]());
const Generator = prototypeOf(function* () {}).prototype;
const AsyncGenerator = prototypeOf(async function* () {}).prototype;
const isBelow = uncurried(Object.prototype.isPrototypeOf);
const functionLike = (pattern) => (value) => typeof value === "function" && pattern.test(functionText(value));


module.exports = {
  isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isArgumentsObject: (value) => isObject(value) && Object.hasOwn(value, Symbol.iterator)
    && !(Symbol.toStringTag in value) && objectTag(value) === "[object Arguments]",
  isArrayBuffer,
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isAsyncFunction: functionLike(/^(async\b(?!\s*[=,)])|\[?(static\s+)?async\b)/),
  isBigInt64Array: typedArrayNamed("BigInt64Array"),
  isBigIntObject,
  isBigUint64Array: typedArrayNamed("BigUint64Array"),
  isBooleanObject,
  isBoxedPrimitive: (value) => isNumberObject(value) || isStringObject(value) || isBooleanObject(value)
    || isBigIntObject(value) || isSymbolObject(value),
  isCryptoKey: (value) => value?.constructor?.name === "CryptoKey" && typeof value.algorithm === "object",
  isDataView: (value) => ArrayBuffer.isView(value) && typedArrayTag(value) === undefined,
  isDate: accepts(uncurried(Date.prototype.getTime)),
  isExternal: () => false,
  isFloat32Array: typedArrayNamed("Float32Array"),
  isFloat64Array: typedArrayNamed("Float64Array"),
  isGeneratorFunction: functionLike(/^(async\s+)?(function\s*)?\*/),
  isGeneratorObject: (value) => isObject(value) && (isBelow(Generator, value) || isBelow(AsyncGenerator, value)),
  isInt16Array: typedArrayNamed("Int16Array"),
  isInt32Array: typedArrayNamed("Int32Array"),
  isInt8Array: typedArrayNamed("Int8Array"),
  isKeyObject: (value) => value?.constructor?.name?.endsWith("KeyObject") === true,
  isMap: accepts(getter(Map.prototype, "size")),
  isMapIterator: (value) => isObject(value) && prototypeOf(value) === MapIterator,
  isModuleNamespaceObject: (value) => isObject(value)
    && Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === "Module" && prototypeOf(value) === null,
  isNativeError: (value) => native.isError(value),
  isNumberObject,
  isPromise: (value) => value !== null && typeof value === "object" && native.promiseDetails(value) !== undefined,
  isProxy: (value) => value !== null && (typeof value === "object" || typeof value === "function")
    && native.proxyDetails(value) !== undefined,
  isRegExp: (value) => native.isRegExp(value),
  isSet: accepts(getter(Set.prototype, "size")),
  isSetIterator: (value) => isObject(value) && prototypeOf(value) === SetIterator,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isTypedArray: (value) => ArrayBuffer.isView(value) && typedArrayTag(value) !== undefined,
  isUint16Array: typedArrayNamed("Uint16Array"),
  isUint32Array: typedArrayNamed("Uint32Array"),
  isUint8Array: typedArrayNamed("Uint8Array"),
  isUint8ClampedArray: typedArrayNamed("Uint8ClampedArray"),
  isWeakMap: accepts((value) => hasInWeakMap(value, key)),
  isWeakRef: accepts(deref),
  isWeakSet: accepts((value) => hasInWeakSet(value, key)),
};
