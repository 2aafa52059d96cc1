// node:fs over the sandbox's file system: synchronous calls, their callback twins, and promises.
const { Buffer, decodeBytes, encodeString, pieces, toBytes } = require("internal/buffer");
const { absolute } = require("internal/process");
const { join } = require("node:path");

const system = binding("fs");

const constants = {
  F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4,
  COPYFILE_EXCL: 1,
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024,
};

// The same numbers stand in src/native/fs/descriptors.rs.
const READ = 1;
const WRITE = 2;
const APPEND = 4;
const CREATE = 8;
const EXCLUSIVE = 16;
const TRUNCATE = 32;

const FLAGS = {
  r: READ,
  "r+": READ | WRITE,
  w: WRITE | CREATE | TRUNCATE,
  wx: WRITE | CREATE | TRUNCATE | EXCLUSIVE,
  "w+": READ | WRITE | CREATE | TRUNCATE,
  "wx+": READ | WRITE | CREATE | TRUNCATE | EXCLUSIVE,
  a: APPEND | CREATE,
  ax: APPEND | CREATE | EXCLUSIVE,
  "a+": READ | APPEND | CREATE,
  "ax+": READ | APPEND | CREATE | EXCLUSIVE,
};

function typeError(code, message) {
  return Object.assign(new TypeError(message), { code });
}

function flagsOf(flags) {
  if (typeof flags === "number") {
    const access = [READ, WRITE, READ | WRITE][flags & 3] ?? 0;
    return (flags & constants.O_APPEND ? (access & READ) | APPEND : access)
      | (flags & constants.O_CREAT ? CREATE : 0) | (flags & constants.O_EXCL ? EXCLUSIVE : 0)
      | (flags & constants.O_TRUNC ? TRUNCATE : 0);
  }
  const known = Object.hasOwn(FLAGS, flags) ? FLAGS[flags] : undefined;
  if (known === undefined) {
    throw typeError("ERR_INVALID_ARG_VALUE", `The argument 'flags' is invalid. Received '${flags}'`);
  }
  return known;
}

/** A path argument as an absolute path. */
function pathOf(value) {
  let path = value;
  if (value instanceof Uint8Array) path = decodeBytes(value);
  else if (typeof value === "object" && value?.protocol === "file:") path = decodeURIComponent(value.pathname);
  if (typeof path !== "string") {
    throw typeError("ERR_INVALID_ARG_TYPE",
      `The "path" argument must be of type string or an instance of Buffer or URL.`
      + ` Received ${value === null ? "null" : typeof value}`);
  }
  if (path.includes("\0")) {
    throw typeError("ERR_INVALID_ARG_VALUE",
      "The argument 'path' must be a string, Uint8Array, or URL without null bytes");
  }
  // POSIX: the empty path names nothing; as an absolute path it would name the working directory.
  return path === "" ? "" : absolute(path.toWellFormed());
}

function optionsOf(options) {
  return typeof options === "string" ? { encoding: options } : options ?? {};
}

function dataOf(data, encoding) {
  return typeof data === "string" ? encodeString(data, encoding) : toBytes(data);
}

class Stats {
  constructor(stat) {
    Object.assign(this, stat);
    delete this.kind;
    this.mode = { directory: 0o40755, file: 0o100644, link: 0o120777, device: 0o20666 }[stat.kind];
    this.uid = 0;
    this.gid = 0;
    this.blksize = 4096;
    this.blocks = Math.ceil(stat.size / 512);
    this.birthtimeMs = stat.ctimeMs;
    for (const name of ["atime", "mtime", "ctime", "birthtime"]) {
      this[name] = new Date(this[`${name}Ms`]);
    }
  }

  isFile() { return (this.mode & 0o170000) === 0o100000; }
  isDirectory() { return (this.mode & 0o170000) === 0o40000; }
  isSymbolicLink() { return (this.mode & 0o170000) === 0o120000; }
  isCharacterDevice() { return (this.mode & 0o170000) === 0o20000; }
  isBlockDevice() { return false; }
  isFIFO() { return false; }
  isSocket() { return false; }
}

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

function statOrNothing(stat, options) {
  try {
    return new Stats(stat());
  } catch (error) {
    if (options?.throwIfNoEntry === false && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return undefined;
    }
    throw error;
  }
}

const openSync = (path, flags = "r") => system.open(pathOf(path), flagsOf(flags));
const closeSync = (fd) => system.close(fd);
const fsyncSync = (fd) => system.fsync(fd);
const fdatasyncSync = fsyncSync;
const ftruncateSync = (fd, length = 0) => system.ftruncate(fd, length);
const fstatSync = (fd) => new Stats(system.fstat(fd));
const statSync = (path, options) =>
  statOrNothing(() => system.stat(pathOf(path), true), options);
const lstatSync = (path, options) =>
  statOrNothing(() => system.stat(pathOf(path), false), options);
const unlinkSync = (path) => system.unlink(pathOf(path));
const renameSync = (from, to) => system.rename(pathOf(from), pathOf(to));
const linkSync = (from, to) => system.link(pathOf(from), pathOf(to));
const symlinkSync = (target, path) => system.symlink(String(target).toWellFormed(), pathOf(path));
const readlinkSync = (path) => system.readlink(pathOf(path));

function readSync(fd, buffer, offset = 0, length, position = null) {
  if (typeof offset === "object" && offset !== null) {
    return readSync(fd, buffer, offset.offset, offset.length, offset.position);
  }
  const bytes = toBytes(buffer);
  return system.read(fd, bytes, offset, length ?? bytes.length - offset, position);
}

function writeAll(fd, bytes, position = null) {
  let written = 0;
  while (written < bytes.length) {
    const at = position === null ? null : position + written;
    written += system.write(fd, bytes, written, bytes.length - written, at);
  }
  return written;
}

function writeSync(fd, data, offsetOrPosition, lengthOrEncoding, position) {
  if (typeof data === "string") {
    return writeAll(fd, encodeString(data, lengthOrEncoding), offsetOrPosition ?? null);
  }
  const bytes = toBytes(data);
  const offset = offsetOrPosition ?? 0;
  const length = lengthOrEncoding ?? bytes.length - offset;
  return system.write(fd, bytes, offset, length, position ?? null);
}

function withFile(path, flags, body) {
  if (typeof path === "number") return body(path);
  const fd = openSync(path, flags);
  try {
    return body(fd);
  } finally {
    system.close(fd);
  }
}

const CHUNK = 65536;

function readWhole(fd) {
  const stat = system.fstat(fd);
  if (stat.kind === "directory") {
    const error = new Error("EISDIR: illegal operation on a directory, read");
    throw Object.assign(error, { errno: -21, code: "EISDIR", syscall: "read" });
  }
  const whole = [];
  for (;;) {
    const chunk = new Buffer(stat.kind === "file" && whole.length === 0 ? stat.size + 1 : CHUNK);
    const length = system.read(fd, chunk, 0, chunk.length, null);
    if (length === 0) break;
    whole.push(chunk.subarray(0, length));
  }
  return whole.length === 1 ? whole[0] : Buffer.concat(whole);
}

function readFileSync(path, options) {
  const { encoding, flag = "r" } = optionsOf(options);
  const bytes = withFile(path, flag, readWhole);
  return encoding && encoding !== "buffer" ? decodeBytes(bytes, encoding) : bytes;
}

function writeFileSync(path, data, options) {
  const { encoding, flag = "w" } = optionsOf(options);
  withFile(path, flag, (fd) => {
    const isLong = typeof data === "string" && data.length > CHUNK && (encoding ?? "utf8") === "utf8";
    if (isLong) for (const piece of pieces(data)) writeAll(fd, encodeString(piece));
    else writeAll(fd, dataOf(data, encoding));
  });
}

const appendFileSync = (path, data, options) =>
  writeFileSync(path, data, { flag: "a", ...optionsOf(options) });

function truncateSync(path, length = 0) {
  withFile(path, "r+", (fd) => system.ftruncate(fd, length));
}

function existsSync(path) {
  try {
    system.stat(pathOf(path), true);
    return true;
  } catch {
    return false;
  }
}

function accessSync(path, mode = constants.F_OK) {
  const target = pathOf(path);
  const { kind } = system.stat(target, true);
  if (kind !== "file") return;
  if (mode & constants.R_OK) system.close(system.open(target, READ));
  if (mode & constants.W_OK) system.close(system.open(target, WRITE));
}

function listed(path) {
  const flat = system.readdir(path);
  const entries = [];
  for (let i = 0; i < flat.length; i += 2) entries.push([flat[i], flat[i + 1]]);
  return entries;
}

function readdirSync(path, options) {
  const { withFileTypes = false, recursive = false } = optionsOf(options);
  const root = pathOf(path);
  const result = [];
  const walk = (directory, prefix) => {
    for (const [name, kind] of listed(directory)) {
      result.push(withFileTypes ? new Dirent(name, kind, join(String(path), prefix)) : prefix + name);
      if (recursive && kind === "directory") walk(`${directory}/${name}`, `${prefix}${name}/`);
    }
  };
  walk(root, "");
  return result;
}

function mkdirSync(path, options) {
  const recursive = typeof options === "object" && options?.recursive === true;
  const target = pathOf(path);
  if (!recursive) return system.mkdir(target);
  let first;
  let made = "";
  for (const segment of target.split("/")) {
    if (segment === "") continue;
    made += `/${segment}`;
    try {
      system.mkdir(made);
      first ??= made;
    } catch (error) {
      const isThere = existsSync(made) && system.stat(made, true).kind === "directory";
      if (!isThere) throw error;
    }
  }
  return first;
}

const rmdirSync = (path, options) =>
  (options?.recursive ? rmSync(path, { recursive: true }) : system.rmdir(pathOf(path)));

function rmSync(path, { recursive = false, force = false } = {}) {
  const target = pathOf(path);
  let kind;
  try {
    kind = system.stat(target, false).kind;
  } catch (error) {
    if (force && (error.code === "ENOENT" || error.code === "ENOTDIR")) return;
    throw error;
  }
  if (kind !== "directory") {
    system.unlink(target);
    return;
  }
  if (!recursive) {
    const error = new Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`);
    throw Object.assign(error, { name: "SystemError", code: "ERR_FS_EISDIR", errno: 21, syscall: "rm", path });
  }
  for (const [name] of listed(target)) rmSync(`${target}/${name}`, { recursive, force });
  system.rmdir(target);
}

function copyFileSync(from, to, mode = 0) {
  const flags = mode & constants.COPYFILE_EXCL ? "wx" : "w";
  withFile(from, "r", (source) => withFile(to, flags, (target) => {
    const chunk = new Uint8Array(CHUNK);
    for (;;) {
      const length = system.read(source, chunk, 0, CHUNK, null);
      if (length === 0) break;
      writeAll(target, chunk.subarray(0, length));
    }
  }));
}

const milliseconds = (time) =>
  (time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : time * 1000);

const utimesSync = (path, atime, mtime) =>
  system.utimes(pathOf(path), true, milliseconds(atime), milliseconds(mtime));
const lutimesSync = (path, atime, mtime) =>
  system.utimes(pathOf(path), false, milliseconds(atime), milliseconds(mtime));
const futimesSync = (fd, atime, mtime) =>
  system.futimes(fd, milliseconds(atime), milliseconds(mtime));

const SYMLINKS = 40;

function realpathSync(path) {
  let pending = pathOf(path).split("/");
  let resolved = "";
  let budget = SYMLINKS;
  while (pending.length > 0) {
    const segment = pending.shift();
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      resolved = resolved.slice(0, Math.max(resolved.lastIndexOf("/"), 0));
      continue;
    }
    const next = `${resolved}/${segment}`;
    if (system.stat(next, false).kind !== "link") {
      resolved = next;
      continue;
    }
    budget -= 1;
    // Too many in a row: the system call says it best.
    if (budget < 0) system.stat(pathOf(path), true);
    const target = system.readlink(next);
    if (target.startsWith("/")) resolved = "";
    pending = [...target.split("/"), ...pending];
  }
  return resolved === "" ? "/" : resolved;
}

function mkdtempSync(prefix) {
  const random = new Uint8Array(6);
  binding("process").fillRandom(random);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const path = prefix + Array.from(random, (byte) => letters[byte % letters.length]).join("");
  mkdirSync(path);
  return path;
}

const synchronous = {
  access: accessSync, appendFile: appendFileSync, close: closeSync, copyFile: copyFileSync,
  fdatasync: fdatasyncSync, fstat: fstatSync, fsync: fsyncSync, ftruncate: ftruncateSync,
  futimes: futimesSync, link: linkSync, lstat: lstatSync, lutimes: lutimesSync, mkdir: mkdirSync,
  mkdtemp: mkdtempSync, open: openSync, readFile: readFileSync, readdir: readdirSync,
  readlink: readlinkSync, realpath: realpathSync, rename: renameSync, rm: rmSync, rmdir: rmdirSync,
  stat: statSync, symlink: symlinkSync, truncate: truncateSync, unlink: unlinkSync,
  utimes: utimesSync, writeFile: writeFileSync,
};

/** The callback twin: the same call, its result told in a later turn. */
function withCallback(name, call) {
  const twin = (...args) => {
    const callback = args.pop();
    if (typeof callback !== "function") {
      throw typeError("ERR_INVALID_ARG_TYPE", 'The "cb" argument must be of type function.');
    }
    let error = null;
    let result;
    try { result = call(...args); } catch (thrown) { error = thrown; }
    setTimeout(() => { if (error) callback(error); else callback(null, result); }, 0);
  };
  return Object.defineProperty(twin, "name", { value: name });
}

const callbacks = {};
const promises = { constants };
for (const [name, call] of Object.entries(synchronous)) {
  callbacks[name] = withCallback(name, call);
  promises[name] = Object.defineProperty(async (...args) => call(...args), "name", { value: name });
}
for (const name of ["close", "fdatasync", "fstat", "fsync", "ftruncate", "futimes", "open"]) {
  delete promises[name];
}

module.exports = {
  ...Object.fromEntries(Object.entries(synchronous).map(([name, call]) => [`${name}Sync`, call])),
  ...callbacks, constants, existsSync, promises, readSync, writeSync,
};
