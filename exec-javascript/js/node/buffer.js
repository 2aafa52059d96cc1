// node:buffer
const internal = require("internal/buffer");
const { encodingOf } = require("internal/encodings");
const { makeError } = require("internal/errors");

const { Buffer, FastBuffer } = internal;

function SlowBuffer(size) {
  return Buffer.allocUnsafeSlow(size);
}
Object.setPrototypeOf(SlowBuffer, Uint8Array);
SlowBuffer.prototype = FastBuffer.prototype;

function transcode(source, from, to) {
  if (!(source instanceof Uint8Array)) {
    throw makeError("ERR_INVALID_ARG_TYPE", "source", ["Buffer", "Uint8Array"], source);
  }
  const text = internal.decodeBytes(source, encodingOf(from));
  // What the smaller encodings do not have becomes a question mark.
  const most = { latin1: 0xff, ascii: 0x7f }[encodingOf(to)];
  const fitting = most === undefined ? text
    : Array.from(text, (character) => (character.codePointAt(0) > most ? "?" : character)).join("");
  return Buffer.from(fitting, to);
}

const constants = Object.freeze({ MAX_LENGTH: internal.kMaxLength, MAX_STRING_LENGTH: internal.kStringMaxLength });

module.exports = {
  Buffer, SlowBuffer, constants, isAscii: internal.isAscii, isUtf8: internal.isUtf8,
  kMaxLength: internal.kMaxLength, kStringMaxLength: internal.kStringMaxLength, transcode,
  get INSPECT_MAX_BYTES() { return internal.INSPECT_MAX_BYTES; },
  set INSPECT_MAX_BYTES(most) {
    require("internal/validators").validateNumber(most, "INSPECT_MAX_BYTES", 0);
    internal.INSPECT_MAX_BYTES = most;
  },
  get atob() { return globalThis.atob; },
  get btoa() { return globalThis.btoa; },
  get Blob() { return globalThis.Blob; },
  get File() { return globalThis.File; },
  resolveObjectURL: () => undefined,
};
