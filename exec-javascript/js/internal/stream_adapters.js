// From Node's streams to the web's, and back.
const { Buffer } = require("internal/buffer");

function readableToWeb(readable) {
  const { ReadableStream } = require("internal/web_streams");
  const isObjects = readable.readableObjectMode;
  return new ReadableStream({
    start(controller) {
      readable.pause();
      readable.on("data", (chunk) => {
        controller.enqueue(Buffer.isBuffer(chunk) && !isObjects ? new Uint8Array(chunk) : chunk);
        if (controller.desiredSize <= 0) readable.pause();
      });
      readable.on("end", () => controller.close());
      readable.on("error", (error) => controller.error(error));
      readable.on("close", () => { if (!readable.readableEnded && !readable.errored) try { controller.close(); } catch { /* closed */ } });
    },
    pull() { readable.resume(); },
    cancel(reason) { readable.destroy(reason instanceof Error ? reason : undefined); },
  }, { highWaterMark: isObjects ? readable.readableHighWaterMark : 1 });
}

function writableToWeb(writable) {
  const { WritableStream } = require("internal/web_streams");
  return new WritableStream({
    write: (chunk) => new Promise((resolve, reject) => {
      writable.write(chunk, (error) => (error ? reject(error) : resolve()));
    }),
    close: () => new Promise((resolve, reject) => {
      writable.once("error", reject);
      writable.end(() => resolve());
    }),
    abort: (reason) => { writable.destroy(reason instanceof Error ? reason : new Error(String(reason))); },
    start(controller) { writable.on("error", (error) => controller.error(error)); },
  });
}

function adapters({ Readable, Writable, Duplex }) {
  Readable.toWeb = readableToWeb;
  Readable.fromWeb = (stream, options = {}) => {
    const reader = stream.getReader();
    return new Readable({
      ...options,
      read() {
        reader.read().then(({ value, done }) => {
          this.push(done ? null : options.objectMode || typeof value === "string" ? value : Buffer.from(value));
        }, (error) => this.destroy(error));
      },
      destroy(error, callback) {
        reader.cancel(error).then(() => callback(error), () => callback(error));
      },
    });
  };
  Writable.toWeb = writableToWeb;
  Writable.fromWeb = (stream, options = {}) => {
    const writer = stream.getWriter();
    return new Writable({
      ...options,
      write(chunk, encoding, callback) { writer.write(chunk).then(() => callback(), callback); },
      final(callback) { writer.close().then(() => callback(), callback); },
      destroy(error, callback) { (error ? writer.abort(error) : Promise.resolve()).then(() => callback(error), () => callback(error)); },
    });
  };
  Duplex.toWeb = (duplex) => ({ readable: readableToWeb(duplex), writable: writableToWeb(duplex) });
  Duplex.fromWeb = ({ readable, writable }, options) => Duplex.from({
    readable: Readable.fromWeb(readable, options), writable: Writable.fromWeb(writable, options),
  });
}

module.exports = { adapters };
