// CommonJS modules, as Node keeps them. Files are found, read and compiled natively, with the
// program's rights; the cache, the extensions and the stack of requirers are here, where programs
// expect to reach them.
const native = binding("modules");
const { names: builtinNames } = binding("library");
const { process } = require("internal/process");

const { keepValue } = binding("process");

const { stringify } = JSON;
const { apply } = Reflect;
const { defineProperty, hasOwn, keys } = Object;

function coded(error, code) {
  error.code = code;
  return error;
}

function dirname(path) {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

function Module(id = "", parent) {
  this.id = id;
  this.path = dirname(id);
  this.exports = {};
  defineProperty(this, "parent", {
    value: parent, writable: true, enumerable: false, configurable: true,
  });
  parent?.children?.push(this);
  this.filename = null;
  this.loaded = false;
  this.children = [];
  this.paths = undefined;
}

Module.Module = Module;
Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];

const PREFIX_ONLY = new Set(["node:test"]);
Module.builtinModules = builtinNames
  .filter((name) => !PREFIX_ONLY.has(name)).map((name) => name.slice("node:".length));
const isFullName = (name) => typeof name === "string" && name.startsWith("node:");
const known = new Set([...Module.builtinModules, ...builtinNames]);
Module.isBuiltin = (name) => known.has(name);

Module._nodeModulePaths = (from) => native.nodeModules(`${from}`.toWellFormed());

Module._resolveLookupPaths = (request, parent) => {
  if (known.has(request)) return null;
  if (/^\.{1,2}(\/|$)/.test(request)) return [parent?.filename ? dirname(parent.filename) : "."];
  return parent?.paths ?? [];
};

function requireStack(parent) {
  const stack = [];
  const seen = new Set();
  for (let at = parent; at && !seen.has(at); at = at.parent) {
    seen.add(at);
    stack.push(at.filename || at.id);
  }
  return stack;
}

Module._resolveFilename = function (request, parent, isMain, options) {
  if (known.has(request)) return request;
  // A file's name is Unicode: what is none in a text names no file.
  const named = `${request}`.toWellFormed();
  const importer = `${parent?.filename ?? `${process.cwd()}/[eval]`}`.toWellFormed();
  const endings = keys(Module._extensions);
  let found;
  if (isFullName(request)) {
    // No module of ours, and no file's name.
  } else if (Array.isArray(options?.paths)) {
    for (const path of options.paths) {
      const from = path.startsWith("/") ? path : `${process.cwd()}/${path}`;
      found ??= native.resolve(named, `${from}/[paths]`.toWellFormed(), null, endings);
    }
  } else {
    found = native.resolve(named, importer, parent?.paths ?? null, endings);
  }
  if (found !== undefined) return found;
  const stack = requireStack(parent);
  const tail = stack.length > 0 ? `\nRequire stack:\n- ${stack.join("\n- ")}` : "";
  const error = new Error(`Cannot find module '${request}'${tail}`);
  error.code = "MODULE_NOT_FOUND";
  error.requireStack = stack;
  throw error;
};

function loadBuiltin(name) {
  if (!known.has(name)) throw coded(new Error(`No such built-in module: ${name}`), "ERR_UNKNOWN_BUILTIN_MODULE");
  const full = isFullName(name) ? name : `node:${name}`;
  native.admit(full);
  return require(full);
}

Module._load = function (request, parent, isMain) {
  if (isFullName(request)) return loadBuiltin(request);
  const filename = Module._resolveFilename(request, parent, isMain);
  if (known.has(filename)) return loadBuiltin(filename);
  return loadFile(filename, parent, isMain);
};

/** What a module that is not whole yet gives out, to whoever asks in a cycle. */
function loadFile(filename, parent, isMain) {
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    if (parent && !parent.children.includes(cached)) parent.children.push(cached);
    return cached.exports;
  }
  const module = new Module(filename, parent);
  if (isMain) {
    process.mainModule = module;
    module.id = ".";
  }
  Module._cache[filename] = module;
  let isWhole = false;
  try {
    module.load(filename);
    isWhole = true;
  } finally {
    if (!isWhole) {
      delete Module._cache[filename];
      forget(module, parent);
    }
  }
  return module.exports;
}

Module.prototype.load = function (filename) {
  this.filename = filename;
  this.paths ??= Module._nodeModulePaths(dirname(filename));
  const name = filename.slice(filename.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot) : ".js";
  (Module._extensions[extension] ?? Module._extensions[".js"])(this, filename);
  this.loaded = true;
};

Module.prototype.require = function (id) {
  if (typeof id !== "string") {
    throw coded(
      new TypeError(`The "id" argument must be of type string. Received ${id === null ? "null" : typeof id}`),
      "ERR_INVALID_ARG_TYPE");
  }
  if (id === "") {
    throw coded(
      new TypeError("The argument 'id' must be a non-empty string. Received ''"), "ERR_INVALID_ARG_VALUE");
  }
  return Module._load(id, this, false);
};

Module.prototype._compile = function (content, filename) {
  run(this, native.compile(String(content), filename), filename);
};

function run(module, compiled, filename) {
  const args = [module.exports, makeRequire(module), module, filename, dirname(filename)];
  apply(named(compiled), module.exports, args);
}

/** An ES module's namespace, and what it chose to be to `require` (Node 22). */
function fromNamespace(namespace) {
  return hasOwn(namespace, "module.exports") ? namespace["module.exports"] : namespace;
}

Module._extensions[".js"] = function (module, filename) {
  // A patched `_compile` (a transpiler's hook) gets the text of what is CommonJS.
  if (module._compile !== asIs.compile && native.format(filename) !== "module") {
    return module._compile(native.read(filename), filename);
  }
  const compiled = compiledOf(filename);
  if (compiled === null) module.exports = fromNamespace(native.evaluate(filename));
  else run(module, compiled, filename);
};

Module._extensions[".json"] = function (module, filename) {
  try {
    module.exports = JSON.parse(native.read(filename));
  } catch (error) {
    if (error instanceof SyntaxError) error.message = `${filename}: ${error.message}`;
    throw error;
  }
};

Module._extensions[".node"] = function (module, filename) {
  throw coded(new Error(`${filename}: native addons cannot be loaded in the sandbox`), "ERR_DLOPEN_FAILED");
};

/** The steps of loading as they are until a program replaces one. */
const asIs = {
  compile: Module.prototype._compile,
  extension: Module._extensions[".js"],
  load: Module._load,
  moduleLoad: Module.prototype.load,
  require: Module.prototype.require,
  resolveFilename: Module._resolveFilename,
};

function makeRequire(module) {
  // What runs a module is here and not further down: each level of `require` in a chain of modules
  // takes as little stack as can be.
  const required = function require(id) {
    const child = ready(id, module);
    if (child === undefined) return module.require(id);
    let isWhole = false;
    try {
      apply(child.compiled, child.module.exports, child.args);
      isWhole = true;
    } finally {
      if (!isWhole) forget(child.module, module);
    }
    child.module.loaded = true;
    return child.module.exports;
  };
  required.resolve = (request, options) =>
    Module._resolveFilename(checkedRequest(request), module, false, options);
  required.resolve.paths = (request) => Module._resolveLookupPaths(checkedRequest(request), module);
  required.main = process.mainModule;
  required.extensions = Module._extensions;
  required.cache = Module._cache;
  return required;
}

/**
 * A CommonJS module that has to be run now, ready for that. `undefined` for everything else, and
 * where a program has put something of its own in the way of loading.
 */
function ready(id, parent) {
  const isPlain = parent.require === asIs.require && Module._load === asIs.load
    && Module._resolveFilename === asIs.resolveFilename && Module._extensions[".js"] === asIs.extension
    && Module.prototype.load === asIs.moduleLoad && Module.prototype._compile === asIs.compile;
  if (!isPlain || typeof id !== "string" || id === "" || isFullName(id)) return undefined;
  const filename = Module._resolveFilename(id, parent, false);
  if (!/\.c?[jt]s$/.test(filename) || filename in Module._cache) return undefined;
  if (Module._extensions[".cjs"] !== undefined) return undefined;
  const module = new Module(filename, parent);
  let compiled = null;
  try {
    compiled = compiledOf(filename);
  } finally {
    if (compiled === null) forget(module, parent);
  }
  if (compiled === null) return undefined;
  Module._cache[filename] = module;
  module.filename = filename;
  module.paths = Module._nodeModulePaths(module.path);
  return { module, compiled, args: [module.exports, makeRequire(module), module, filename, module.path] };
}

/** The function of a CommonJS module; `null` for an ES module. */
function compiledOf(filename) {
  const kept = native.takeCompiled(filename);
  if (kept !== undefined) return named(kept);
  const format = native.format(filename);
  if (format === "module") return null;
  const content = native.read(filename);
  const compiled = format === "unsaid"
    ? native.compileEither(content, filename) : native.compile(content, filename);
  return compiled === null ? null : named(compiled);
}

function named(compiled) {
  return defineProperty(compiled, "name", { value: "Object.<anonymous>" });
}

/** A module that did not come to its end is loaded anew by the next who asks. */
function forget(module, parent) {
  if (Module._cache[module.id] === module) delete Module._cache[module.id];
  const index = parent?.children?.indexOf(module) ?? -1;
  if (index >= 0) parent.children.splice(index, 1);
}

function checkedRequest(request) {
  if (typeof request === "string") return request;
  throw coded(
    new TypeError(`The "request" argument must be of type string. Received ${typeof request}`),
    "ERR_INVALID_ARG_TYPE");
}

Module.createRequire = function (from) {
  let path = from;
  if (typeof from === "object" && from?.protocol === "file:") path = from.href;
  if (typeof path === "string" && path.startsWith("file://")) {
    path = decodeURIComponent(path.slice("file://".length).replace(/[?#].*$/s, ""));
  }
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw coded(
      new TypeError("The argument 'filename' must be a file URL object, file URL string, or absolute"
        + ` path string. Received ${typeof from === "string" ? `'${from}'` : typeof from}`),
      "ERR_INVALID_ARG_VALUE");
  }
  const module = new Module(path);
  module.filename = path;
  module.paths = Module._nodeModulePaths(path.endsWith("/") ? path.slice(0, -1) : dirname(path));
  return makeRequire(module);
};

Module.wrapper = ["(function (exports, require, module, __filename, __dirname) { ", "\n});"];
Module.wrap = (script) => Module.wrapper[0] + script + Module.wrapper[1];
Module.syncBuiltinESMExports = () => {};
Module.findSourceMap = () => undefined;

/** Runs the program itself, which has been compiled. */
function runMain(filename) {
  loadFile(filename, undefined, true);
}

/** What a script of `--eval-print` finds: `require` and its like, and each built-in module by its name. */
function prepareScript() {
  const module = new Module("[eval]");
  module.filename = `${process.cwd()}/[eval]`;
  module.paths = Module._nodeModulePaths(process.cwd());
  const globals = {
    exports: module.exports, module, require: makeRequire(module), __filename: "[eval]", __dirname: ".",
  };
  for (const [name, value] of Object.entries(globals)) {
    defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
  for (const name of Module.builtinModules) {
    if (name in globalThis || name.includes("/")) continue;
    const set = (value) => {
      defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
    };
    const get = () => {
      const value = loadBuiltin(`node:${name}`);
      set(value);
      return value;
    };
    defineProperty(globalThis, name, { get, set, enumerable: false, configurable: true });
  }
}

function printValue(value) {
  require("internal/console").console.log(value);
  let json;
  // A cycle, a BigInt, a `toJSON` that throws: then there is no JSON of it.
  try { json = stringify(value); } catch { return; }
  if (json !== undefined) keepValue(json);
}

function printValueOfPromise(promise) {
  promise.then(({ value }) => printValue(value));
}

/** What an ES module gets that imports the CommonJS module at `filename`, whose text is `content`. */
function imported(filename, content) {
  const names = exportedNames(filename, content);
  const load = () => {
    const exports = loadFile(filename, undefined, false);
    const isObject = exports !== null && (typeof exports === "object" || typeof exports === "function");
    return [exports, ...names.map((name) => (isObject && hasOwn(exports, name) ? exports[name] : undefined))];
  };
  return { names, load };
}

/** The names that a text exports, by the analysis that Node uses, through all that it re-exports. */
function exportedNames(filename, content) {
  const { parse } = require("package/cjs-lexer");
  const names = new Set();
  const seen = new Set();
  const pending = [[filename, content]];
  while (pending.length > 0) {
    const [path, text] = pending.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    let found;
    // What the analysis does not understand has no names; running it says what is wrong with it.
    try { found = parse(text ?? native.read(path)); } catch { continue; }
    for (const name of found.exports) names.add(name);
    for (const request of found.reexports) {
      const target = reexported(request, path);
      if (target !== null) pending.push([target]);
    }
  }
  names.delete("default");
  return [...names].filter((name) => name.isWellFormed() && !name.includes("\0"));
}

function reexported(request, from) {
  try {
    const target = native.resolve(request, from, null, keys(Module._extensions));
    if (target === undefined || target.startsWith("node:")) return null;
    return ["commonjs", "unsaid"].includes(native.format(target)) ? target : null;
  } catch {
    return null;
  }
}

module.exports = { Module, imported, prepareScript, printValue, printValueOfPromise, runMain };
