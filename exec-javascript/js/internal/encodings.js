// The names of Node's encodings, and text in them.
const { encode, decode } = binding("text");
const { makeError } = require("internal/errors");

const NAMES = {
  __proto__: null,
  utf8: "utf8", "utf-8": "utf8", hex: "hex", base64: "base64", base64url: "base64url", ascii: "ascii",
  latin1: "latin1", binary: "latin1", utf16le: "utf16le", "utf-16le": "utf16le", ucs2: "utf16le",
  "ucs-2": "utf16le",
};

/** The one name of an encoding; nothing for what is none. */
function normalize(encoding) {
  if (encoding === undefined || encoding === null || encoding === "") return "utf8";
  return NAMES[encoding] ?? NAMES[`${encoding}`.toLowerCase()];
}

function encodingOf(encoding) {
  const name = normalize(encoding);
  if (name === undefined) throw makeError("ERR_UNKNOWN_ENCODING", encoding);
  return name;
}

// A string goes to native code in pieces, so that no copy of a long one is ever whole there.
const PIECE = 32768;

/** The pieces of a string, none of which ends in the middle of a surrogate pair. */
function* pieces(text) {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  if (whole.length <= PIECE) {
    yield whole;
    return;
  }
  let start = 0;
  while (start < whole.length) {
    let end = Math.min(start + PIECE, whole.length);
    const last = whole.charCodeAt(end - 1);
    if (end < whole.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    yield whole.slice(start, end);
    start = end;
  }
}

/** The bytes of a string, in an array of its own. */
function encodeString(text, encoding) {
  const name = encodingOf(encoding);
  return encode(name === "utf8" ? text.toWellFormed() : text, name);
}

/** A part of an array as text. */
function decodeBytes(bytes, encoding, start = 0, end = bytes.length) {
  return decode(bytes, start, end - start, encodingOf(encoding));
}

/** The bytes behind an ArrayBuffer or any view on one, without a copy. */
function toBytes(value, name = "data") {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw makeError("ERR_INVALID_ARG_TYPE", name, ["string", "Buffer", "TypedArray", "DataView"], value);
}

module.exports = { decodeBytes, encodeString, encodingOf, normalize, pieces, toBytes };
