// What all of node:fs shares: paths, flags, constants, Stats and Dirent.
const { decodeBytes, encodeString, toBytes } = require("internal/encodings");
const { makeError, systemError } = require("internal/errors");
const { isUtf8 } = binding("text");

const constants = Object.freeze(Object.assign(Object.create(null), {
  UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2,
  UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5,
  UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7, S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576,
  S_IFIFO: 4096, S_IFLNK: 40960, S_IFSOCK: 49152, O_CREAT: 64, O_EXCL: 128, UV_FS_O_FILEMAP: 0, O_NOCTTY: 256, O_TRUNC: 512,
  O_APPEND: 1024, O_DIRECTORY: 65536, O_NOATIME: 262144, O_NOFOLLOW: 131072, O_SYNC: 1052672, O_DSYNC: 4096, O_DIRECT: 16384,
  O_NONBLOCK: 2048, S_IRWXU: 448, S_IRUSR: 256, S_IWUSR: 128, S_IXUSR: 64, S_IRWXG: 56, S_IRGRP: 32, S_IWGRP: 16, S_IXGRP: 8,
  S_IRWXO: 7, S_IROTH: 4, S_IWOTH: 2, S_IXOTH: 1, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, UV_FS_COPYFILE_EXCL: 1, COPYFILE_EXCL: 1,
  UV_FS_COPYFILE_FICLONE: 2, COPYFILE_FICLONE: 2, UV_FS_COPYFILE_FICLONE_FORCE: 4, COPYFILE_FICLONE_FORCE: 4,
}));

// The same numbers stand in src/native/fs/descriptors.rs.
const READ = 1;
const WRITE = 2;
const APPEND = 4;
const CREATE = 8;
const EXCLUSIVE = 16;
const TRUNCATE = 32;
const NO_FOLLOW = 64;
const DIRECTORY = 128;

const FLAGS = {
  __proto__: null,
  r: READ, rs: READ, sr: READ, "r+": READ | WRITE, "rs+": READ | WRITE, "sr+": READ | WRITE,
  w: WRITE | CREATE | TRUNCATE, "w+": READ | WRITE | CREATE | TRUNCATE,
  wx: WRITE | CREATE | TRUNCATE | EXCLUSIVE, "wx+": READ | WRITE | CREATE | TRUNCATE | EXCLUSIVE,
  a: APPEND | CREATE, as: APPEND | CREATE, "a+": READ | APPEND | CREATE, "as+": READ | APPEND | CREATE,
  ax: APPEND | CREATE | EXCLUSIVE, "ax+": READ | APPEND | CREATE | EXCLUSIVE,
};
for (const name of ["wx", "wx+", "ax", "ax+", "as", "as+"]) FLAGS[name[1] + name[0] + name.slice(2)] = FLAGS[name];

function flagsOf(flags = "r") {
  if (typeof flags === "number") {
    const access = [READ, WRITE, READ | WRITE][flags & 3] ?? 0;
    return (flags & constants.O_APPEND ? (access & READ) | APPEND : access)
      | (flags & constants.O_CREAT ? CREATE : 0) | (flags & constants.O_EXCL ? EXCLUSIVE : 0)
      | (flags & constants.O_TRUNC ? TRUNCATE : 0) | (flags & constants.O_NOFOLLOW ? NO_FOLLOW : 0)
      | (flags & constants.O_DIRECTORY ? DIRECTORY : 0);
  }
  if (flags === null) return READ;
  const known = typeof flags === "string" ? FLAGS[flags] : undefined;
  if (known === undefined) throw makeError("ERR_INVALID_ARG_VALUE", "flags", flags);
  return known;
}

/** A path argument as text, as it was passed: errors name it so. */
function pathOf(value, name = "path") {
  let path = value;
  if (value instanceof Uint8Array) {
    if (!isUtf8(value)) throw makeError("ERR_INVALID_ARG_VALUE", name, value, "must be UTF-8, as all names are");
    path = decodeBytes(value);
  } else if (typeof value === "object" && typeof value?.href === "string" && typeof value.protocol === "string") {
    path = require("node:url").fileURLToPath(value);
  }
  if (typeof path !== "string") throw makeError("ERR_INVALID_ARG_TYPE", name, ["string", "Buffer", "URL"], value);
  if (path.includes("\0")) {
    throw makeError("ERR_INVALID_ARG_VALUE", name, value, "must be a string, Uint8Array, or URL without null bytes");
  }
  return path.isWellFormed() ? path : path.toWellFormed();
}

function optionsOf(options, fallback = {}) {
  if (options === undefined || options === null || typeof options === "function") return fallback;
  if (typeof options === "string") return { ...fallback, encoding: options };
  if (typeof options !== "object") throw makeError("ERR_INVALID_ARG_TYPE", "options", ["string", "Object"], options);
  if (options.encoding && options.encoding !== "buffer") require("internal/encodings").encodingOf(options.encoding);
  if (options.signal !== undefined) require("internal/validators").validateAbortSignal(options.signal, "options.signal");
  return { ...fallback, ...options };
}

function dataOf(data, encoding) {
  if (typeof data === "string") return encodeString(data, encoding);
  if (!ArrayBuffer.isView(data)) {
    throw makeError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
  return toBytes(data);
}

function fdOf(fd) {
  if (typeof fd !== "number") throw makeError("ERR_INVALID_ARG_TYPE", "fd", "number", fd);
  if (!Number.isInteger(fd)) throw makeError("ERR_OUT_OF_RANGE", "fd", "an integer", fd);
  if (fd < 0 || fd > 2147483647) throw makeError("ERR_OUT_OF_RANGE", "fd", ">= 0 && <= 2147483647", fd);
  return fd;
}

const MODES = { directory: 0o40755, file: 0o100644, link: 0o120777, device: 0o20666 };
const TIMES = ["atime", "mtime", "ctime", "birthtime"];

function StatsBase() {}
Object.assign(StatsBase.prototype, {
  isDirectory() { return this._is(constants.S_IFDIR); },
  isFile() { return this._is(constants.S_IFREG); },
  isBlockDevice() { return this._is(constants.S_IFBLK); },
  isCharacterDevice() { return this._is(constants.S_IFCHR); },
  isSymbolicLink() { return this._is(constants.S_IFLNK); },
  isFIFO() { return this._is(constants.S_IFIFO); },
  isSocket() { return this._is(constants.S_IFSOCK); },
});
Object.defineProperty(StatsBase.prototype, "_is", {
  value(kind) { return (Number(this.mode) & constants.S_IFMT) === kind; }, configurable: true,
});

function fieldsOf({ kind, dev, ino, nlink, size, atimeMs, mtimeMs, ctimeMs }) {
  return {
    dev, mode: MODES[kind], nlink, uid: 0, gid: 0, rdev: 0, blksize: 4096, ino, size, blocks: Math.ceil(size / 512),
    atimeMs, mtimeMs, ctimeMs, birthtimeMs: ctimeMs,
  };
}

function Stats(stat) {
  Object.assign(this, fieldsOf(stat));
  for (const name of TIMES) this[name] = new Date(Math.round(this[`${name}Ms`]));
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);

function BigIntStats(stat) {
  for (const [name, value] of Object.entries(fieldsOf(stat))) this[name] = BigInt(Math.floor(value));
  for (const name of TIMES) this[`${name}Ns`] = BigInt(Math.floor(stat[`${name === "birthtime" ? "ctime" : name}Ms`] * 1e6));
  for (const name of TIMES) this[name] = new Date(Number(this[`${name}Ms`]));
}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);

const statsOf = (stat, options) => (options?.bigint ? new BigIntStats(stat) : new Stats(stat));

class Dirent {
  #kind;

  constructor(name, kind, parentPath) {
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
    this.#kind = kind;
  }

  isFile() { return this.#kind === "file"; }
  isDirectory() { return this.#kind === "directory"; }
  isSymbolicLink() { return this.#kind === "link"; }
  isCharacterDevice() { return this.#kind === "device"; }
  isBlockDevice() { return false; }
  isFIFO() { return false; }
  isSocket() { return false; }
}

/** A name as the caller wants it. */
function named(text, encoding) {
  return encoding === "buffer" ? require("internal/buffer").Buffer.from(text) : text;
}

module.exports = {
  Dirent, READ, Stats, WRITE, constants, dataOf, fdOf, flagsOf, named, optionsOf, pathOf, statsOf, systemError,
};
