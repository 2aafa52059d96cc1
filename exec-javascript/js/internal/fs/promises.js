// node:fs/promises, and the handles that it opens.
const { Buffer } = require("internal/buffer");
const { AbortError, makeError } = require("internal/errors");
const { constants, optionsOf } = require("internal/fs/common");
const sync = require("internal/fs/sync");

/** Runs a call in a later turn, as the other end of a thread pool would answer. */
function later(call) {
  return new Promise((resolve, reject) => {
    require("internal/timers").setImmediate(() => {
      try {
        resolve(call());
      } catch (error) {
        reject(error);
      }
    });
  });
}

const asynchronous = (name) => {
  const call = sync[`${name}Sync`];
  return { [name]: async (...args) => later(() => call(...args)) }[name];
};

const closed = (syscall) => Object.assign(new Error("file closed"), { code: "EBADF", syscall });

class FileHandle extends require("node:events") {
  #fd;

  constructor(fd) {
    super();
    this.#fd = fd;
  }

  get fd() { return this.#fd; }

  #on(syscall, call) {
    if (this.#fd < 0) return Promise.reject(closed(syscall));
    return later(() => call(this.#fd));
  }

  appendFile(data, options) { return this.writeFile(data, options); }
  chmod() { return this.#on("fchmod", (fd) => sync.fchmodSync(fd)); }
  chown() { return this.#on("fchown", (fd) => sync.fchownSync(fd)); }
  datasync() { return this.#on("fdatasync", (fd) => sync.fdatasyncSync(fd)); }
  sync() { return this.#on("fsync", (fd) => sync.fsyncSync(fd)); }
  stat(options) { return this.#on("fstat", (fd) => sync.fstatSync(fd, options)); }
  truncate(length) { return this.#on("ftruncate", (fd) => sync.ftruncateSync(fd, length)); }
  utimes(atime, mtime) { return this.#on("futime", (fd) => sync.futimesSync(fd, atime, mtime)); }
  readFile(options) { return this.#on("read", (fd) => sync.readFileSync(fd, options)); }

  read(buffer, offset, length, position) {
    let [target, ...rest] = [buffer, offset, length, position];
    if (!ArrayBuffer.isView(target)) {
      const options = target ?? {};
      target = options.buffer ?? Buffer.alloc(16384);
      rest = [options.offset, options.length, options.position];
    } else if (typeof offset === "object" && offset !== null) rest = [offset.offset, offset.length, offset.position];
    return this.#on("read", (fd) => ({ bytesRead: sync.readSync(fd, target, ...rest), buffer: target }));
  }

  readv(buffers, position) { return this.#on("read", (fd) => ({ bytesRead: sync.readvSync(fd, buffers, position), buffers })); }

  write(data, ...rest) { return this.#on("write", (fd) => ({ bytesWritten: sync.writeSync(fd, data, ...rest), buffer: data })); }

  writev(buffers, position) { return this.#on("write", (fd) => ({ bytesWritten: sync.writevSync(fd, buffers, position), buffers })); }

  async writeFile(data, options) {
    if (this.#fd < 0) throw closed("writeFile");
    return writeFile(this.#fd, data, options);
  }

  close() {
    if (this.#fd < 0) return Promise.resolve();
    const fd = this.#fd;
    this.#fd = -1;
    this.emit("close");
    return later(() => sync.closeSync(fd));
  }

  createReadStream(options) { return new (require("internal/fs/streams").ReadStream)(undefined, { ...options, fd: this }); }
  createWriteStream(options) { return new (require("internal/fs/streams").WriteStream)(undefined, { ...options, fd: this }); }
  readLines(options) {
    return require("node:readline").createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }
  readableWebStream() { return require("node:stream").Readable.toWeb(this.createReadStream()); }
  async [Symbol.asyncDispose]() { await this.close(); }
}

const open = async (path, flags, mode) => new FileHandle(await later(() => sync.openSync(path, flags, mode)));

const fdOr = (target) => (target instanceof FileHandle ? target.fd : target);

async function readFile(path, options) {
  const { signal } = optionsOf(options);
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return later(() => sync.readFileSync(fdOr(path), options));
}

async function writeFile(path, data, options) {
  const { signal, encoding, flag = "w" } = optionsOf(options);
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const isIterable = typeof data !== "string" && !ArrayBuffer.isView(data)
    && (typeof data?.[Symbol.asyncIterator] === "function" || typeof data?.[Symbol.iterator] === "function");
  if (!isIterable) return later(() => sync.writeFileSync(fdOr(path), data, options));
  const isOpen = typeof fdOr(path) === "number";
  const fd = isOpen ? fdOr(path) : sync.openSync(path, flag);
  try {
    for await (const chunk of data) sync.writeFileSync(fd, chunk, { encoding });
  } finally {
    if (!isOpen) sync.closeSync(fd);
  }
  return undefined;
}

const promises = {
  constants, open, readFile, writeFile,
  appendFile: async (path, data, options) => writeFile(path, data, optionsOf(options, { flag: "a" })),
  opendir: async (path, options) => later(() => require("internal/fs/directory").openDirectory(path, options)),
  realpath: async (path, options) => later(() => sync.realpathSync.native(path, options)),
  // eslint-disable-next-line require-yield
  async* watch() { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "watch"); },
};
for (const name of ["access", "chmod", "chown", "copyFile", "cp", "lchown", "link", "lstat", "lutimes", "mkdir", "mkdtemp", "readdir",
  "readlink", "rename", "rm", "rmdir", "stat", "statfs", "symlink", "truncate", "unlink", "utimes"]) {
  promises[name] = asynchronous(name);
}
promises.lchmod = async () => { throw makeError("ERR_METHOD_NOT_IMPLEMENTED", "lchmod()"); };

module.exports = { FileHandle, later, promises };
