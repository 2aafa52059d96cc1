// How util.inspect shows objects: what leads, the brackets, and the entries.
const types = require("internal/types");
const { proxyDetails, promiseDetails } = binding("values");
const errors = require("internal/inspect/errors");
const { join } = require("internal/inspect/layout");
const primitives = require("internal/inspect/primitives");

const customInspect = Symbol.for("nodejs.util.inspect.custom");
const PLAIN_KEY = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);

/** The name of the constructor whose prototype the object has, or the nearest one behind it. */
function constructorName(object, context, recursion = 0) {
  let first;
  for (let current = object; current !== null; current = Object.getPrototypeOf(current)) {
    const descriptor = Object.getOwnPropertyDescriptor(current, "constructor");
    if (descriptor !== undefined && typeof descriptor.value === "function"
        && descriptor.value.name !== "" && isInstance(object, descriptor.value)) {
      return String(descriptor.value.name);
    }
    first ??= Object.getPrototypeOf(current);
  }
  if (first === null || first === undefined) return null;
  const internal = Object.prototype.toString.call(object).slice(8, -1);
  if (recursion > context.depth && context.depth !== null) return `${internal} <Complex prototype>`;
  const parent = constructorName(first, context, recursion + 1);
  if (parent === null) {
    return `${internal} <${require("internal/inspect").inspect(first, { customInspect: false, depth: -1 })}>`;
  }
  return `${internal} <${parent}>`;
}

function isInstance(object, constructor) {
  try {
    return object instanceof constructor;
  } catch {
    return false;
  }
}

function prefix(constructor, tag, fallback, size = "") {
  if (constructor === null) {
    const tagged = tag !== "" && fallback !== tag ? ` [${tag}]` : "";
    return `[${fallback}${size}: null prototype]${tagged} `;
  }
  return `${constructor}${size} ${tag !== "" && constructor !== tag ? `[${tag}] ` : ""}`;
}

function keysOf(object, showHidden) {
  const symbols = Object.getOwnPropertySymbols(object);
  if (showHidden) return [...Object.getOwnPropertyNames(object), ...symbols];
  let names;
  try {
    names = Object.keys(object);
  } catch {
    // A module whose bindings are not all initialised yet.
    names = Object.getOwnPropertyNames(object);
  }
  return symbols.length === 0 ? names : [...names, ...symbols.filter((key) => isEnumerable(object, key))];
}

/** The keys of an array that are no indices. A large typed array is not searched for them. */
function namedKeys(array, showHidden) {
  if (ArrayBuffer.isView(array) && array.length > 10_000) return [];
  return keysOf(array, showHidden).filter((key) => typeof key === "symbol" || !/^(0|[1-9]\d*)$/.test(key))
    .filter((key) => key !== "length" || showHidden);
}

const shortened = (rest) => `... ${rest} more item${rest > 1 ? "s" : ""}`;
const mostOf = (context, length) => Math.min(Math.max(0, context.maxArrayLength), length);

function arrayEntries(context, array, depth) {
  const most = mostOf(context, array.length);
  const entries = [];
  let index = 0;
  for (; index < array.length && entries.length < most; index++) {
    if (Object.hasOwn(array, index)) {
      entries.push(property(context, array, depth, String(index), true));
      continue;
    }
    let end = index;
    while (end < array.length && !Object.hasOwn(array, end)) end += 1;
    const holes = end - index;
    entries.push(context.stylize(`<${holes} empty item${holes > 1 ? "s" : ""}>`, "undefined"));
    index = end - 1;
  }
  if (index < array.length) entries.push(shortened(array.length - index));
  return entries;
}

function typedArrayEntries(context, array) {
  const most = mostOf(context, array.length);
  const entries = [];
  for (let i = 0; i < most; i++) entries.push(primitives.show(context, array[i]));
  if (array.length > most) entries.push(shortened(array.length - most));
  return entries;
}

function listed(context, items, size, show) {
  const most = mostOf(context, size);
  const entries = [];
  context.indentationLevel += 2;
  for (const item of items) {
    if (entries.length >= most) break;
    entries.push(show(item));
  }
  context.indentationLevel -= 2;
  if (size > most) entries.push(shortened(size - most));
  return entries;
}

function bufferEntries(context, buffer) {
  const most = Math.min(Math.max(0, context.maxArrayLength), buffer.byteLength);
  const bytes = new Uint8Array(buffer, 0, most);
  let text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const rest = buffer.byteLength - most;
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? "s" : ""}`;
  return [`${context.stylize("[Uint8Contents]", "special")}: <${text}>`];
}

function promiseEntries(context, promise, depth) {
  const [state, result] = promiseDetails(promise);
  if (state === "pending") return [context.stylize("<pending>", "special")];
  context.indentationLevel += 2;
  const shown = value(context, result, depth);
  context.indentationLevel -= 2;
  return [state === "rejected" ? `${context.stylize("<rejected>", "special")} ${shown}` : shown];
}

function functionHead(context, target, constructor, tag) {
  const text = Function.prototype.toString.call(target);
  if (/^class\b/.test(text) && text.endsWith("}")) {
    let head = `class ${Object.hasOwn(target, "name") && target.name ? target.name : "(anonymous)"}`;
    if (constructor !== "Function" && constructor !== null) head += ` [${constructor}]`;
    if (tag !== "" && constructor !== tag) head += ` [${tag}]`;
    if (constructor === null) head += " extends [null prototype]";
    else if (Object.getPrototypeOf(target).name) head += ` extends ${Object.getPrototypeOf(target).name}`;
    return `[${head}]`;
  }
  let kind = "Function";
  if (types.isGeneratorFunction(target)) kind = `Generator${kind}`;
  if (types.isAsyncFunction(target)) kind = `Async${kind}`;
  let head = `[${kind}`;
  if (constructor === null) head += " (null prototype)";
  head += target.name === "" ? " (anonymous)" : `: ${String(target.name)}`;
  head += "]";
  if (constructor !== kind && constructor !== null) head += ` ${constructor}`;
  if (tag !== "" && constructor !== tag) head += ` [${tag}]`;
  return head;
}

const BOXES = [
  ["Number", types.isNumberObject, Number.prototype.valueOf],
  ["String", types.isStringObject, String.prototype.valueOf],
  ["Boolean", types.isBooleanObject, Boolean.prototype.valueOf],
  ["BigInt", types.isBigIntObject, BigInt.prototype.valueOf],
  ["Symbol", types.isSymbolObject, Symbol.prototype.valueOf],
];

function boxHead(context, object, keys, constructor, tag) {
  const [type, , valueOf] = BOXES.find(([, is]) => is(object));
  // The characters of a string are no properties to show.
  if (type === "String") keys.splice(0, keys.length, ...keys.filter((key) => typeof key === "symbol" || !/^\d+$/.test(key)));
  let head = `[${type}`;
  if (type !== constructor) head += constructor === null ? " (null prototype)" : ` (${constructor})`;
  head += `: ${primitives.show({ ...context, stylize: (text) => text }, valueOf.call(object))}]`;
  if (tag !== "" && tag !== constructor) head += ` [${tag}]`;
  return head;
}

function dateText(date) {
  return Number.isNaN(date.getTime()) ? "Invalid Date" : Date.prototype.toISOString.call(date);
}

function tagOf(object, context) {
  const tag = object[Symbol.toStringTag];
  if (typeof tag !== "string" || tag === "") return "";
  const isOwn = context.showHidden ? Object.hasOwn(object, Symbol.toStringTag)
    : isEnumerable(object, Symbol.toStringTag);
  return isOwn ? "" : tag;
}

/** What an object is shown with, by what it is: `{ keys, braces, base, entries, isArray, hidden }`. */
function form(context, object, constructor, tag, isTyped) {
  const keys = () => keysOf(object, context.showHidden);
  const plain = (name, size) => prefix(constructor, tag, name, size);
  if (Symbol.iterator in object || constructor === null) {
    if (Array.isArray(object)) {
      const head = constructor !== "Array" || tag !== "" ? plain("Array", `(${object.length})`) : "";
      return { keys: namedKeys(object, context.showHidden), braces: [`${head}[`, "]"], isArray: true,
        entries: (depth) => arrayEntries(context, object, depth), isEmpty: object.length === 0 };
    }
    if (types.isSet(object)) {
      const { size } = object;
      return { keys: keys(), braces: [`${plain("Set", `(${size})`)}{`, "}"], isEmpty: size === 0,
        entries: (depth) => listed(context, Set.prototype.values.call(object), size, (item) => value(context, item, depth)) };
    }
    if (types.isMap(object)) {
      const { size } = object;
      return { keys: keys(), braces: [`${plain("Map", `(${size})`)}{`, "}"], isEmpty: size === 0,
        entries: (depth) => listed(context, Map.prototype.entries.call(object), size,
          ([k, v]) => `${value(context, k, depth)} => ${value(context, v, depth)}`) };
    }
    if (types.isTypedArray(object)) {
      const name = Object.getPrototypeOf(Uint8Array.prototype);
      const own = Object.getOwnPropertyDescriptor(name, Symbol.toStringTag).get.call(object);
      const hidden = context.showHidden ? ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"] : [];
      return { keys: namedKeys(object, context.showHidden), braces: [`${plain(own, `(${object.length})`)}[`, "]"],
        isArray: true, entries: () => typedArrayEntries(context, object), hidden,
        isEmpty: object.length === 0 && !context.showHidden };
    }
    if (types.isMapIterator(object) || types.isSetIterator(object)) {
      return { keys: keys(), braces: [`[${tag}] {`, "}"], entries: () => ["..."] };
    }
  }
  if (types.isArgumentsObject(object)) {
    return { keys: keys(), braces: ["[Arguments] {", "}"], isEmpty: true };
  }
  const isError = types.isNativeError(object) || (object instanceof Error && typeof object !== "function");
  if (isError) {
    const own = keys();
    return { base: errors.show(context, object, constructor, tag, own, prefix), keys: own, braces: ["{", "}"], isBare: true };
  }
  if (typeof object === "function") {
    return { base: functionHead(context, object, constructor, tag), style: "special", keys: keys(), braces: ["{", "}"], isBare: true };
  }
  if (types.isRegExp(object)) {
    const head = plain("RegExp");
    const base = (head === "RegExp " ? "" : head) + RegExp.prototype.toString.call(object);
    return { base, style: "regexp", keys: keys(), braces: ["{", "}"], isBare: true, isLeaf: true };
  }
  if (types.isDate(object)) {
    const head = plain("Date");
    return { base: (head === "Date " ? "" : head) + dateText(object), style: "date", keys: keys(), braces: ["{", "}"], isBare: true };
  }
  if (types.isAnyArrayBuffer(object)) {
    const name = types.isArrayBuffer(object) ? "ArrayBuffer" : "SharedArrayBuffer";
    const base = { keys: keys(), braces: [`${plain(name)}{`, "}"], hidden: ["byteLength"] };
    return isTyped ? base : { ...base, entries: () => bufferEntries(context, object) };
  }
  if (types.isDataView(object)) {
    return { keys: keys(), braces: [`${plain("DataView")}{`, "}"], hidden: ["byteLength", "byteOffset", "buffer"] };
  }
  if (types.isPromise(object)) {
    return { keys: keys(), braces: [`${plain("Promise")}{`, "}"], entries: (depth) => promiseEntries(context, object, depth) };
  }
  if (types.isWeakSet(object) || types.isWeakMap(object)) {
    const name = types.isWeakSet(object) ? "WeakSet" : "WeakMap";
    return { keys: keys(), braces: [`${plain(name)}{`, "}"], entries: () => [context.stylize("<items unknown>", "special")] };
  }
  if (types.isWeakRef(object)) {
    return { keys: keys(), braces: [`${plain("WeakRef")}{`, "}"], entries: () => [context.stylize("<ref>", "special")] };
  }
  if (types.isModuleNamespaceObject(object)) {
    return { keys: keys().filter((key) => key !== Symbol.toStringTag), braces: [`${prefix(constructor, tag, "Module")}{`, "}"] };
  }
  if (types.isBoxedPrimitive(object)) {
    const own = keys();
    return { base: boxHead(context, object, own, constructor, tag), style: "string", keys: own, braces: ["{", "}"], isBare: true };
  }
  const own = keys();
  const head = constructor === "Object" && tag === "" ? "" : plain("Object");
  return { keys: own, braces: [`${head}{`, "}"], isEmpty: true };
}

function raw(context, object, depth, isTyped) {
  const constructor = constructorName(object, context);
  const tag = tagOf(object, context);
  const shape = form(context, object, constructor, tag, isTyped);
  const { keys, braces, isArray = false, hidden = [] } = shape;
  let base = shape.base ?? "";
  if (shape.style !== undefined) base = context.stylize(base, shape.style);
  if (shape.isBare && keys.length === 0) return base;
  if (shape.isEmpty && keys.length === 0 && hidden.length === 0) return `${braces[0]}${braces[1]}`;
  if (depth > context.depth && context.depth !== null) {
    if (shape.isLeaf) return base;
    const name = prefix(constructor, tag, Array.isArray(object) ? "Array" : "Object").slice(0, -1);
    return context.stylize(constructor === null ? name : `[${name}]`, "special");
  }
  const next = depth + 1;
  context.seen.push(object);
  context.currentDepth = next;
  const entries = shape.entries?.(next) ?? [];
  for (const name of hidden) {
    const shown = value(context, object[name], next, true);
    const key = isArray ? `[${context.stylize(name, "string")}]` : context.stylize(name, "name");
    entries.push(`${key}: ${shown}`);
  }
  for (const key of keys) entries.push(property(context, object, next, key, false));
  context.seen.pop();
  if (context.circular?.has(object)) {
    const reference = context.stylize(`<ref *${context.circular.get(object)}>`, "special");
    if (context.compact === true) braces[0] = `${reference} ${braces[0]}`;
    else base = base === "" ? reference : `${reference} ${base}`;
  }
  if (context.sorted) {
    const order = context.sorted === true ? undefined : context.sorted;
    if (isArray) entries.push(...entries.splice(entries.length - keys.length).sort(order));
    else entries.sort(order);
  }
  const joined = join(context, entries, base, braces, isArray, next, isArray ? object : undefined);
  context.budget[context.indentationLevel] = (context.budget[context.indentationLevel] ?? 0) + joined.length;
  // Beyond this much text the rest is shown without going deeper.
  if (context.budget[context.indentationLevel] > 2 ** 27) context.depth = -1;
  return joined;
}

function keyText(context, key) {
  if (typeof key === "symbol") return `[${context.stylize(key.toString(), "symbol")}]`;
  if (key === "__proto__") return "['__proto__']";
  if (PLAIN_KEY.test(key)) return context.stylize(key, "name");
  return context.stylize(primitives.quote(key), "string");
}

function property(context, object, depth, key, isItem) {
  const descriptor = Object.getOwnPropertyDescriptor(object, key)
    ?? { value: object[key], configurable: true, enumerable: true };
  let shown;
  let extra = " ";
  if (descriptor.value !== undefined) {
    const indent = context.compact !== true || isItem ? 2 : 3;
    context.indentationLevel += indent;
    shown = value(context, descriptor.value, depth);
    if (indent === 3 && context.breakLength < shown.length) extra = `\n${" ".repeat(context.indentationLevel)}`;
    context.indentationLevel -= indent;
  } else if (descriptor.get !== undefined) {
    shown = accessor(context, object, depth, descriptor);
  } else if (descriptor.set !== undefined) {
    shown = context.stylize("[Setter]", "special");
  } else {
    shown = context.stylize("undefined", "undefined");
  }
  if (isItem) return shown;
  const name = descriptor.enumerable === false
    ? `[${typeof key === "symbol" ? key.toString() : key}]` : keyText(context, key);
  return `${name}:${extra}${shown}`;
}

function accessor(context, object, depth, { get, set }) {
  const label = set === undefined ? "Getter" : "Getter/Setter";
  const wanted = context.getters === true || (context.getters === "get" && set === undefined)
    || (context.getters === "set" && set !== undefined);
  if (!wanted) return context.stylize(`[${label}]`, "special");
  try {
    const got = get.call(object);
    context.indentationLevel += 2;
    const shown = typeof got === "object" && got !== null
      ? `${context.stylize(`[${label}]`, "special")} ${value(context, got, depth)}`
      : `${context.stylize(`[${label}:`, "special")} ${primitives.show(context, got)}${context.stylize("]", "special")}`;
    context.indentationLevel -= 2;
    return shown;
  } catch (error) {
    return context.stylize(`[${label}: <Inspection threw (${error?.message})>]`, "special");
  }
}

/** What a custom inspection is given: the options, and none of the state. */
function optionsFor(context) {
  const options = { ...context, ...context.userOptions, stylize: context.stylize };
  for (const name of ["indentationLevel", "seen", "currentDepth", "budget", "circular", "userOptions"]) {
    delete options[name];
  }
  return options;
}

function custom(context, object, target, depth) {
  if (!context.customInspect) return undefined;
  const hook = target[customInspect];
  const { inspect } = require("internal/inspect");
  if (typeof hook !== "function" || hook === inspect) return undefined;
  const { constructor } = target;
  if (constructor?.prototype === target) return undefined;
  const left = context.depth === null ? null : context.depth - depth;
  const shown = hook.call(object, left, optionsFor(context), inspect);
  if (shown === object) return undefined;
  if (typeof shown !== "string") return value(context, shown, depth);
  return shown.replaceAll("\n", `\n${" ".repeat(context.indentationLevel)}`);
}

function proxy(context, [target, handler], depth) {
  if (depth > context.depth && context.depth !== null) return context.stylize("Proxy [Array]", "special");
  context.indentationLevel += 2;
  const entries = [value(context, target, depth + 1), value(context, handler, depth + 1)];
  context.indentationLevel -= 2;
  return join(context, entries, "", ["Proxy [", "]"], true, depth + 1, undefined);
}

/** Any value, at a depth. */
function value(context, shown, depth, isTyped = false) {
  if (shown === null || (typeof shown !== "object" && typeof shown !== "function")) {
    return primitives.show(context, shown);
  }
  let target = shown;
  for (let details = proxyDetails(target); details !== undefined; details = proxyDetails(target)) {
    if (details[0] === null) return context.stylize("<Revoked Proxy>", "special");
    if (context.showProxy) return proxy(context, details, depth);
    [target] = details;
  }
  const customised = custom(context, shown, target, depth);
  if (customised !== undefined) return customised;
  if (context.seen.includes(target)) {
    context.circular ??= new Map();
    if (!context.circular.has(target)) context.circular.set(target, context.circular.size + 1);
    return context.stylize(`[Circular *${context.circular.get(target)}]`, "special");
  }
  return raw(context, target, depth, isTyped);
}

module.exports = { customInspect, value };
