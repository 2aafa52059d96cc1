// process: what the program was given, what it prints, and how it ends.
const { makeError } = require("internal/errors");
const { emitter } = require("internal/lazy_stream");
const { validateFunction, validateString } = require("internal/validators");

const native = binding("process");

const variables = {};

/** As in Node: whatever is set becomes text. */
const env = new Proxy(variables, {
  set(target, name, value) {
    if (typeof name === "symbol" || typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    target[name] = `${value}`;
    return true;
  },
  defineProperty(target, name, descriptor) {
    if ("value" in descriptor) {
      target[name] = `${descriptor.value}`;
      return true;
    }
    throw makeError("ERR_INVALID_ARG_VALUE", "process.env", name, "does not accept an accessor(getter/setter) descriptor");
  },
});

let directory, memoryLimit;
let exitCode;

/** A path as seen from the working directory. */
function absolute(path) {
  return path.startsWith("/") ? path : `${directory === "/" ? "" : directory}/${path}`;
}

function checkCode(code) {
  const number = typeof code === "string" && code !== "" && Number.isInteger(+code) ? +code : code;
  if (typeof number !== "number") throw makeError("ERR_INVALID_ARG_TYPE", "code", "number", code);
  if (!Number.isInteger(number)) throw makeError("ERR_OUT_OF_RANGE", "code", "an integer", number);
  return number | 0;
}

function hrtime(previous) {
  const nanos = native.monotonicNanos();
  let seconds = Math.floor(nanos / 1e9);
  let rest = nanos % 1e9;
  if (previous !== undefined) {
    if (!Array.isArray(previous)) throw makeError("ERR_INVALID_ARG_TYPE", "time", "Array", previous);
    if (previous.length !== 2) throw makeError("ERR_OUT_OF_RANGE", "time", 2, previous.length);
    seconds -= previous[0];
    rest -= previous[1];
    if (rest < 0) { seconds -= 1; rest += 1e9; }
  }
  return [seconds, rest];
}
hrtime.bigint = () => BigInt(native.monotonicNanos());

function memoryUsage() {
  const heapUsed = native.memoryUsed();
  return { rss: heapUsed, heapTotal: heapUsed, heapUsed, external: 0, arrayBuffers: 0 };
}
memoryUsage.rss = () => native.memoryUsed();

let hasTold = false;

function emitWarning(warning, type, code) {
  const options = type !== null && typeof type === "object" ? type : { type, code };
  let error = warning;
  if (typeof warning === "string") {
    error = new Error(warning);
    error.name = String(options.type ?? "Warning");
    if (options.code !== undefined) error.code = options.code;
    if (options.detail !== undefined) error.detail = options.detail;
  } else if (!(warning instanceof Error)) throw makeError("ERR_INVALID_ARG_TYPE", "warning", ["Error", "string"], warning);
  if (error.name === "DeprecationWarning" && process.noDeprecation) return;
  nextTick(() => {
    process.emit("warning", error);
    if (process.noWarnings) return;
    const label = error.code === undefined ? error.name : `[${error.code}] ${error.name}`;
    const hint = hasTold ? "" : "(Use `node --trace-warnings ...` to show where the warning was created)\n";
    hasTold = true;
    process.stderr.write(`(node:${process.pid}) ${label}: ${error.message}\n${error.detail ? `${error.detail}\n` : ""}${hint}`);
  });
}

function nextTick(callback, ...args) {
  validateFunction(callback, "callback");
  if (process._exiting) return;
  require("internal/ticks").nextTick(callback, ...args);
}

const refuse = (call) => ({ [call]() {
  throw Object.assign(new Error(`${call} EPERM: operation not permitted`), { errno: -1, code: "EPERM", syscall: call });
} }[call]);

// `process` is an emitter like any other, from the first time that it is used as one.
class process_ {}
Object.defineProperty(process_, "name", { value: "process" });
Object.setPrototypeOf(process_.prototype, emitter({}));

const process = Object.assign(new process_(), {
  title: "node",
  pid: 1,
  ppid: 0,
  arch: "wasm32",
  platform: "linux",
  version: "v20.20.0",
  versions: { node: "20.20.0" },
  release: { name: "node", lts: "Iron" },
  features: { inspector: false, debug: false, uv: false, ipv6: false, tls_alpn: false, tls_sni: false, tls_ocsp: false, tls: false, cached_builtins: true },
  config: { target_defaults: {}, variables: {} },
  execPath: "/usr/bin/node",
  execArgv: [],
  argv0: "node",
  argv: [],
  debugPort: 9229,
  env,
  allowedNodeEnvironmentFlags: new Set(),
  exiting: false,

  cwd: () => directory,
  chdir(path) {
    validateString(path, "directory");
    directory = native.changeDirectory(path.toWellFormed());
  },

  exit(code) {
    if (arguments.length !== 0) setExitCode(code);
    if (!process._exiting) {
      process._exiting = true;
      process.emit("exit", exitCode ?? 0);
    }
    native.exit(checkCode(exitCode ?? 0));
  },
  reallyExit(code) { native.exit(checkCode(code ?? 0)); },
  abort() { native.abort(); },
  nextTick,
  hrtime,
  memoryUsage,
  emitWarning,

  availableMemory: () => Math.max(memoryLimit - native.memoryUsed(), 0),
  constrainedMemory: () => memoryLimit,
  cpuUsage(previous) {
    const user = Math.floor(native.monotonicNanos() / 1000);
    return { user: user - (previous?.user ?? 0), system: 0 - (previous?.system ?? 0) };
  },
  resourceUsage() {
    return {
      userCPUTime: Math.floor(native.monotonicNanos() / 1000), systemCPUTime: 0, maxRSS: Math.ceil(native.memoryUsed() / 1024),
      sharedMemorySize: 0, unsharedDataSize: 0, unsharedStackSize: 0, minorPageFault: 0, majorPageFault: 0, swappedOut: 0,
      fsRead: 0, fsWrite: 0, ipcSent: 0, ipcReceived: 0, signalsCount: 0, voluntaryContextSwitches: 0, involuntaryContextSwitches: 0,
    };
  },
  getActiveResourcesInfo: () => [],
  getegid: () => 0, geteuid: () => 0, getgid: () => 0, getgroups: () => [0], getuid: () => 0,
  setgid: refuse("setgid"), setuid: refuse("setuid"), setegid: refuse("setegid"), seteuid: refuse("seteuid"), setgroups: refuse("setgroups"), initgroups: refuse("initgroups"),
  umask: () => 0o22,
  uptime: () => native.monotonicNanos() / 1e9,
  kill(pid, signal = "SIGTERM") {
    // A program may end itself by a signal; there is nobody else.
    if (pid !== process.pid) throw Object.assign(new Error("kill ESRCH"), { errno: -3, code: "ESRCH", syscall: "kill" });
    const number = typeof signal === "number" ? signal : require("node:os").constants.signals[signal];
    if (number === undefined) throw makeError("ERR_UNKNOWN_SIGNAL", signal);
    if (number === 0) return true;
    if (number === 6) native.abort();
    native.exit(128 + number);
    return true;
  },
  binding(name) { throw Object.assign(new Error(`No such module: ${name}`), { code: "ERR_INVALID_MODULE" }); },
  dlopen: refuse("dlopen"),
  getBuiltinModule(name) {
    validateString(name, "id");
    const full = name.startsWith("node:") ? name : `node:${name}`;
    if (!binding("library").names.includes(full)) return undefined;
    binding("modules").admit(full);
    return require(full);
  },
  loadEnvFile(path = ".env") {
    const values = require("node:util").parseEnv(require("node:fs").readFileSync(path, "utf8"));
    for (const [name, value] of Object.entries(values)) if (!(name in variables)) variables[name] = value;
  },
  setSourceMapsEnabled() {},
  setUncaughtExceptionCaptureCallback(callback) { require("internal/process_events").setCapture(callback); },
  hasUncaughtExceptionCaptureCallback: () => require("internal/process_events").hasCapture(),
});

function setExitCode(code) {
  native.setExitCode(code === undefined || code === null ? undefined : checkCode(code));
  exitCode = code;
}

Object.defineProperty(process, "exitCode", {
  get: () => exitCode,
  set: setExitCode,
  enumerable: true, configurable: true,
});

for (const [name, make] of [["stdin", "input"], ["stdout", "stdout"], ["stderr", "stderr"]]) {
  Object.defineProperty(process, name, {
    get() {
      const value = require("internal/standard_streams")[make]();
      Object.defineProperty(process, name, { value, writable: true, enumerable: true, configurable: true });
      return value;
    },
    enumerable: true, configurable: true,
  });
}
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

// Nobody listens before `process` is an emitter, unless a program has put its own `emit` in place.
const quietEmit = process.emit;
const hasListeners = () => process._events !== undefined || process.emit !== quietEmit;
let tell;
native.onEvents((name, first, second) => {
  tell ??= require("internal/process_events").listening(process, hasListeners, { get: () => exitCode, set: setExitCode });
  return tell(name, first, second);
});

/** Takes what the program was given. This module may have been loaded before there was a program. */
function begin() {
  const given = native.given();
  ({ cwd: directory, memoryLimit } = given);
  process.argv = ["/usr/bin/node", given.entry, ...given.args];
  given.envNames.forEach((name, index) => { variables[name] = given.envValues[index]; });
}
begin();

module.exports = { absolute, begin, process };
