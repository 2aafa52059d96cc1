// node:zlib: deflate, gzip and raw, in one call and as streams. Brotli is not here: its dictionary alone
// would be a tenth of the component.
const native = binding("zlib");
const { Buffer, toBytes } = require("internal/buffer");
const { encodeString } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { validateFunction } = require("internal/validators");

const constants = Object.freeze({
  Z_NO_FLUSH: 0, Z_PARTIAL_FLUSH: 1, Z_SYNC_FLUSH: 2, Z_FULL_FLUSH: 3, Z_FINISH: 4, Z_BLOCK: 5,
  Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3, Z_MEM_ERROR: -4,
  Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6, Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1, Z_FILTERED: 1, Z_HUFFMAN_ONLY: 2, Z_RLE: 3, Z_FIXED: 4, Z_DEFAULT_STRATEGY: 0,
  ZLIB_VERNUM: 4880, DEFLATE: 1, INFLATE: 2, GZIP: 3, GUNZIP: 4, DEFLATERAW: 5, INFLATERAW: 6, UNZIP: 7,
  Z_MIN_WINDOWBITS: 8, Z_MAX_WINDOWBITS: 15, Z_DEFAULT_WINDOWBITS: 15, Z_MIN_CHUNK: 64, Z_MAX_CHUNK: Infinity,
  Z_DEFAULT_CHUNK: 16384, Z_MIN_MEMLEVEL: 1, Z_MAX_MEMLEVEL: 9, Z_DEFAULT_MEMLEVEL: 8, Z_MIN_LEVEL: -1,
  Z_MAX_LEVEL: 9, Z_DEFAULT_LEVEL: -1,
});

const END = 1;
const WRONG = -1;

function failure(message, code) {
  return Object.assign(new Error(message), { errno: constants[code], code });
}

function inRange(options, name, least, most, fallback) {
  const value = options?.[name];
  if (value === undefined) return fallback;
  if (typeof value !== "number") throw makeError("ERR_INVALID_ARG_TYPE", `options.${name}`, "number", value);
  if (!(value >= least && value <= most)) {
    throw makeError("ERR_OUT_OF_RANGE", `options.${name}`, `>= ${least} and <= ${most}`, value);
  }
  return value;
}

/** Compresses or decompresses: `push` gives each piece to `emit`, and `finish` says that all is in. */
class Coder {
  #kind;
  #options;
  #codec;
  #trailer = null;
  #head = Buffer.alloc(0);
  #isGzip;
  #isEnded = false;
  #crc = 0;
  #length = 0;
  #chunk;

  constructor(kind, options = {}) {
    this.#kind = kind;
    this.#options = options ?? {};
    this.#chunk = inRange(options, "chunkSize", constants.Z_MIN_CHUNK, Infinity, constants.Z_DEFAULT_CHUNK);
    this.level = inRange(options, "level", -1, 9, -1);
    this.#isGzip = kind === "Gzip" || kind === "Gunzip";
    if (this.isDeflate) {
      const strategy = inRange(options, "strategy", 0, 4, 0);
      const bits = inRange(options, "windowBits", 8, 15, 15);
      inRange(options, "memLevel", 1, 9, 8);
      this.#codec = native.deflater(kind === "Deflate", this.level < 0 ? 6 : this.level, strategy, bits);
      if (options?.dictionary !== undefined) throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "zlib dictionaries");
    } else if (kind !== "Unzip" && kind !== "Gunzip") this.#codec = native.inflater(kind === "Inflate");
  }

  get isDeflate() { return this.#kind === "Deflate" || this.#kind === "Gzip" || this.#kind === "DeflateRaw"; }
  get isEnded() { return this.#isEnded; }
  bytesWritten = 0;

  push(bytes, flush, emit) {
    this.bytesWritten += bytes.length;
    if (this.isDeflate) this.#deflate(bytes, flush, emit);
    else this.#inflate(bytes, emit);
  }

  #deflate(bytes, flush, emit) {
    if (this.#isGzip) {
      if (this.#trailer === null) {
        const extra = this.level === 9 ? 2 : this.level === 1 ? 4 : 0;
        emit(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, extra, 3]));
        this.#trailer = Buffer.alloc(0);
      }
      this.#sum(bytes);
    }
    this.#steps(bytes, flush, emit);
    if (flush !== constants.Z_FINISH || this.#isEnded) return;
    this.#isEnded = true;
    if (this.#isGzip) emit(this.#lastEight());
  }

  #sum(bytes) {
    this.#crc = native.crc32(bytes, this.#crc);
    this.#length = (this.#length + bytes.length) % 2 ** 32;
  }

  #lastEight() {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#length, 4);
    return trailer;
  }

  /** Runs the codec over `bytes`; answers with how many it took. */
  #steps(bytes, flush, emit) {
    let at = 0;
    for (;;) {
      const out = new Uint8Array(this.#chunk);
      const [taken, made, status] = native.step(this.#codec, bytes, at, out, flush);
      at += taken;
      if (made > 0) {
        const piece = Buffer.from(out.buffer, 0, made);
        if (!this.isDeflate && this.#isGzip) this.#sum(piece);
        emit(piece);
      }
      if (status === WRONG) throw failure("incorrect data check", "Z_DATA_ERROR");
      if (status === END) return { at, isEnd: true };
      if (made < out.length && at >= bytes.length) return { at, isEnd: false };
      if (taken === 0 && made === 0) return { at, isEnd: false };
    }
  }

  #inflate(bytes, emit) {
    let rest = bytes;
    while (rest.length > 0 && !this.#isEnded) {
      if (this.#codec === undefined) {
        rest = this.#header(rest);
        if (this.#codec === undefined) return;
        continue;
      }
      if (this.#trailer !== null) {
        const need = 8 - this.#trailer.length;
        this.#trailer = Buffer.concat([this.#trailer, rest.subarray(0, need)]);
        rest = rest.subarray(need);
        if (this.#trailer.length < 8) return;
        if (!this.#trailer.equals(this.#lastEight())) {
          const isLength = this.#trailer.readUInt32LE(0) === this.#crc;
          throw failure(isLength ? "incorrect length check" : "incorrect data check", "Z_DATA_ERROR");
        }
        this.#trailer = null;
        // Another member may follow; what is none is ignored.
        if (rest.length >= 2 && !(rest[0] === 0x1f && rest[1] === 0x8b)) this.#isEnded = true;
        this.#restart();
        continue;
      }
      let result;
      try {
        result = this.#steps(rest, constants.Z_NO_FLUSH, emit);
      } catch (error) {
        throw this.#explained(error, rest);
      }
      this.#hasData = true;
      rest = rest.subarray(result.at);
      if (!result.isEnd) return;
      if (this.#isGzip) this.#trailer = Buffer.alloc(0);
      else this.#isEnded = true;
    }
  }

  #hasData = false;
  #isComplete = false;

  #restart() {
    this.#codec = undefined;
    this.#head = Buffer.alloc(0);
    this.#crc = 0;
    this.#length = 0;
    this.#isComplete = true;
  }

  #explained(error, bytes) {
    if (this.#hasData || error.code !== "Z_DATA_ERROR") return error;
    if (this.#kind === "Inflate" || this.#kind === "Unzip") {
      const isHeader = bytes.length > 1 && (bytes[0] & 15) === 8 && ((bytes[0] << 8) | bytes[1]) % 31 === 0;
      if (!isHeader) return failure("incorrect header check", "Z_DATA_ERROR");
    }
    return failure("invalid stored block lengths", "Z_DATA_ERROR");
  }

  /** Reads a gzip header, in as many pieces as it comes; answers with what is behind it. */
  #header(bytes) {
    const all = Buffer.concat([this.#head, bytes]);
    this.#head = all;
    if (this.#kind === "Unzip" && !this.#isComplete) {
      if (all.length < 2) return Buffer.alloc(0);
      if (all[0] !== 0x1f || all[1] !== 0x8b) {
        this.#isGzip = false;
        this.#codec = native.inflater(true);
        return all;
      }
      this.#isGzip = true;
    }
    if (all.length >= 2 && (all[0] !== 0x1f || all[1] !== 0x8b)) throw failure("incorrect header check", "Z_DATA_ERROR");
    if (all.length < 10) return Buffer.alloc(0);
    if (all[2] !== 8) throw failure("unknown compression method", "Z_DATA_ERROR");
    const flags = all[3];
    let at = 10;
    if (flags & 4) {
      if (all.length < at + 2) return Buffer.alloc(0);
      at += 2 + all.readUInt16LE(at);
    }
    for (const flag of [8, 16]) {
      if (!(flags & flag)) continue;
      const end = all.indexOf(0, at);
      if (end < 0) return Buffer.alloc(0);
      at = end + 1;
    }
    if (flags & 2) at += 2;
    if (all.length < at) return Buffer.alloc(0);
    this.#codec = native.inflater(false);
    this.#hasData = true;
    this.#head = Buffer.alloc(0);
    this.#isComplete = false;
    return all.subarray(at);
  }

  /** All is in: what is not whole is an error. */
  finish(emit) {
    if (this.isDeflate) {
      if (!this.#isEnded) this.#deflate(new Uint8Array(0), constants.Z_FINISH, emit);
      return;
    }
    const isWhole = this.#isEnded || (this.#isComplete && this.#head.length === 0)
      || (this.bytesWritten === 0 && this.#options.finishFlush === constants.Z_SYNC_FLUSH);
    if (!isWhole && this.#options.finishFlush !== constants.Z_SYNC_FLUSH) {
      throw failure("unexpected end of file", "Z_BUF_ERROR");
    }
  }
}

function inputOf(data) {
  if (typeof data === "string") return encodeString(data, "utf8");
  if (!ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer)) {
    throw makeError("ERR_INVALID_ARG_TYPE", "buffer", ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"], data);
  }
  return toBytes(data);
}

function whole(kind, data, options) {
  const bytes = inputOf(data);
  const coder = new Coder(kind, options);
  const most = options?.maxOutputLength ?? require("internal/buffer").kMaxLength;
  const parts = [];
  let length = 0;
  const emit = (part) => {
    length += part.length;
    if (length > most) {
      throw Object.assign(new RangeError(`Cannot create a Buffer larger than ${most} bytes`), { code: "ERR_BUFFER_TOO_LARGE" });
    }
    // A copy of its own size: most pieces are much smaller than the room that they were made in.
    parts.push(part.length * 2 < part.buffer.byteLength ? Buffer.from(part) : part);
  };
  coder.push(bytes, constants.Z_NO_FLUSH, emit);
  coder.finish(emit);
  return parts.length === 1 ? parts[0] : Buffer.concat(parts, length);
}

const CLASSES = {};

function classOf(kind) {
  if (CLASSES[kind] !== undefined) return CLASSES[kind];
  const { Transform } = require("node:stream");
  CLASSES[kind] = { [kind]: class extends Transform {
    #coder;
    #level;

    constructor(options = {}) {
      super({ ...options, decodeStrings: true });
      this.#coder = new Coder(kind, options);
      this.#level = this.#coder.level;
    }

    get bytesWritten() { return this.#coder.bytesWritten; }
    get _level() { return this.#level; }

    _transform(chunk, encoding, callback) {
      try {
        this.#coder.push(toBytes(chunk), constants.Z_NO_FLUSH, (part) => this.push(part));
        callback();
      } catch (error) {
        callback(error);
      }
    }

    _flush(callback) {
      try {
        this.#coder.finish((part) => this.push(part));
        callback();
      } catch (error) {
        callback(error);
      }
    }

    flush(kindOfFlush, callback) {
      const [flush, done] = typeof kindOfFlush === "function" ? [constants.Z_FULL_FLUSH, kindOfFlush] : [kindOfFlush ?? constants.Z_FULL_FLUSH, callback];
      this.write(Buffer.alloc(0), () => {
        if (this.#coder.isDeflate) this.#coder.push(new Uint8Array(0), flush, (part) => this.push(part));
        done?.();
      });
    }

    close(callback) {
      if (callback) this.once("close", () => callback());
      this.destroy();
    }

    params(level, strategy, callback) { callback?.(null); }
    reset() { this.#coder = new Coder(kind); }
  } }[kind];
  return CLASSES[kind];
}

const zlib = { constants, codes: Object.freeze(Object.fromEntries(
  ["Z_OK", "Z_STREAM_END", "Z_NEED_DICT", "Z_ERRNO", "Z_STREAM_ERROR", "Z_DATA_ERROR", "Z_MEM_ERROR", "Z_BUF_ERROR", "Z_VERSION_ERROR"]
    .flatMap((name) => [[name, constants[name]], [constants[name], name]]))) };

for (const [kind, call] of [["Deflate", "deflate"], ["Inflate", "inflate"], ["Gzip", "gzip"], ["Gunzip", "gunzip"],
  ["DeflateRaw", "deflateRaw"], ["InflateRaw", "inflateRaw"], ["Unzip", "unzip"]]) {
  zlib[kind] = { [kind]: function coder(options) { return new (classOf(kind))(options); } }[kind];
  zlib[`create${kind}`] = (options) => new (classOf(kind))(options);
  zlib[`${call}Sync`] = { [`${call}Sync`](data, options) { return whole(kind, data, options); } }[`${call}Sync`];
  zlib[call] = { [call](data, options, callback) {
    const done = typeof options === "function" ? options : callback;
    validateFunction(done, "callback");
    let error = null;
    let result;
    inputOf(data);
    try {
      result = whole(kind, data, typeof options === "function" ? undefined : options);
    } catch (thrown) {
      error = thrown;
    }
    require("internal/timers").setImmediate(() => (error ? done(error) : done(null, result)));
  } }[call];
}

zlib.crc32 = (data, value = 0) => native.crc32(typeof data === "string" ? encodeString(data, "utf8") : toBytes(data), value);

for (const name of ["brotliCompress", "brotliCompressSync", "brotliDecompress", "brotliDecompressSync", "createBrotliCompress", "createBrotliDecompress"]) {
  zlib[name] = { [name]() { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `zlib.${name}`); } }[name];
}
for (const [name, value] of Object.entries(constants)) {
  if (/^Z_/.test(name)) Object.defineProperty(zlib, name, { value, enumerable: false });
}

module.exports = zlib;
