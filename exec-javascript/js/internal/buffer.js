// Text codecs, and the part of Buffer that files and streams need.

const { encode, decode } = binding("text");

// A string goes to native code in pieces, so that no copy of a long one is ever whole there.
const PIECE = 32768;

/** The pieces of a string, none of which ends in the middle of a surrogate pair. */
function* pieces(text) {
  const whole = text.toWellFormed();
  let start = 0;
  while (start < whole.length) {
    let end = Math.min(start + PIECE, whole.length);
    const last = whole.charCodeAt(end - 1);
    if (end < whole.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    yield whole.slice(start, end);
    start = end;
  }
}

class TextEncoder {
  get encoding() { return "utf-8"; }
  encode(text = "") { return encode(String(text).toWellFormed()); }
}

const LABELS = ["utf-8", "utf8", "unicode-1-1-utf-8"];

class TextDecoder {
  #fatal;
  #ignoreBOM;

  constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
    if (!LABELS.includes(String(label).trim().toLowerCase())) {
      const error = new RangeError(`The "${label}" encoding is not supported`);
      error.code = "ERR_ENCODING_NOT_SUPPORTED";
      throw error;
    }
    this.#fatal = Boolean(fatal);
    this.#ignoreBOM = Boolean(ignoreBOM);
  }

  get encoding() { return "utf-8"; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input) {
    if (input === undefined) return "";
    const bytes = toBytes(input);
    const text = decode(bytes, 0, bytes.length, this.#fatal);
    return !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}

/** The bytes behind an ArrayBuffer or any view on one, without a copy. */
function toBytes(value) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const error = new TypeError(
    `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.`
    + ` Received ${value === null ? "null" : typeof value}`);
  error.code = "ERR_INVALID_ARG_TYPE";
  throw error;
}

function encodingOf(encoding) {
  const name = String(encoding ?? "utf8").toLowerCase();
  switch (name) {
    case "utf8": case "utf-8": return "utf8";
    case "hex": case "base64": case "base64url": case "ascii": return name;
    case "latin1": case "binary": return "latin1";
    case "utf16le": case "utf-16le": case "ucs2": case "ucs-2": return "utf16le";
    default: {
      const error = new TypeError(`Unknown encoding: ${encoding}`);
      error.code = "ERR_UNKNOWN_ENCODING";
      throw error;
    }
  }
}

function fromHex(text) {
  const length = text.length >> 1;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const pair = text.slice(2 * i, 2 * i + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return bytes.subarray(0, i);
    bytes[i] = parseInt(pair, 16);
  }
  return bytes;
}

function fromCodeUnits(text, bytesEach) {
  const bytes = new Uint8Array(text.length * bytesEach);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i * bytesEach] = unit & 0xff;
    if (bytesEach === 2) bytes[2 * i + 1] = unit >> 8;
  }
  return bytes;
}

function toCodeUnits(bytes, bytesEach, mask) {
  let text = "";
  for (let i = 0; i + bytesEach <= bytes.length; i += bytesEach) {
    const high = bytesEach === 2 ? bytes[i + 1] << 8 : 0;
    text += String.fromCharCode((bytes[i] | high) & mask);
  }
  return text;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function fromBase64(text) {
  const bytes = [];
  let bits = 0;
  let count = 0;
  for (const digit of text.replaceAll("-", "+").replaceAll("_", "/")) {
    if (digit === "=") break;
    const value = DIGITS.indexOf(digit);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

function toBase64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += DIGITS[group >> 18] + DIGITS[(group >> 12) & 63]
      + (left > 1 ? DIGITS[(group >> 6) & 63] : "=") + (left > 2 ? DIGITS[group & 63] : "=");
  }
  return text;
}

/** The bytes of a string in one of Node's encodings. */
function encodeString(text, encoding) {
  switch (encodingOf(encoding)) {
    case "utf8": return encode(text.toWellFormed());
    case "hex": return fromHex(text);
    case "base64": case "base64url": return fromBase64(text);
    case "utf16le": return fromCodeUnits(text, 2);
    default: return fromCodeUnits(text, 1);
  }
}

/** Bytes as a string in one of Node's encodings. */
function decodeBytes(bytes, encoding) {
  switch (encodingOf(encoding)) {
    case "utf8": return decode(bytes, 0, bytes.length, false);
    case "hex": {
      let text = "";
      for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
      return text;
    }
    case "base64": return toBase64(bytes);
    case "base64url":
      return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    case "utf16le": return toCodeUnits(bytes, 2, 0xffff);
    case "ascii": return toCodeUnits(bytes, 1, 0x7f);
    default: return toCodeUnits(bytes, 1, 0xff);
  }
}

class Buffer extends Uint8Array {
  static from(value, encodingOrOffset, length) {
    if (typeof value === "string") {
      const bytes = encodeString(value, encodingOrOffset);
      return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    if (value instanceof ArrayBuffer) return new Buffer(value, encodingOrOffset, length);
    const source = ArrayBuffer.isView(value) ? toBytes(value) : Array.from(value);
    const buffer = new Buffer(source.length);
    buffer.set(source);
    return buffer;
  }

  static alloc(size, fill = 0) {
    return new Buffer(size).fill(typeof fill === "string" ? fill.charCodeAt(0) || 0 : fill);
  }

  static allocUnsafe(size) { return new Buffer(size); }

  static concat(list, total = list.reduce((sum, part) => sum + part.length, 0)) {
    const joined = new Buffer(total);
    let at = 0;
    for (const part of list) {
      const fitting = part.subarray(0, Math.max(total - at, 0));
      joined.set(fitting, at);
      at += fitting.length;
    }
    return joined;
  }

  static byteLength(value, encoding) {
    return typeof value === "string" ? encodeString(value, encoding).length : value.byteLength;
  }

  static isBuffer(value) { return value instanceof Buffer; }

  static isEncoding(encoding) {
    try { encodingOf(encoding); return true; } catch { return false; }
  }

  toString(encoding, start = 0, end = this.length) {
    return decodeBytes(this.subarray(start, end), encoding);
  }

  toJSON() { return { type: "Buffer", data: Array.from(this) }; }

  equals(other) {
    return this.length === other.length && this.every((byte, index) => byte === other[index]);
  }

  // Unlike a typed array's, a Buffer's slice shares the memory.
  slice(start, end) { return this.subarray(start, end); }
}

module.exports = { pieces, TextEncoder, TextDecoder, toBytes, encodeString, decodeBytes, Buffer };
