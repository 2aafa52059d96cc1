// util.types: what a value is, whatever its prototype says. Most checks ask the engine for the value's class; the others
// for something that only the real thing has, by functions that were taken before the program ran.
const native = binding("values");

const { classOf } = native;
const { call } = Function.prototype;
const uncurried = (method) => call.bind(method);
const getter = (object, name) => uncurried(Object.getOwnPropertyDescriptor(object, name).get);

const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = getter(TypedArrayPrototype, Symbol.toStringTag);
const functionText = uncurried(Function.prototype.toString);
const objectTag = uncurried(Object.prototype.toString);

/** A check for the engine's class of `sample`, which no program can change or take on. */
function alike(sample) {
  const known = classOf(sample);
  return (value) => classOf(value) === known;
}

const isNumberObject = alike(Object(0));
const isStringObject = alike(Object(""));
const isBooleanObject = alike(Object(false));
const isBigIntObject = alike(Object(0n));
const isSymbolObject = alike(Object(Symbol.iterator));
const isArrayBuffer = alike(new ArrayBuffer(0));
const isSharedArrayBuffer = typeof SharedArrayBuffer === "function" ? alike(new SharedArrayBuffer(0)) : () => false;

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
  isDate: alike(new Date(0)),
  isExternal: () => false,
  isFloat32Array: typedArrayNamed("Float32Array"),
  isFloat64Array: typedArrayNamed("Float64Array"),
  isGeneratorFunction: functionLike(/^(async\s+)?(function\s*)?\*/),
  isGeneratorObject: (value) => isObject(value) && (isBelow(Generator, value) || isBelow(AsyncGenerator, value)),
  isInt16Array: typedArrayNamed("Int16Array"),
  isInt32Array: typedArrayNamed("Int32Array"),
  isInt8Array: typedArrayNamed("Int8Array"),
  isKeyObject: (value) => value?.constructor?.name?.endsWith("KeyObject") === true,
  isMap: alike(new Map()),
  isMapIterator: (value) => isObject(value) && prototypeOf(value) === MapIterator,
  isModuleNamespaceObject: (value) => isObject(value)
    && Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === "Module" && prototypeOf(value) === null,
  isNativeError: (value) => native.isError(value),
  isNumberObject,
  isPromise: alike(Promise.resolve()),
  isProxy: (value) => value !== null && (typeof value === "object" || typeof value === "function")
    && native.proxyDetails(value) !== undefined,
  isRegExp: alike(/ /),
  isSet: alike(new Set()),
  isSetIterator: (value) => isObject(value) && prototypeOf(value) === SetIterator,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isTypedArray: (value) => ArrayBuffer.isView(value) && typedArrayTag(value) !== undefined,
  isUint16Array: typedArrayNamed("Uint16Array"),
  isUint32Array: typedArrayNamed("Uint32Array"),
  isUint8Array: typedArrayNamed("Uint8Array"),
  isUint8ClampedArray: typedArrayNamed("Uint8ClampedArray"),
  isWeakMap: alike(new WeakMap()),
  isWeakRef: alike(new WeakRef({})),
  isWeakSet: alike(new WeakSet()),
};
