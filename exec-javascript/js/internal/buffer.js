// Buffer: Node's array of bytes. The codecs and searches are native; numbers are in buffer_numbers.js.
const { indexOf, isUtf8: isNativeUtf8, utf8Length } = binding("text");
const { decodeBytes, encodeString, encodingOf, normalize, pieces, toBytes } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");
const { validateInteger, validateNumber, validateString } = require("internal/validators");

const kMaxLength = 2 ** 32;
const kStringMaxLength = 2 ** 29 - 24;

class FastBuffer extends Uint8Array {}

function checkSize(size) {
  validateNumber(size, "size");
  if (!(size >= 0 && size <= kMaxLength)) {
    throw makeError("ERR_OUT_OF_RANGE", "size", `>= 0 && <= ${kMaxLength}`, size);
  }
}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value === "number") {
    if (typeof encodingOrOffset === "string") throw makeError("ERR_INVALID_ARG_TYPE", "string", "string", value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(FastBuffer.prototype, "constructor", {
  value: Buffer, writable: true, enumerable: false, configurable: true,
});
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

const wrap = (bytes) => new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function copyOf(items) {
  const length = Number(items.length);
  const buffer = new FastBuffer(length > 0 ? length : 0);
  if (ArrayBuffer.isView(items)) buffer.set(items);
  else for (let i = 0; i < buffer.length; i++) buffer[i] = items[i];
  return buffer;
}

const isAnyArrayBuffer = (value) => value instanceof ArrayBuffer
  || (typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer)
  || Object.prototype.toString.call(value) === "[object ArrayBuffer]";

function fromArrayBuffer(value, byteOffset, length) {
  let offset = byteOffset;
  if (offset === undefined) offset = 0;
  else {
    offset = +offset;
    if (Number.isNaN(offset)) offset = 0;
  }
  const most = value.byteLength - offset;
  if (most < 0) throw makeError("ERR_BUFFER_OUT_OF_BOUNDS", "offset");
  let size = most;
  if (length !== undefined) {
    size = +length;
    if (!(size > 0)) size = 0;
    else if (size > most) throw makeError("ERR_BUFFER_OUT_OF_BOUNDS", "length");
  }
  return new FastBuffer(value, offset, size);
}

Object.assign(Buffer, {
  poolSize: 8192,

  from(value, encodingOrOffset, length) {
    if (typeof value === "string") return wrap(encodeString(value, encodingOrOffset));
    if (typeof value === "object" && value !== null) {
      if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
      const primitive = value.valueOf?.();
      if (primitive != null && primitive !== value && (typeof primitive === "string" || typeof primitive === "object")) {
        return Buffer.from(primitive, encodingOrOffset, length);
      }
      if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
        return typeof value.length === "number" ? copyOf(value) : new FastBuffer();
      }
      if (value.type === "Buffer" && Array.isArray(value.data)) return copyOf(value.data);
      if (typeof value[Symbol.toPrimitive] === "function") {
        const text = value[Symbol.toPrimitive]("string");
        if (typeof text === "string") return Buffer.from(text, encodingOrOffset);
      }
    }
    throw makeError("ERR_INVALID_ARG_TYPE", "first argument",
      ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"], value);
  },

  alloc(size, fill, encoding) {
    checkSize(size);
    const buffer = new FastBuffer(size);
    return fill !== undefined && fill !== 0 && size > 0 ? buffer.fill(fill, encoding) : buffer;
  },

  allocUnsafe(size) {
    checkSize(size);
    return new FastBuffer(size);
  },

  allocUnsafeSlow(size) {
    checkSize(size);
    return new FastBuffer(size);
  },

  copyBytesFrom(view, offset, length) {
    if (!ArrayBuffer.isView(view) || view instanceof DataView) {
      throw makeError("ERR_INVALID_ARG_TYPE", "view", ["TypedArray"], view);
    }
    if (offset !== undefined) validateInteger(offset, "offset", 0);
    if (length !== undefined) validateInteger(length, "length", 0);
    const start = offset ?? 0;
    const part = view.slice(start, length === undefined ? undefined : start + length);
    return new FastBuffer(part.buffer, part.byteOffset, part.byteLength);
  },

  concat(list, length) {
    if (!Array.isArray(list)) throw makeError("ERR_INVALID_ARG_TYPE", "list", "Array", list);
    if (list.length === 0) return new FastBuffer();
    let total = length;
    if (total === undefined) {
      total = 0;
      for (const part of list) if (part.length) total += part.length;
    } else validateInteger(total, "length", 0);
    const joined = Buffer.allocUnsafe(total);
    let at = 0;
    for (let i = 0; i < list.length; i++) {
      const part = list[i];
      if (!(part instanceof Uint8Array)) {
        throw makeError("ERR_INVALID_ARG_TYPE", `list[${i}]`, ["Buffer", "Uint8Array"], part);
      }
      const fitting = at + part.length > total ? part.subarray(0, Math.max(total - at, 0)) : part;
      joined.set(fitting, at);
      at += fitting.length;
    }
    return joined;
  },

  byteLength(value, encoding) {
    if (typeof value !== "string") {
      if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value.byteLength;
      throw makeError("ERR_INVALID_ARG_TYPE", "string", ["string", "Buffer", "ArrayBuffer"], value);
    }
    switch (normalize(encoding) ?? "utf8") {
      case "latin1": case "ascii": return value.length;
      case "utf16le": return value.length * 2;
      case "hex": return value.length >>> 1;
      case "base64": case "base64url": {
        let { length } = value;
        if (value.endsWith("=")) length -= 1;
        if (length > 1 && value[length - 1] === "=") length -= 1;
        return (length * 3) >>> 2;
      }
      default: return utf8Length(value.toWellFormed());
    }
  },

  compare(a, b) {
    if (!(a instanceof Uint8Array)) throw makeError("ERR_INVALID_ARG_TYPE", "buf1", ["Buffer", "Uint8Array"], a);
    if (!(b instanceof Uint8Array)) throw makeError("ERR_INVALID_ARG_TYPE", "buf2", ["Buffer", "Uint8Array"], b);
    return order(a, b);
  },

  isBuffer: (value) => value instanceof Buffer,
  isEncoding: (encoding) => typeof encoding === "string" && encoding.length !== 0 && normalize(encoding) !== undefined,
});

function order(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function bound(value, fallback, length) {
  if (value === undefined) return fallback;
  const number = Math.trunc(+value);
  if (Number.isNaN(number)) return 0;
  return Math.max(0, Math.min(number, length));
}

/** Where a search starts, as `indexOf` of strings and arrays has it, from the end for less than 0. */
function searchIn(buffer, value, byteOffset, encoding, forward) {
  let offset = byteOffset;
  let kind = encoding;
  if (typeof offset === "string") {
    kind = offset;
    offset = undefined;
  }
  offset = +offset;
  if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
  offset = Math.trunc(offset);
  let needle;
  if (typeof value === "number") needle = Uint8Array.of(value & 255);
  else if (typeof value === "string") {
    const name = normalize(kind);
    if (name === undefined) throw makeError("ERR_UNKNOWN_ENCODING", kind);
    needle = encodeString(value, name);
  } else if (value instanceof Uint8Array) needle = value;
  else throw makeError("ERR_INVALID_ARG_TYPE", "value", ["number", "string", "Buffer", "Uint8Array"], value);
  if (offset < 0) offset += buffer.length;
  if (offset < 0) {
    if (!forward) return -1;
    offset = 0;
  }
  if (offset > buffer.length) {
    if (forward) return needle.length === 0 ? buffer.length : -1;
    offset = buffer.length;
  }
  if (needle.length === 0) return forward ? offset : Math.min(offset, buffer.length);
  return indexOf(buffer, needle, Math.min(offset, buffer.length), forward);
}

const methods = {
  toString(encoding, start, end) {
    if (arguments.length === 0) return decodeBytes(this, "utf8");
    const from = bound(start, 0, this.length);
    const to = bound(end, this.length, this.length);
    return to <= from ? "" : decodeBytes(this, encodingOf(encoding), from, to);
  },

  toLocaleString(...args) { return methods.toString.apply(this, args); },

  toJSON() { return { type: "Buffer", data: this.length > 0 ? Array.from(this) : [] }; },

  equals(other) {
    if (!(other instanceof Uint8Array)) {
      throw makeError("ERR_INVALID_ARG_TYPE", "otherBuffer", ["Buffer", "Uint8Array"], other);
    }
    return this === other || (this.length === other.length && order(this, other) === 0);
  },

  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!(target instanceof Uint8Array)) {
      throw makeError("ERR_INVALID_ARG_TYPE", "target", ["Buffer", "Uint8Array"], target);
    }
    const check = (value, name, most) => {
      if (value !== undefined) validateInteger(value, name, 0, most);
      return value;
    };
    const from = check(targetStart, "targetStart") ?? 0;
    const to = check(targetEnd, "targetEnd", target.length) ?? target.length;
    const start = check(sourceStart, "sourceStart") ?? 0;
    const end = check(sourceEnd, "sourceEnd", this.length) ?? this.length;
    if (start >= end) return from >= to ? 0 : -1;
    if (from >= to) return 1;
    return order(this.subarray(start, end), target.subarray(from, to));
  },

  indexOf(value, byteOffset, encoding) { return searchIn(this, value, byteOffset, encoding, true); },
  lastIndexOf(value, byteOffset, encoding) { return searchIn(this, value, byteOffset, encoding, false); },
  includes(value, byteOffset, encoding) { return searchIn(this, value, byteOffset, encoding, true) !== -1; },

  copy(target, targetStart = 0, sourceStart = 0, sourceEnd = this.length) {
    if (!(target instanceof Uint8Array)) {
      throw makeError("ERR_INVALID_ARG_TYPE", "target", ["Buffer", "Uint8Array"], target);
    }
    const to = Math.trunc(targetStart) || 0;
    const start = Math.trunc(sourceStart) || 0;
    const end = Math.trunc(sourceEnd) || 0;
    if (to < 0) throw makeError("ERR_OUT_OF_RANGE", "targetStart", ">= 0", targetStart);
    if (start < 0 || start > this.length) {
      throw makeError("ERR_OUT_OF_RANGE", "sourceStart", `>= 0 && <= ${this.length}`, sourceStart);
    }
    if (end < 0) throw makeError("ERR_OUT_OF_RANGE", "sourceEnd", ">= 0", sourceEnd);
    if (to >= target.length || start >= end) return 0;
    const part = this.subarray(start, Math.min(end, this.length, start + target.length - to));
    target.set(part, to);
    return part.length;
  },

  slice(start, end) {
    return this.subarray(start, end);
  },

  subarray(start, end) {
    const length = this.length;
    const at = (value, fallback) => {
      if (value === undefined) return fallback;
      const number = Math.trunc(+value) || 0;
      return number < 0 ? Math.max(number + length, 0) : Math.min(number, length);
    };
    const from = at(start, 0);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(at(end, length) - from, 0));
  },

  fill(value, offset, end, encoding) {
    let from = offset;
    let to = end;
    let kind = encoding;
    if (typeof from === "string") {
      kind = from;
      from = undefined;
      to = undefined;
    } else if (typeof to === "string") {
      kind = to;
      to = undefined;
    }
    if (from !== undefined) validateInteger(from, "offset", 0, this.length);
    if (to !== undefined) validateInteger(to, "end", 0, this.length);
    from ??= 0;
    to ??= this.length;
    if (from >= to) return this;
    let pattern = value;
    if (typeof pattern === "string") {
      if (normalize(kind) === undefined) {
        validateString(kind, "encoding");
        throw makeError("ERR_UNKNOWN_ENCODING", kind);
      }
      if (pattern.length === 0) pattern = 0;
      else {
        const bytes = encodeString(pattern, kind);
        if (bytes.length === 0) throw makeError("ERR_INVALID_ARG_VALUE", "value", value);
        pattern = bytes.length === 1 ? bytes[0] : bytes;
      }
    }
    if (ArrayBuffer.isView(pattern)) {
      const bytes = toBytes(pattern);
      if (bytes.length === 0) throw makeError("ERR_INVALID_ARG_VALUE", "value", value);
      // Doubles what is there: the pattern repeats itself.
      const first = Math.min(bytes.length, to - from);
      this.set(bytes.subarray(0, first), from);
      for (let done = first; done < to - from; done *= 2) this.copyWithin(from + done, from, Math.min(from + done, to - done));
      return this;
    }
    if (typeof pattern === "boolean") pattern = +pattern;
    Uint8Array.prototype.fill.call(this, (+pattern || 0) & 255, from, to);
    return this;
  },

  write(text, offset, length, encoding) {
    validateString(text, "argument");
    let from = offset;
    let most = length;
    let kind = encoding;
    if (typeof from === "string") {
      kind = from;
      from = 0;
      most = undefined;
    } else if (typeof most === "string") {
      kind = most;
      most = undefined;
    }
    from ??= 0;
    validateInteger(from, "offset", 0, this.length);
    const rest = this.length - from;
    if (most === undefined || most === null) most = rest;
    else {
      validateInteger(most, "length", 0, this.length);
      most = Math.min(most, rest);
    }
    const name = encodingOf(kind);
    let bytes = encodeString(name === "hex" ? text.slice(0, 2 * most) : text, name);
    if (bytes.length > most) {
      let end = most;
      if (name === "utf8") while (end > 0 && (bytes[end] & 0xc0) === 0x80) end -= 1;
      if (name === "utf16le") end -= end % 2;
      bytes = bytes.subarray(0, end);
    }
    this.set(bytes, from);
    return bytes.length;
  },

  swap16() { return swapped(this, 2); },
  swap32() { return swapped(this, 4); },
  swap64() { return swapped(this, 8); },

  [customInspect](depth, context) {
    const most = exports.INSPECT_MAX_BYTES;
    let text = decodeBytes(this.subarray(0, most), "hex").replace(/(.{2})/g, "$1 ").trim();
    const rest = this.length - most;
    if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? "s" : ""}`;
    const names = Object.keys(this).length > this.length
      ? Object.keys(this).slice(this.length).filter((key) => !/^\d+$/.test(key)) : [];
    if (names.length > 0) {
      const { inspect } = require("internal/inspect");
      const own = Object.fromEntries(names.map((name) => [name, this[name]]));
      text += `${this.length > 0 ? ", " : ""}${inspect(own, { ...context, breakLength: Infinity, compact: true }).slice(2, -2)}`;
    }
    return `<${this.constructor.name}${text === "" ? "" : ` ${text}`}>`;
  },
};
methods.inspect = methods[customInspect];

function swapped(buffer, size) {
  if (buffer.length % size !== 0) throw makeError("ERR_INVALID_BUFFER_SIZE", `${size * 8}-bits`);
  for (let i = 0; i < buffer.length; i += size) buffer.subarray(i, i + size).reverse();
  return buffer;
}

for (const encoding of ["utf8", "ascii", "latin1", "hex", "base64", "base64url", "ucs2", "utf16le"]) {
  const name = encoding === "ucs2" ? "utf16le" : encoding;
  methods[`${encoding}Slice`] = function slice(start, end) { return methods.toString.call(this, name, start, end); };
  methods[`${encoding}Write`] = function write(text, offset, length) { return methods.write.call(this, text, offset, length, name); };
}

for (const name of Reflect.ownKeys(methods)) {
  Object.defineProperty(Buffer.prototype, name, {
    value: methods[name], writable: true, enumerable: false, configurable: true,
  });
}
Object.defineProperties(Buffer.prototype, {
  parent: { get() { return this instanceof Buffer ? this.buffer : undefined; }, enumerable: true, configurable: true },
  offset: { get() { return this instanceof Buffer ? this.byteOffset : undefined; }, enumerable: true, configurable: true },
});
require("internal/buffer_numbers").addTo(Buffer.prototype);

function isAscii(input) {
  return toBytes(input, "input").every((byte) => byte < 0x80);
}

module.exports = Object.assign(exports, {
  Buffer, FastBuffer, INSPECT_MAX_BYTES: 50, decodeBytes, encodeString, isAscii,
  isUtf8: (input) => isNativeUtf8(toBytes(input, "input")), kMaxLength, kStringMaxLength, pieces, toBytes,
});
