// The synchronous calls of node:fs: everything else of it is made from these.
const system = binding("fs");
const { fillRandom } = binding("process");
const { Buffer } = require("internal/buffer");
const { decodeBytes, encodeString, pieces, toBytes } = require("internal/encodings");
const { makeError, systemError } = require("internal/errors");
const {
  Dirent, READ, WRITE, constants, dataOf, fdOf, flagsOf, named, optionsOf, pathOf, statsOf,
} = require("internal/fs/common");
const { absolute } = require("internal/process");
const { validateInteger } = require("internal/validators");

/** Does a part of a call: what fails there for a reason of the path's is told as the whole call's. */
function within(syscall, paths, part) {
  try {
    return part();
  } catch (error) {
    throw PATHS_OWN.includes(error.code) ? systemError(error.code, syscall, ...paths) : error;
  }
}

const PATHS_OWN = ["EEXIST", "EISDIR", "ENOENT", "ENOTDIR"];

function openSync(path, flags) {
  return system.open(pathOf(path), flagsOf(flags ?? "r"));
}

const closeSync = (fd) => { system.close(fdOf(fd)); };
const fsyncSync = (fd) => { system.fsync(fdOf(fd)); };
const fdatasyncSync = (fd) => { system.fsync(fdOf(fd)); };
const ftruncateSync = (fd, length = 0) => {
  validateInteger(length, "len");
  system.ftruncate(fdOf(fd), Math.max(0, length));
};
const fstatSync = (fd, options) => statsOf(system.fstat(fdOf(fd)), options);

function statOrNothing(stat, options) {
  try {
    return statsOf(stat(), options);
  } catch (error) {
    if (options?.throwIfNoEntry === false && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}

const statSync = (path, options) => { const at = pathOf(path); return statOrNothing(() => system.stat(at, true), options); };
const lstatSync = (path, options) => { const at = pathOf(path); return statOrNothing(() => system.stat(at, false), options); };
const unlinkSync = (path) => { system.unlink(pathOf(path)); };
const renameSync = (from, to) => { system.rename(pathOf(from, "oldPath"), pathOf(to, "newPath")); };
const linkSync = (from, to) => { system.link(pathOf(from, "existingPath"), pathOf(to, "newPath")); };
const symlinkSync = (target, path) => { system.symlink(pathOf(target, "target"), pathOf(path)); };
const readlinkSync = (path, options) => named(system.readlink(pathOf(path)), optionsOf(options).encoding);

function at(position) {
  if (position === undefined || position === null || position === -1 || position === -1n) return null;
  if (typeof position === "bigint") return Number(position);
  validateInteger(position, "position", -1);
  return position;
}

function readSync(fd, buffer, offsetOrOptions, length, position) {
  fdOf(fd);
  if (!ArrayBuffer.isView(buffer)) throw makeError("ERR_INVALID_ARG_TYPE", "buffer", ["Buffer", "TypedArray", "DataView"], buffer);
  let [offset, size, place] = [offsetOrOptions, length, position];
  if (typeof offset === "object" && offset !== null) ({ offset = 0, length: size, position: place } = offset);
  const bytes = toBytes(buffer);
  offset ??= 0;
  validateInteger(offset, "offset", 0);
  size ??= bytes.length - offset;
  if (size === 0) return 0;
  if (bytes.length === 0) throw makeError("ERR_INVALID_ARG_VALUE", "buffer", buffer, "is empty and cannot be written");
  validateInteger(offset, "offset", 0, bytes.length);
  validateInteger(size, "length", 0, bytes.length - offset);
  return system.read(fd, bytes, offset, size, at(place));
}

function readvSync(fd, buffers, position) {
  let place = at(position);
  let total = 0;
  for (const buffer of buffers) {
    const count = readSync(fd, buffer, 0, buffer.byteLength, place);
    total += count;
    if (place !== null) place += count;
    if (count < buffer.byteLength) break;
  }
  return total;
}

function writeAll(fd, bytes, position = null) {
  let written = 0;
  while (written < bytes.length) {
    const place = position === null ? null : position + written;
    written += system.write(fd, bytes, written, bytes.length - written, place);
  }
  return written;
}

function writeSync(fd, data, offsetOrPosition, lengthOrEncoding, position) {
  fdOf(fd);
  if (typeof data === "string") return writeAll(fd, encodeString(data, lengthOrEncoding), at(offsetOrPosition));
  if (!ArrayBuffer.isView(data)) throw makeError("ERR_INVALID_ARG_TYPE", "buffer", ["string", "Buffer", "TypedArray", "DataView"], data);
  const bytes = toBytes(data);
  let [offset, length, place] = [offsetOrPosition, lengthOrEncoding, position];
  if (typeof offset === "object" && offset !== null) ({ offset = 0, length, position: place } = offset);
  offset ??= 0;
  validateInteger(offset, "offset", 0, bytes.length);
  length ??= bytes.length - offset;
  validateInteger(length, "length", 0, bytes.length - offset);
  return system.write(fd, bytes, offset, length, at(place));
}

function writevSync(fd, buffers, position) {
  let place = at(position);
  let total = 0;
  for (const buffer of buffers) {
    const count = writeAll(fd, toBytes(buffer), place);
    total += count;
    if (place !== null) place += count;
  }
  return total;
}

function withFile(path, flags, body) {
  if (Number.isInteger(path)) return body(fdOf(path));
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
  if (stat.kind === "directory") throw systemError("EISDIR", "read");
  const whole = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(stat.kind === "file" && whole.length === 0 ? stat.size + 1 : CHUNK);
    const length = system.read(fd, chunk, 0, chunk.length, null);
    if (length === 0) break;
    whole.push(chunk.subarray(0, length));
    if (stat.kind === "file" && length < chunk.length) break;
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
  if (typeof data !== "string" && !ArrayBuffer.isView(data)) dataOf(data);
  withFile(path, flag, (fd) => {
    const isLong = typeof data === "string" && data.length > CHUNK && /^utf-?8$/i.test(encoding ?? "utf8");
    if (isLong) for (const piece of pieces(data)) writeAll(fd, encodeString(piece));
    else writeAll(fd, dataOf(data, encoding));
  });
}

const appendFileSync = (path, data, options) => writeFileSync(path, data, optionsOf(options, { flag: "a" }));

function truncateSync(path, length = 0) {
  if (typeof path === "number") return ftruncateSync(path, length);
  validateInteger(length, "len");
  return withFile(path, "r+", (fd) => { system.ftruncate(fd, Math.max(0, length)); });
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
  if (system.stat(target, true, "access").kind !== "file") return;
  if (mode & constants.R_OK) system.close(system.open(target, READ, "access"));
  if (mode & constants.W_OK) system.close(system.open(target, WRITE, "access"));
  if (mode & constants.X_OK) throw systemError("EACCES", "access", target);
}

function listed(path) {
  const flat = system.readdir(path);
  const entries = [];
  for (let i = 0; i < flat.length; i += 2) entries.push([flat[i], flat[i + 1]]);
  return entries;
}

function readdirSync(path, options) {
  const { withFileTypes = false, recursive = false, encoding } = optionsOf(options);
  const given = pathOf(path);
  const result = [];
  const walk = (directory, prefix) => {
    const folders = [];
    for (const [name, kind] of listed(directory)) {
      const parent = prefix === "" ? given : `${given.replace(/\/+$/, "")}/${prefix.slice(0, -1)}`;
      result.push(withFileTypes ? new Dirent(named(name, encoding), kind, parent) : named(prefix + name, encoding));
      if (recursive && kind === "directory") folders.push(name);
    }
    // Breadth first, as Node goes.
    for (const name of folders) pending.push([`${directory}/${name}`, `${prefix}${name}/`]);
  };
  const pending = [[given, ""]];
  while (pending.length > 0) walk(...pending.shift());
  return result;
}

function mkdirSync(path, options) {
  const recursive = typeof options === "object" && options?.recursive === true;
  const target = pathOf(path);
  if (!recursive) return void system.mkdir(target);
  let first;
  // As in Node, what it tells of the first directory that it made begins as the path that was passed.
  let made = target.startsWith("/") ? "/" : "";
  for (const segment of target.split("/")) {
    if (segment === "") continue;
    made += made === "" || made === "/" ? segment : `/${segment}`;
    try {
      system.mkdir(made);
      first ??= made;
    } catch (error) {
      let kind;
      try {
        ({ kind } = system.stat(made, true));
      } catch {
        throw error;
      }
      if (kind !== "directory") throw systemError(made === target ? "EEXIST" : "ENOTDIR", "mkdir", target);
    }
  }
  return first;
}

const rmdirSync = (path, options) => (options?.recursive ? rmSync(path, { recursive: true }) : void system.rmdir(pathOf(path)));

function rmSync(path, { recursive = false, force = false } = {}) {
  const target = pathOf(path);
  let kind;
  try {
    ({ kind } = system.stat(target, false));
  } catch (error) {
    if (force && (error.code === "ENOENT" || error.code === "ENOTDIR")) return;
    throw error;
  }
  if (kind === "directory" && !recursive) {
    const error = new Error(`Path is a directory: rm returned EISDIR (is a directory) ${target}`);
    throw Object.assign(error, { name: "SystemError", code: "ERR_FS_EISDIR", errno: 21, syscall: "rm", path: target });
  }
  remove(target, kind);
}

function remove(target, kind) {
  if (kind !== "directory") {
    system.unlink(target);
    return;
  }
  for (const [name, below] of listed(target)) remove(`${target}/${name}`, below);
  system.rmdir(target);
}

function copyFileSync(from, to, mode = 0) {
  const flags = mode & constants.COPYFILE_EXCL ? "wx" : "w";
  const names = [pathOf(from, "src"), pathOf(to, "dest")];
  within("copyfile", names, () => withFile(from, "r", (source) => {
    if (system.fstat(source).kind === "directory") throw systemError("EISDIR", "copyfile", ...names);
    withFile(to, flags, (target) => {
      const chunk = new Uint8Array(CHUNK);
      for (;;) {
        const length = system.read(source, chunk, 0, CHUNK, null);
        if (length === 0) break;
        writeAll(target, chunk.subarray(0, length));
      }
    });
  }));
}

const milliseconds = (time) =>
  (time instanceof Date ? time.getTime() : typeof time === "string" && Number.isNaN(+time) ? Date.parse(time) : time * 1000);

const utimesSync = (path, atime, mtime) => { system.utimes(pathOf(path), true, milliseconds(atime), milliseconds(mtime)); };
const lutimesSync = (path, atime, mtime) => { system.utimes(pathOf(path), false, milliseconds(atime), milliseconds(mtime)); };
const futimesSync = (fd, atime, mtime) => { system.futimes(fdOf(fd), milliseconds(atime), milliseconds(mtime)); };

const SYMLINKS = 40;

function realpathSync(path, options) {
  let pending = absolute(pathOf(path)).split("/");
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
    // A link that leads nowhere, or too many in a row: the system call says it best.
    system.stat(budget < 0 ? absolute(pathOf(path)) : next, true);
    const target = system.readlink(next);
    if (target.startsWith("/")) resolved = "";
    pending = [...target.split("/"), ...pending];
  }
  return named(resolved === "" ? "/" : resolved, optionsOf(options).encoding);
}
realpathSync.native = (path, options) => {
  system.stat(pathOf(path), true, "realpath");
  return realpathSync(path, options);
};

function mkdtempSync(prefix, options) {
  const random = new Uint8Array(6);
  fillRandom(random);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const begin = pathOf(prefix, "prefix");
  const path = begin + Array.from(random, (byte) => letters[byte % letters.length]).join("");
  within("mkdtemp", [`${begin}XXXXXX`], () => system.mkdir(path));
  return named(path, optionsOf(options).encoding);
}

/** Files have one owner and one mode here: asking for what is so already is no error, and changes nothing. */
const chmodSync = (path) => { system.stat(pathOf(path), true, "chmod"); };
const fchmodSync = (fd) => { system.fstat(fdOf(fd)); };
const chownSync = (path) => { system.stat(pathOf(path), true, "chown"); };
const lchownSync = (path) => { system.stat(pathOf(path), false, "lchown"); };
const fchownSync = (fd) => { system.fstat(fdOf(fd)); };

function statfsSync(path, options) {
  system.stat(pathOf(path), true, "statfs");
  const fields = { type: 16914836, bsize: 4096, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0 };
  return options?.bigint ? Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, BigInt(value)])) : fields;
}

function cpSync(from, to, options = {}) {
  const { dereference = false, errorOnExist = false, filter, force = true, recursive = false, preserveTimestamps = false } = options;
  const copy = (source, target) => {
    if (filter && !filter(source, target)) return;
    const stat = system.stat(source, dereference);
    if (stat.kind === "directory") {
      if (!recursive) throw makeError("ERR_FS_EISDIR", `Recursive option not enabled, cannot copy a directory: ${source}`);
      if (`${absolute(target)}/`.startsWith(`${absolute(source)}/`)) {
        throw makeError("ERR_FS_CP_EINVAL", `Invalid src or dest: cp returned EINVAL (cannot copy ${source} to a subdirectory of self ${target}) ${target}`);
      }
      mkdirSync(target, { recursive: true });
      for (const [name] of listed(source)) copy(`${source}/${name}`, `${target}/${name}`);
    } else {
      const parent = target.slice(0, Math.max(target.lastIndexOf("/"), 0));
      if (parent !== "") mkdirSync(parent, { recursive: true });
      if (existsSync(target)) {
        if (!force) {
          if (errorOnExist) throw systemError("EEXIST", "cp", target);
          return;
        }
      }
      if (stat.kind === "link") {
        if (existsSync(target)) unlinkSync(target);
        symlinkSync(system.readlink(source), target);
      } else copyFileSync(source, target);
    }
    if (preserveTimestamps) utimesSync(target, stat.atimeMs / 1000, stat.mtimeMs / 1000);
  };
  copy(pathOf(from, "src"), pathOf(to, "dest"));
}

module.exports = {
  accessSync, appendFileSync, chmodSync, chownSync, closeSync, copyFileSync, cpSync, existsSync, fchmodSync, fchownSync,
  fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, futimesSync, lchownSync, linkSync, lstatSync, lutimesSync, mkdirSync,
  mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, readvSync, realpathSync, renameSync, rmSync,
  rmdirSync, statSync, statfsSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync, writeSync, writevSync,
};
