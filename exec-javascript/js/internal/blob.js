// Blob and File of the File API.
const { Buffer } = require("internal/buffer");
const { encodeString } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");

let isBlob;

function bytesOf(part) {
  if (isBlob(part)) return part[kBytes]();
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice();
  if (part instanceof ArrayBuffer) return new Uint8Array(part.slice(0));
  return encodeString(`${part}`, "utf8");
}

const kBytes = Symbol("kBytes");

class Blob {
  #bytes;
  #type;

  static { isBlob = (value) => value !== null && typeof value === "object" && #bytes in value; }

  constructor(sources = [], options = {}) {
    if (sources === null || typeof sources !== "object" || typeof sources[Symbol.iterator] !== "function") {
      throw makeError("ERR_INVALID_ARG_TYPE", "sources", "a sequence", sources);
    }
    if (options !== null && typeof options !== "object") throw makeError("ERR_INVALID_ARG_TYPE", "options", "Object", options);
    const { type = "", endings = "transparent" } = options ?? {};
    const parts = Array.from(sources, (part) => bytesOf(
      endings === "native" && typeof part === "string" ? part.replace(/\r\n?/g, "\n") : part));
    const { buffer, byteOffset, length } = Buffer.concat(parts);
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    const text = `${type}`;
    this.#type = /[^\u0020-\u007e]/.test(text) ? "" : text.toLowerCase();
  }

  get size() { return this.#bytes.length; }
  get type() { return this.#type; }

  slice(start = 0, end = this.size, type = "") {
    const part = new Blob([], { type });
    part.#bytes = this.#bytes.subarray(...[start, end].map((at) => (at < 0 ? Math.max(this.size + at, 0) : at)));
    return part;
  }

  async arrayBuffer() { return this.#bytes.slice().buffer; }
  async bytes() { return this.#bytes.slice(); }
  async text() { return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#bytes); }

  stream() {
    const { ReadableStream } = require("internal/web_streams");
    const bytes = this.#bytes;
    let at = 0;
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        if (at >= bytes.length) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        controller.enqueue(bytes.slice(at, at += 65536));
      },
    });
  }

  [kBytes]() { return this.#bytes; }

  [customInspect](depth, options) {
    const { inspect } = require("internal/inspect");
    return `Blob ${inspect({ size: this.size, type: this.type }, options)}`;
  }
}
Object.defineProperty(Blob.prototype, Symbol.toStringTag, { value: "Blob", configurable: true });
for (const name of ["size", "type", "slice", "arrayBuffer", "text", "stream"]) Object.defineProperty(Blob.prototype, name, { enumerable: true });

class File extends Blob {
  #name;
  #lastModified;

  constructor(sources, name, options = {}) {
    if (arguments.length < 2) throw makeError("ERR_MISSING_ARGS", "fileBits", "fileName");
    super(sources, options);
    this.#name = `${name}`.toWellFormed();
    const modified = Number(options?.lastModified ?? Date.now());
    this.#lastModified = Number.isNaN(modified) ? 0 : modified;
  }

  get name() { return this.#name; }
  get lastModified() { return this.#lastModified; }
  get webkitRelativePath() { return ""; }

  [customInspect](depth, options) {
    const { inspect } = require("internal/inspect");
    const shown = { size: this.size, type: this.type, name: this.name, lastModified: this.lastModified };
    return `File ${inspect(shown, options)}`;
  }
}
Object.defineProperty(File.prototype, Symbol.toStringTag, { value: "File", configurable: true });

module.exports = { Blob, File, isBlob };
