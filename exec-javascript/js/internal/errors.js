// Errors as Node words them: each with a `code`, which `stack` shows beside the name.

/** How Node words the value that it did not expect. */
function received(value) {
  if (value == null) return ` Received ${value}`;
  if (typeof value === "function") return ` Received function ${value.name}`;
  if (typeof value === "object") {
    if (value.constructor?.name) return ` Received an instance of ${value.constructor.name}`;
    return ` Received ${require("internal/inspect").inspect(value, { depth: -1 })}`;
  }
  let shown = require("internal/inspect").inspect(value, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
  return ` Received type ${typeof value} (${shown})`;
}

const PRIMITIVES = [
  "string", "function", "number", "object", "Function", "Object", "boolean", "bigint", "symbol",
];

function either(list) {
  if (list.length === 1) return list[0];
  if (list.length === 2) return `${list[0]} or ${list[1]}`;
  return `${list.slice(0, -1).join(", ")}, or ${list[list.length - 1]}`;
}

function expectedTypes(expected) {
  const all = Array.isArray(expected) ? expected : [expected];
  let types = all.filter((name) => PRIMITIVES.includes(name)).map((name) => name.toLowerCase());
  const isClass = (name) => !PRIMITIVES.includes(name) && /^([A-Z][a-z0-9]*)+$/.test(name);
  const instances = all.filter(isClass);
  const others = all.filter((name) => !PRIMITIVES.includes(name) && !isClass(name));
  if (instances.length > 0 && types.includes("object")) {
    types = types.filter((name) => name !== "object");
    instances.push("Object");
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? "one of type" : "of type"} ${either(types)}`);
  if (instances.length > 0) parts.push(`an instance of ${either(instances)}`);
  if (others.length > 1) parts.push(`one of ${either(others)}`);
  if (others.length === 1) parts.push(`${others[0].toLowerCase() !== others[0] ? "an " : ""}${others[0]}`);
  return parts.join(" or ");
}

function nameOf(name) {
  if (name.endsWith(" argument")) return name;
  return `"${name}" ${name.includes(".") ? "property" : "argument"}`;
}

function withUnderscores(value) {
  const text = String(value);
  const start = text.startsWith("-") ? 1 : 0;
  return text.slice(0, start) + text.slice(start).replace(/\B(?=(\d{3})+$)/g, "_");
}

const MESSAGES = {
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, reason) => `The "${name}" argument is ambiguous. ${reason}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, (name) => `${name} must be iterable`],
  ERR_ASYNC_CALLBACK: [TypeError, (name) => `${name} must be a function`],
  ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => (name
    ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds")],
  ERR_BUFFER_TOO_LARGE: [RangeError, (size) => `Cannot create a Buffer larger than ${size} bytes`],
  ERR_CONSOLE_WRITABLE_STREAM: [TypeError, (name) => `Console expects a writable stream instance for ${name}`],
  ERR_CRYPTO_HASH_FINALIZED: [Error, () => "Digest already called"],
  ERR_CRYPTO_INVALID_DIGEST: [TypeError, (name) => `Invalid digest: ${name}`],
  ERR_CRYPTO_INVALID_IV: [TypeError, () => "Invalid initialization vector"],
  ERR_CRYPTO_INVALID_KEYLEN: [RangeError, () => "Invalid key length"],
  ERR_CRYPTO_INVALID_STATE: [Error, (state) => `Invalid state for operation ${state}`],
  ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: [RangeError, () => "Input buffers must have the same byte length"],
  ERR_CRYPTO_UNKNOWN_CIPHER: [Error, () => "Unknown cipher"],
  ERR_DIR_CLOSED: [Error, () => "Directory handle was closed"],
  ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, (encoding) => `The encoded data was not valid for encoding ${encoding}`],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, (encoding) => `The "${encoding}" encoding is not supported`],
  ERR_EVENT_RECURSION: [Error, (name) => `The event "${name}" is already being dispatched`],
  ERR_FALSY_VALUE_REJECTION: [Error, () => "Promise was rejected with falsy value"],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (name) =>
    `The feature ${name} is unavailable on the current platform, which is being used to run Node.js`],
  ERR_FS_CP_EINVAL: [Error, (message) => message],
  ERR_FS_EISDIR: [Error, (message) => message],
  ERR_FS_FILE_TOO_LARGE: [RangeError, (size) => `File size (${size}) is greater than 2 GiB`],
  ERR_FS_INVALID_SYMLINK_TYPE: [Error, (type) => `Symlink type must be one of "dir", "file", or "junction". Received "${type}"`],
  ERR_HTTP_HEADERS_SENT: [Error, (what) => `Cannot ${what} headers after they are sent to the client`],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, () => "Illegal constructor"],
  ERR_INVALID_ARG_TYPE: [TypeError, (name, expected, value) =>
    `The ${nameOf(name)} must be ${expectedTypes(expected)}.${received(value)}`],
  ERR_INVALID_ARG_VALUE: [TypeError, (name, value, reason = "is invalid") => {
    let shown = require("internal/inspect").inspect(value);
    if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
    return `The ${name.includes(".") ? "property" : "argument"} '${name}' ${reason}. Received ${shown}`;
  }],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (size) => `Buffer size must be a multiple of ${size}`],
  ERR_INVALID_CALLBACK: [TypeError, () => "Callback must be a function"],
  ERR_INVALID_FILE_URL_HOST: [TypeError, (platform) => `File URL host must be "localhost" or empty on ${platform}`],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (reason) => `File URL path ${reason}`],
  ERR_INVALID_HANDLE_TYPE: [TypeError, () => "This handle type cannot be sent"],
  ERR_INVALID_MIME_SYNTAX: [TypeError, (production, text, index) =>
    `The MIME syntax for a ${production} in ${text} is invalid${index === -1 ? "" : ` at ${index}`}`],
  ERR_INVALID_RETURN_VALUE: [TypeError, (input, name, value) => {
    const type = value?.constructor?.name ? `an instance of ${value.constructor.name}` : `type ${typeof value}`;
    return `Expected ${input} to be returned from the "${name}" function but got ${type}.`;
  }],
  ERR_INVALID_STATE: [Error, (message) => `Invalid state: ${message}`],
  ERR_INVALID_THIS: [TypeError, (name) => `Value of "this" must be of type ${name}`],
  ERR_INVALID_TUPLE: [TypeError, (name, expected) => `${name} must be an iterable ${expected} tuple`],
  ERR_INVALID_URI: [URIError, () => "URI malformed"],
  ERR_INVALID_URL: [TypeError, () => "Invalid URL"],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) => `The URL must be of scheme ${expected}`],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name) => `The ${name} method is not implemented`],
  ERR_MISSING_ARGS: [TypeError, (...names) => {
    const quoted = names.map((name) => (Array.isArray(name) ? name.map((n) => `"${n}"`).join(" or ") : `"${name}"`));
    const list = quoted.length === 1 ? `${quoted[0]} argument`
      : quoted.length === 2 ? `${quoted[0]} and ${quoted[1]} arguments`
        : `${quoted.slice(0, -1).join(", ")}, and ${quoted[quoted.length - 1]} arguments`;
    return `The ${list} must be specified`;
  }],
  ERR_MULTIPLE_CALLBACK: [Error, () => "Callback called multiple times"],
  ERR_NO_CRYPTO: [Error, () => "Node.js is not compiled with OpenSSL crypto support"],
  ERR_OPERATION_FAILED: [Error, (reason) => `Operation failed: ${reason}`],
  ERR_OUT_OF_RANGE: [RangeError, (name, range, value) => {
    let shown;
    if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) shown = withUnderscores(value);
    else if (typeof value === "bigint") {
      shown = String(value);
      if (value > 2n ** 32n || value < -(2n ** 32n)) shown = withUnderscores(shown);
      shown += "n";
    } else shown = require("internal/inspect").inspect(value);
    return `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`;
  }],
  ERR_STREAM_ALREADY_FINISHED: [Error, (name) => `Cannot call ${name} after a stream was finished`],
  ERR_STREAM_CANNOT_PIPE: [Error, () => "Cannot pipe, not readable"],
  ERR_STREAM_DESTROYED: [Error, (name) => `Cannot call ${name} after a stream was destroyed`],
  ERR_STREAM_PREMATURE_CLOSE: [Error, () => "Premature close"],
  ERR_STREAM_WRITE_AFTER_END: [Error, () => "write after end"],
  ERR_STRING_TOO_LONG: [Error, (size) => `Cannot create a string longer than 0x${size.toString(16)} characters`],
  ERR_SYSTEM_ERROR: [Error, (message) => message],
  ERR_TEST_FAILURE: [Error, (message) => message],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, () => "Cannot call function in process exit handler"],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [Error, () => "`process.setupUncaughtExceptionCapture()` was called while a capture"
    + " callback was already active"],
  ERR_UNHANDLED_ERROR: [Error, (value) => (value === undefined ? "Unhandled error." : `Unhandled error. (${value})`)],
  ERR_UNKNOWN_CREDENTIAL: [Error, (kind, name) => `${kind} identifier does not exist: ${name}`],
  ERR_UNKNOWN_ENCODING: [TypeError, (encoding) => `Unknown encoding: ${encoding}`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (signal) => `Unknown signal: ${signal}`],
  ERR_USE_AFTER_CLOSE: [Error, (name) => `${name} was closed`],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: [Error, () => "At least one valid performance entry type is required"],
  ERR_ZLIB_INITIALIZATION_FAILED: [Error, () => "Initialization failed"],
  ABORT_ERR: [Error, () => "The operation was aborted"],
};

/** Lets the stack begin with another name than the error's own: it is written when it is first asked for. */
function headStack(error, name) {
  Object.defineProperty(error, "name", { value: name, enumerable: false, writable: true, configurable: true });
  void error.stack;
  delete error.name;
}

/** Gives an error a code, and its stack the code beside the name, as Node does. */
function withCode(error, code) {
  Object.defineProperty(error, "code", { value: code, enumerable: true, writable: true, configurable: true });
  headStack(error, `${error.name} [${code}]`);
  Object.defineProperty(error, "toString", {
    value() { return `${this.name} [${code}]: ${this.message}`; },
    enumerable: false, writable: true, configurable: true,
  });
  return error;
}

/** An error by its code; what else there is fills in the message. */
function makeError(code, ...args) {
  const [Base, message] = MESSAGES[code];
  return withCode(new Base(message(...args)), code);
}

class AbortError extends Error {
  constructor(message = "The operation was aborted", options = undefined) {
    super(message, options);
    this.code = "ABORT_ERR";
    this.name = "AbortError";
  }
}

/** Linux's error numbers and libuv's words for what the library itself has to report. */
const SYSTEM = {
  EACCES: [13, "permission denied"],
  EBADF: [9, "bad file descriptor"],
  EEXIST: [17, "file already exists"],
  EINVAL: [22, "invalid argument"],
  EISDIR: [21, "illegal operation on a directory"],
  ENOENT: [2, "no such file or directory"],
  ENOSYS: [38, "function not implemented"],
  ENOTDIR: [20, "not a directory"],
  ENOTEMPTY: [39, "directory not empty"],
  EPERM: [1, "operation not permitted"],
};

function systemError(code, syscall, path, dest) {
  const [number, words] = SYSTEM[code];
  let message = `${code}: ${words}, ${syscall}`;
  if (path !== undefined) message += ` '${path}'`;
  if (dest !== undefined) message += ` -> '${dest}'`;
  const error = Object.assign(new Error(message), { errno: -number, code, syscall });
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

module.exports = { AbortError, headStack, makeError, received, systemError, withCode };
