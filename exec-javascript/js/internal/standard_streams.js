// process.stdin, process.stdout and process.stderr.
const given = binding("process");
const { Buffer } = require("internal/buffer");
const { decodeBytes, pieces, toBytes } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { writable } = require("internal/lazy_stream");

const CHUNK = 65536;

/** Text as it stands; bytes as UTF-8, which is what a stream of text carries. */
function print(write, chunk, encoding) {
  if (typeof chunk === "string" && (encoding === undefined || encoding === null || /^utf-?8$/i.test(encoding))) {
    for (const piece of pieces(chunk)) write(piece);
  } else {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : toBytes(chunk);
    for (const piece of pieces(decodeBytes(bytes))) write(piece);
  }
}

function output(fd, write) {
  const prototype = Object.create({});
  const stream = Object.create(prototype);
  writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      print(write, chunk, encoding === "buffer" ? undefined : encoding);
      callback();
    },
    // A program may end its output, and print again: the descriptor stays.
    autoDestroy: false,
  }, Object.getPrototypeOf(prototype));
  Object.defineProperty(prototype, "write", {
    value: function (chunk, encoding, callback) {
      if (this._writableState !== undefined) {
        const { Writable } = require("node:stream");
        return Reflect.apply(Writable.prototype.write, this, [chunk, encoding, callback]);
      }
      if (typeof chunk !== "string" && !ArrayBuffer.isView(chunk)) {
        throw makeError("ERR_INVALID_ARG_TYPE", "chunk", ["string", "Buffer", "Uint8Array"], chunk);
      }
      const done = typeof encoding === "function" ? encoding : callback;
      print(write, chunk, typeof encoding === "function" ? undefined : encoding);
      if (typeof done === "function") require("internal/ticks").nextTick(done);
      return true;
    },
    writable: true, configurable: true,
  });
  return Object.assign(stream, { fd, _type: "pipe", _isStdio: true });
}

/** Standard input as a stream: read when somebody asks, to its end. */
function input() {
  const { Readable } = require("node:stream");
  const stream = new Readable({
    highWaterMark: CHUNK,
    read() {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const length = given.readStdin(chunk);
      this.push(length === 0 ? null : chunk.subarray(0, length));
    },
  });
  return Object.assign(stream, { fd: 0, ref() { return this; }, unref() { return this; } });
}

module.exports = {
  input, stderr: () => output(2, given.writeStderr), stdout: () => output(1, given.writeStdout),
};
