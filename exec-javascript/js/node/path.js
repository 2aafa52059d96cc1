// node:path, of POSIX.
const { process } = require("internal/process");

function check(path, name = "path") {
  if (typeof path === "string") return;
  throw require("internal/errors").makeError("ERR_INVALID_ARG_TYPE", name, "string", path);
}

/** Segments without `.` and empty ones, `..` taken back where that is possible. */
function segmentsOf(path, isAbsolute) {
  const segments = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (!isAbsolute) segments.push("..");
  }
  return segments;
}

const sep = "/";
const delimiter = ":";

function isAbsolute(path) {
  check(path);
  return path.startsWith("/");
}

function normalize(path) {
  check(path);
  if (path === "") return ".";
  const absolute = path.startsWith("/");
  const joined = segmentsOf(path, absolute).join("/");
  const trailing = path.endsWith("/") && joined !== "" ? "/" : "";
  return (absolute ? "/" : "") + joined + trailing || (path.endsWith("/") ? "./" : ".");
}

function join(...paths) {
  paths.forEach((path) => check(path));
  return normalize(paths.filter((path) => path !== "").join("/"));
}

function resolve(...paths) {
  let resolved = "";
  for (const path of [process.cwd(), ...paths]) {
    check(path);
    resolved = path.startsWith("/") ? path : `${resolved}/${path}`;
  }
  return `/${segmentsOf(resolved, true).join("/")}`;
}

function dirname(path) {
  check(path);
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return path.startsWith("/") ? "/" : ".";
  const slash = trimmed.lastIndexOf("/");
  if (slash < 0) return ".";
  return trimmed.slice(0, slash).replace(/\/+$/, "") || "/";
}

function basename(path, suffix) {
  check(path);
  const base = path.replace(/\/+$/, "").split("/").at(-1);
  if (suffix === undefined) return base;
  check(suffix, "suffix");
  return base !== suffix && base.endsWith(suffix) ? base.slice(0, base.length - suffix.length) : base;
}

function extname(path) {
  const base = basename(path);
  const dot = base.lastIndexOf(".");
  return dot <= 0 || base === ".." ? "" : base.slice(dot);
}

function relative(from, to) {
  const source = segmentsOf(resolve(from), true);
  const target = segmentsOf(resolve(to), true);
  let common = 0;
  while (common < source.length && common < target.length && source[common] === target[common]) {
    common += 1;
  }
  return [...source.slice(common).map(() => ".."), ...target.slice(common)].join("/");
}

function parse(path) {
  check(path);
  const root = path.startsWith("/") ? "/" : "";
  const base = basename(path);
  const ext = extname(path);
  const dir = base === path ? "" : dirname(path);
  return { root, dir: dir === "." && !path.startsWith(".") ? "" : dir, base, ext,
    name: base.slice(0, base.length - ext.length) };
}

function format({ dir, root = "", base, name = "", ext = "" }) {
  const file = base ?? name + (ext === "" || ext.startsWith(".") ? ext : `.${ext}`);
  if (!dir) return root + file;
  return dir === root ? dir + file : `${dir}/${file}`;
}

const toNamespacedPath = (path) => path;

const path = {
  basename, delimiter, dirname, extname, format, isAbsolute, join, normalize, parse, relative, resolve,
  sep, toNamespacedPath,
};
Object.defineProperties(path, {
  posix: { value: path, enumerable: true, writable: true, configurable: true },
  win32: {
    // Node's own, from the package path-unified: nobody here has such paths until a program asks.
    get() {
      const win32 = { ...require("package/win32") };
      win32.posix = path;
      win32.win32 = win32;
      Object.defineProperty(path, "win32", { value: win32, enumerable: true, writable: true, configurable: true });
      return win32;
    },
    enumerable: true, configurable: true,
  },
});

module.exports = path;
