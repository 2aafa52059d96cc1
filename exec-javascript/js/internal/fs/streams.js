// fs.ReadStream and fs.WriteStream.
const { Buffer } = require("internal/buffer");
const { makeError } = require("internal/errors");
const { optionsOf, pathOf } = require("internal/fs/common");
const sync = require("internal/fs/sync");
const { Readable, Writable } = require("node:stream");
const { validateInteger } = require("internal/validators");

const later = (call, callback) => {
  require("internal/timers").setImmediate(() => {
    let value;
    try {
      value = call();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, value);
  });
};

/** Opens for either stream, or takes what is open; answers through `_construct`'s callback. */
function construct(stream, options, flags, callback) {
  if (stream.fd !== null) {
    callback();
    return;
  }
  later(() => sync.openSync(stream.path, options.flags ?? flags, options.mode), (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit("open", fd);
    stream.emit("ready");
  });
}

function close(stream, handle, error, callback) {
  const { fd } = stream;
  stream.fd = null;
  if (fd === null || !stream.autoClose) {
    callback(error);
    return;
  }
  if (handle) handle.close().then(() => callback(error), callback);
  else later(() => sync.closeSync(fd), (failure) => callback(failure ?? error));
}

function descriptor(fd) {
  if (fd === undefined || fd === null) return [null, undefined];
  return typeof fd === "number" ? [fd, undefined] : [fd.fd, fd];
}

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  const given = optionsOf(options);
  const [fd, handle] = descriptor(given.fd);
  const { start, end = Infinity } = given;
  if (start !== undefined) validateInteger(start, "start", 0);
  if (end !== Infinity) validateInteger(end, "end", 0);
  if (start !== undefined && start > end) throw makeError("ERR_OUT_OF_RANGE", "start", `<= "end" (here: ${end})`, start);
  this.path = fd === null ? pathOf(path) : undefined;
  this.fd = fd;
  this.flags = given.flags ?? "r";
  this.start = start;
  this.end = end;
  this.bytesRead = 0;
  this.autoClose = given.autoClose ?? true;
  let left = end === Infinity ? Infinity : end - (start ?? 0) + 1;
  let position = start ?? null;
  Reflect.apply(Readable, this, [{
    highWaterMark: 65536, ...given, fd: undefined,
    autoDestroy: this.autoClose,
    construct(callback) { construct(this, given, "r", callback); },
    read(size) {
      const length = Math.min(size, left);
      if (length <= 0) {
        this.push(null);
        return;
      }
      const chunk = Buffer.allocUnsafe(length);
      later(() => (this.fd === null ? 0 : sync.readSync(this.fd, chunk, 0, length, position)), (error, count) => {
        if (error) {
          this.destroy(error);
          return;
        }
        this.bytesRead += count;
        left -= count;
        if (position !== null) position += count;
        this.push(count === 0 ? null : chunk.subarray(0, count));
      });
    },
    destroy(error, callback) { close(this, handle, error, callback); },
  }]);
  if (given.encoding) this.setEncoding(given.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);
Object.defineProperty(ReadStream.prototype, "pending", { get() { return this.fd === null; }, configurable: true });
ReadStream.prototype.close = function (callback) {
  if (callback) require("node:stream").finished(this, () => callback());
  this.destroy();
};

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  const given = optionsOf(options);
  const [fd, handle] = descriptor(given.fd);
  const { start } = given;
  if (start !== undefined) validateInteger(start, "start", 0);
  this.path = fd === null ? pathOf(path) : undefined;
  this.fd = fd;
  this.flags = given.flags ?? "w";
  this.bytesWritten = 0;
  this.autoClose = given.autoClose ?? true;
  this.start = start;
  let position = start ?? null;
  const write = (stream, chunks, callback) => later(() => {
    for (const chunk of chunks) {
      let written = 0;
      while (written < chunk.length) {
        const count = sync.writeSync(stream.fd, chunk, written, chunk.length - written, position);
        written += count;
        stream.bytesWritten += count;
        if (position !== null) position += count;
      }
    }
  }, callback);
  Reflect.apply(Writable, this, [{
    ...given, fd: undefined, decodeStrings: true, autoDestroy: this.autoClose,
    construct(callback) { construct(this, given, "w", callback); },
    write(chunk, encoding, callback) { write(this, [chunk], callback); },
    writev(chunks, callback) { write(this, chunks.map(({ chunk }) => chunk), callback); },
    destroy(error, callback) { close(this, handle, error, callback); },
  }]);
  if (given.encoding) this.setDefaultEncoding(given.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);
Object.defineProperty(WriteStream.prototype, "pending", { get() { return this.fd === null; }, configurable: true });
WriteStream.prototype.close = function (callback) {
  if (callback) {
    if (this.closed) {
      require("internal/ticks").nextTick(callback);
      return;
    }
    this.on("close", callback);
  }
  if (!this.autoClose) this.on("finish", this.destroy);
  this.end();
};
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

module.exports = { ReadStream, WriteStream };
