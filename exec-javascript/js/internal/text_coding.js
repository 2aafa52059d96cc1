// TextEncoder and TextDecoder of the Encoding standard, for UTF-8, UTF-16LE and Latin 1.
const { encode, decode, isUtf8 } = binding("text");
const { toBytes } = require("internal/encodings");
const { makeError } = require("internal/errors");

const { min } = Math;

class TextEncoder {
  get encoding() { return "utf-8"; }

  encode(text = "") { return encode(`${text}`.toWellFormed(), "utf8"); }

  encodeInto(source, target) {
    if (typeof source !== "string") throw makeError("ERR_INVALID_ARG_TYPE", "src", "string", source);
    if (!(target instanceof Uint8Array)) throw makeError("ERR_INVALID_ARG_TYPE", "dest", "Uint8Array", target);
    // Each unit is at most three bytes: no more than fits is looked at twice.
    let part = source.slice(0, target.length).toWellFormed();
    let bytes = encode(part, "utf8");
    if (bytes.length > target.length) {
      let end = target.length;
      while (end > 0 && (bytes[end] & 0xc0) === 0x80) end -= 1;
      bytes = bytes.subarray(0, end);
      part = decode(bytes, 0, end, "utf8");
    }
    target.set(bytes);
    return { read: part.length, written: bytes.length };
  }

}
Object.defineProperty(TextEncoder.prototype, Symbol.toStringTag, { value: "TextEncoder", configurable: true });

const LABELS = { __proto__: null };
for (const label of ["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"]) LABELS[label] = "utf-8";
for (const label of ["utf-16le", "utf-16", "ucs-2", "unicode", "unicodefeff", "csunicode", "iso-10646-ucs-2"]) LABELS[label] = "utf-16le";
for (const label of ["latin1", "iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1", "ascii", "us-ascii", "l1",
  "windows-1252", "cp1252", "x-cp1252", "ansi_x3.4-1968", "cp819", "ibm819", "csisolatin1"]) LABELS[label] = "windows-1252";

// What windows-1252 has where Latin 1 has control characters.
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const NONE = new Uint8Array(0);

/** How many of the last bytes may be the start of a character that is not all there. */
function unfinishedUtf8(bytes) {
  for (let back = 1; back <= min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (byte > 0xf4 || length <= back) return 0;
    if (back < 2) return back;
    const second = bytes[bytes.length - back + 1];
    const least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    const most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most ? back : 0;
  }
  return 0;
}

function unfinishedUtf16(bytes) {
  const odd = bytes.length % 2;
  const high = bytes.length - odd - 1;
  return high > 0 && (bytes[high] & 0xfc) === 0xd8 ? odd + 2 : odd;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #held = NONE;
  #atStart = true;

  constructor(label = "utf-8", options = {}) {
    const encoding = LABELS[`${label}`.trim().toLowerCase()];
    if (encoding === undefined) throw makeError("ERR_ENCODING_NOT_SUPPORTED", label);
    if (options !== null && typeof options !== "object" && typeof options !== "function" && options !== undefined) {
      throw makeError("ERR_INVALID_ARG_TYPE", "options", "Object", options);
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input = NONE, options = undefined) {
    const stream = Boolean(options?.stream);
    let bytes;
    try {
      bytes = toBytes(input);
    } catch {
      throw makeError("ERR_INVALID_ARG_TYPE", "list", ["SharedArrayBuffer", "ArrayBuffer", "ArrayBufferView"], input);
    }
    if (this.#held.length > 0) {
      const joined = new Uint8Array(this.#held.length + bytes.length);
      joined.set(this.#held);
      joined.set(bytes, this.#held.length);
      bytes = joined;
      this.#held = NONE;
    }
    if (stream && this.#encoding !== "windows-1252") {
      const rest = this.#encoding === "utf-8" ? unfinishedUtf8(bytes) : unfinishedUtf16(bytes);
      if (rest > 0) {
        this.#held = bytes.slice(bytes.length - rest);
        bytes = bytes.subarray(0, bytes.length - rest);
      }
    }
    let text = this.#text(bytes);
    if (this.#atStart && text.length > 0) {
      if (!this.#ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      this.#atStart = false;
    }
    if (!stream) this.#atStart = true;
    return text;
  }

  #text(bytes) {
    switch (this.#encoding) {
      case "utf-8":
        if (this.#fatal && !isUtf8(bytes)) this.#refuse();
        return decode(bytes, 0, bytes.length, "utf8");
      case "utf-16le": {
        const text = decode(bytes, 0, bytes.length, "utf16le") + (bytes.length % 2 === 1 ? "\ufffd" : "");
        if (this.#fatal && (bytes.length % 2 === 1 || !text.isWellFormed())) this.#refuse();
        return text.toWellFormed();
      }
      default: {
        const text = decode(bytes, 0, bytes.length, "latin1");
        return text.replace(/[\x80-\x9f]/g, (character) => WINDOWS[character.charCodeAt(0) - 0x80]);
      }
    }
  }

  #refuse() {
    this.#held = NONE;
    this.#atStart = true;
    throw makeError("ERR_ENCODING_INVALID_ENCODED_DATA", this.#encoding);
  }
}
Object.defineProperty(TextDecoder.prototype, Symbol.toStringTag, { value: "TextDecoder", configurable: true });

module.exports = { TextDecoder, TextEncoder };
