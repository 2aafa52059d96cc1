// The web's streams: the package web-streams-polyfill, and the streams that code text and bytes.
const { TextDecoder, TextEncoder } = require("internal/text_coding");
const streams = require("package/web-streams");
const { customInspect } = require("internal/inspect_symbol");

const { TransformStream } = streams;

/** A class around a transformation, with its two ends. */
class Pair {
  #transform;

  constructor(transformer) { this.#transform = new TransformStream(transformer); }

  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }

  [customInspect](depth, options) {
    const { inspect } = require("internal/inspect");
    return `${this.constructor.name} ${inspect({ readable: this.readable, writable: this.writable }, options)}`;
  }
}

class TextEncoderStream extends Pair {
  constructor() {
    const encoder = new TextEncoder();
    let high = "";
    super({
      transform(chunk, controller) {
        let text = high + String(chunk);
        high = "";
        const last = text.charCodeAt(text.length - 1);
        if (last >= 0xd800 && last <= 0xdbff) {
          high = text.slice(-1);
          text = text.slice(0, -1);
        }
        if (text.length > 0) controller.enqueue(encoder.encode(text));
      },
      flush(controller) { if (high !== "") controller.enqueue(encoder.encode(high)); },
    });
  }

  get encoding() { return "utf-8"; }
}

class TextDecoderStream extends Pair {
  #decoder;

  constructor(label = "utf-8", options = {}) {
    const decoder = new TextDecoder(label, options);
    super({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text.length > 0) controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text.length > 0) controller.enqueue(text);
      },
    });
    this.#decoder = decoder;
  }

  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
}

/** CompressionStream and DecompressionStream, over node:zlib. */
function coding(name, makers) {
  return { [name]: class extends Pair {
    constructor(format) {
      const { validateOneOf } = require("internal/validators");
      validateOneOf(format, "format", ["deflate", "deflate-raw", "gzip"]);
      const zlib = require("node:zlib");
      const stream = zlib[makers[format]]();
      let control;
      stream.on("data", (chunk) => control.enqueue(new Uint8Array(chunk)));
      stream.on("error", (error) => control.error(error));
      super({
        start(controller) { control = controller; },
        transform: (chunk) => new Promise((resolve, reject) => {
          const { toBytes } = require("internal/encodings");
          stream.once("error", reject);
          stream.write(toBytes(chunk), (error) => (error ? reject(error) : resolve()));
        }),
        flush: () => new Promise((resolve, reject) => {
          stream.once("error", reject);
          stream.once("end", resolve);
          stream.end();
        }),
      });
    }
  } }[name];
}

module.exports = {
  ...streams,
  CompressionStream: coding("CompressionStream", { deflate: "createDeflate", "deflate-raw": "createDeflateRaw", gzip: "createGzip" }),
  DecompressionStream: coding("DecompressionStream", { deflate: "createInflate", "deflate-raw": "createInflateRaw", gzip: "createGunzip" }),
  TextDecoderStream, TextEncoderStream,
};
