// process: what the program was given, what it prints, and how it ends.
const { Buffer, decodeBytes, pieces, toBytes } = require("internal/buffer");

const given = binding("process");

const env = {};
given.envNames.forEach((name, index) => { env[name] = given.envValues[index]; });

let directory = given.cwd;
let exitCode;

/** A path as seen from the working directory. */
function absolute(path) {
  return path.startsWith("/") ? path : `${directory === "/" ? "" : directory}/${path}`;
}

function checkCode(code) {
  const number = typeof code === "string" && code.trim() !== "" ? Number(code) : code;
  if (!Number.isInteger(number)) {
    const error = new TypeError(
      `The "code" argument must be of type number. Received ${typeof code}`);
    error.code = "ERR_INVALID_ARG_TYPE";
    throw error;
  }
  return number | 0;
}

function output(fd, write) {
  return {
    fd,
    isTTY: false,
    writable: true,
    write(chunk, encoding, callback) {
      const text = typeof chunk === "string" ? chunk : decodeBytes(toBytes(chunk));
      for (const piece of pieces(text)) write(piece);
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof done === "function") queueMicrotask(() => done());
      return true;
    },
    end(chunk) { if (chunk !== undefined) this.write(chunk); },
  };
}

const CHUNK = 65536;

function readChunk() {
  const chunk = new Buffer(CHUNK);
  const length = given.readStdin(chunk);
  return length === 0 ? null : chunk.subarray(0, length);
}

const stdin = {
  fd: 0,
  isTTY: false,
  readable: true,
  encoding: null,
  listeners: new Map(),
  setEncoding(encoding) { this.encoding = encoding; return this; },
  read() {
    const chunk = readChunk();
    return chunk === null || this.encoding === null ? chunk : decodeBytes(chunk, this.encoding);
  },
  on(event, listener) {
    const isFirst = this.listeners.size === 0;
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    if (isFirst) queueMicrotask(() => this.flow());
    return this;
  },
  once(event, listener) { return this.on(event, listener); },
  resume() { return this; },
  pause() { return this; },
  flow() {
    const emit = (event, ...args) => this.listeners.get(event)?.forEach((call) => call(...args));
    if (this.listeners.has("data")) {
      for (let chunk = this.read(); chunk !== null; chunk = this.read()) emit("data", chunk);
    } else {
      emit("readable");
    }
    emit("end");
    emit("close");
  },
  async *[Symbol.asyncIterator]() {
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) yield chunk;
  },
};

function hrtime(previous) {
  const nanos = given.monotonicNanos();
  let seconds = Math.floor(nanos / 1e9);
  let rest = nanos % 1e9;
  if (previous !== undefined) {
    seconds -= previous[0];
    rest -= previous[1];
    if (rest < 0) { seconds -= 1; rest += 1e9; }
  }
  return [seconds, rest];
}
hrtime.bigint = () => BigInt(given.monotonicNanos());

const process = {
  title: "node",
  pid: 1,
  ppid: 0,
  arch: "wasm32",
  platform: "linux",
  version: "v20.0.0",
  versions: { node: "20.0.0" },
  release: { name: "node" },
  execPath: "/usr/bin/node",
  execArgv: [],
  argv0: "node",
  argv: ["/usr/bin/node", given.entry, ...given.args],
  env,
  stdin,
  stdout: output(1, given.writeStdout),
  stderr: output(2, given.writeStderr),
  cwd: () => directory,
  chdir(path) {
    const target = absolute(String(path).toWellFormed());
    given.changeDirectory(target);
    const segments = [];
    for (const segment of target.split("/")) {
      if (segment === "..") segments.pop();
      else if (segment !== "" && segment !== ".") segments.push(segment);
    }
    directory = `/${segments.join("/")}`;
  },
  exit(code = exitCode ?? 0) { given.exit(checkCode(code)); },
  abort() { given.abort(); },
  get exitCode() { return exitCode; },
  set exitCode(code) {
    const checked = code === undefined || code === null ? 0 : checkCode(code);
    given.setExitCode(checked);
    exitCode = code;
  },
  nextTick(callback, ...args) { require("internal/ticks").nextTick(callback, ...args); },
  hrtime,
  uptime: () => given.monotonicNanos() / 1e9,
  memoryUsage() {
    const heapUsed = given.memoryUsed();
    return { rss: heapUsed, heapTotal: heapUsed, heapUsed, external: 0, arrayBuffers: 0 };
  },
};
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

module.exports = { absolute, process };
