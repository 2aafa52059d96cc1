// node:fs over the sandbox's file system: synchronous calls, their callback twins, promises and streams.
const { makeError } = require("internal/errors");
const { Dirent, Stats, constants } = require("internal/fs/common");
const sync = require("internal/fs/sync");
const { customPromisify } = require("internal/inspect_symbol");
const { validateFunction } = require("internal/validators");

/** What is wrong with the arguments is thrown at once; what the call meets is told in a later turn. */
function answer(call, args, callback, shape = (value) => [value]) {
  let error = null;
  let value;
  try {
    value = call(...args);
  } catch (thrown) {
    if (thrown?.syscall === undefined) throw thrown;
    error = thrown;
  }
  require("internal/timers").setImmediate(() => {
    if (error !== null) callback(error);
    else callback(null, ...shape(value));
  });
}

function withCallback(name) {
  const call = sync[`${name}Sync`];
  return { [name](...args) {
    const callback = args.pop();
    validateFunction(callback, "cb");
    const isNothing = ["access", "appendFile", "close", "copyFile", "unlink", "writeFile"].includes(name);
    answer(call, args, callback, isNothing ? () => [] : undefined);
  } }[name];
}

const fs = { ...sync };
for (const name of Object.keys(sync)) {
  const twin = name.slice(0, -4);
  if (!["exists", "read", "write", "readv", "writev"].includes(twin)) fs[twin] = withCallback(twin);
}

/** Calls whose callbacks hear the buffer as well. */
for (const [name, count] of [["read", "bytesRead"], ["write", "bytesWritten"], ["readv", "bytesRead"], ["writev", "bytesWritten"]]) {
  fs[name] = { [name](fd, ...args) {
    const callback = args.pop();
    validateFunction(callback, "cb");
    let rest = args;
    if (name === "read" && !ArrayBuffer.isView(args[0])) {
      const options = args[0] ?? {};
      const buffer = options.buffer ?? require("internal/buffer").Buffer.alloc(16384);
      rest = [buffer, options.offset, options.length, options.position];
    }
    answer(sync[`${name}Sync`], [fd, ...rest], callback, (value) => [value, rest[0]]);
  } }[name];
  Object.defineProperty(fs[name], customPromisify, {
    value: (...args) => new Promise((resolve, reject) => {
      fs[name](...args, (error, value, buffer) => {
        if (error) reject(error);
        else resolve({ [count]: value, [name.endsWith("v") ? "buffers" : "buffer"]: buffer });
      });
    }),
  });
}

fs.exists = function exists(path, callback) {
  validateFunction(callback, "cb");
  const found = sync.existsSync(path);
  require("internal/timers").setImmediate(() => callback(found));
};
Object.defineProperty(fs.exists, customPromisify, { value: async (path) => sync.existsSync(path) });
fs.realpath.native = function native(path, ...args) {
  const callback = args.pop();
  validateFunction(callback, "cb");
  answer(sync.realpathSync.native, [path, ...args], callback);
};

fs.opendirSync = (path, options) => require("internal/fs/directory").opendirSync(path, options);
fs.opendir = function opendir(path, ...args) {
  const callback = args.pop();
  validateFunction(callback, "callback");
  answer(require("internal/fs/directory").openDirectory, [path, ...args], callback);
};

for (const name of ["watch", "watchFile"]) {
  // Nobody else changes a program's files: there is nothing to watch.
  fs[name] = { [name]() { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", name); } }[name];
}
fs.unwatchFile = function unwatchFile() {};
fs.openAsBlob = async (path, options) => new Blob([sync.readFileSync(path)], options);
fs.createReadStream = function createReadStream(path, options) { return new (require("internal/fs/streams").ReadStream)(path, options); };
fs.createWriteStream = function createWriteStream(path, options) { return new (require("internal/fs/streams").WriteStream)(path, options); };

/** The classes of streams, which are loaded with the first that is asked for. */
for (const name of ["ReadStream", "WriteStream"]) {
  const lazy = { [name]: function stream(...args) {
    const Class = require("internal/fs/streams")[name];
    return new.target === undefined || new.target === lazy ? new Class(...args) : Reflect.construct(Class, args, new.target);
  } }[name];
  Object.defineProperty(lazy, Symbol.hasInstance, { value: (value) => value instanceof require("internal/fs/streams")[name] });
  fs[name] = lazy;
  fs[`File${name}`] = lazy;
}
fs.Dir = Object.defineProperty(function Dir() { throw makeError("ERR_ILLEGAL_CONSTRUCTOR"); }, Symbol.hasInstance, {
  value: (value) => value instanceof require("internal/fs/directory").Dir,
});

Object.assign(fs, {
  Dirent, Stats, constants, F_OK: constants.F_OK, R_OK: constants.R_OK, W_OK: constants.W_OK, X_OK: constants.X_OK,
  _toUnixTimestamp: (time) => (time instanceof Date ? time.getTime() / 1000 : Number(time)),
});
Object.defineProperty(fs, "promises", {
  get: () => require("internal/fs/promises").promises, enumerable: true, configurable: true,
});

module.exports = fs;
