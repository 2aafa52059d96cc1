// node:crypto over native digests and AES. What is not here (public keys, certificates) is missing, not
// pretended.
const native = binding("crypto");
const { Buffer, toBytes } = require("internal/buffer");
const { encodeString } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { validateFunction, validateInteger, validateNumber, validateString, validateUint32 } = require("internal/validators");

const HASHES = [
  "RSA-MD5", "RSA-SHA1", "RSA-SHA224", "RSA-SHA256", "RSA-SHA384", "RSA-SHA512", "blake2b512", "blake2s256", "md5",
  "sha1", "sha224", "sha256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha512", "sha512-224", "sha512-256",
];

/** A digest's name as native code knows it. */
function digestName(name) {
  const lower = name.toLowerCase();
  if (/^sha3-\d+$/.test(lower)) return lower;
  return lower.replace(/^rsa-/, "").replace(/^sha-(\d)/, "sha$1").replace("sha512/", "sha512-");
}

function bytesOf(data, name, encoding) {
  if (typeof data === "string") return encodeString(data, encoding === "buffer" ? "utf8" : encoding);
  if (data instanceof KeyObject) return data.export();
  if (!ArrayBuffer.isView(data) && !(data instanceof ArrayBuffer)) {
    throw makeError("ERR_INVALID_ARG_TYPE", name, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], data);
  }
  return toBytes(data);
}

const wrap = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const encoded = (bytes, encoding) => (encoding && encoding !== "buffer" ? wrap(bytes).toString(encoding) : wrap(bytes));

const { Transform } = require("internal/lazy_transform");

class Hash extends Transform {
  #state;
  #isDone = false;

  constructor(algorithm, state) {
    super();
    this.#state = state ?? native.hash(digestName(algorithm));
    if (this.#state === undefined || this.#state === null) {
      throw new Error("Digest method not supported");
    }
  }

  copy() {
    if (this.#isDone) throw makeError("ERR_CRYPTO_HASH_FINALIZED");
    return new Hash("", native.hashCopy(this.#state));
  }

  update(data, encoding) {
    if (this.#isDone) throw makeError("ERR_CRYPTO_HASH_FINALIZED");
    if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
      throw makeError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    native.hashUpdate(this.#state, bytesOf(data, "data", encoding));
    return this;
  }

  digest(encoding) {
    if (this.#isDone) throw makeError("ERR_CRYPTO_HASH_FINALIZED");
    this.#isDone = true;
    return encoded(native.hashFinish(this.#state), encoding);
  }

  _transform(chunk, encoding, callback) { this.update(chunk, encoding); callback(); }
  _flush(callback) { this.push(this.digest()); callback(); }
}

class Hmac extends Transform {
  #state;
  #isDone = false;

  constructor(algorithm, key) {
    super();
    this.#state = native.hmac(digestName(algorithm), bytesOf(key, "key"));
    if (this.#state === undefined || this.#state === null) throw makeError("ERR_CRYPTO_INVALID_DIGEST", algorithm);
  }

  update(data, encoding) {
    if (this.#isDone) throw makeError("ERR_CRYPTO_HASH_FINALIZED");
    native.hashUpdate(this.#state, bytesOf(data, "data", encoding));
    return this;
  }

  digest(encoding) {
    // Unlike a hash's, the second digest of an hmac is empty.
    if (this.#isDone) return encoded(new Uint8Array(0), encoding);
    this.#isDone = true;
    return encoded(native.hashFinish(this.#state), encoding);
  }

  _transform(chunk, encoding, callback) { this.update(chunk, encoding); callback(); }
  _flush(callback) { this.push(this.digest()); callback(); }
}

function createHash(algorithm) {
  validateString(algorithm, "algorithm");
  return new Hash(algorithm);
}

function createHmac(algorithm, key) {
  validateString(algorithm, "hmac");
  if (key === null || key === undefined) {
    throw makeError("ERR_INVALID_ARG_TYPE", "key", ["ArrayBuffer", "Buffer", "TypedArray", "DataView", "string", "KeyObject", "CryptoKey"], key);
  }
  return new Hmac(algorithm, key);
}

function hash(algorithm, data, outputEncoding = "hex") {
  validateString(algorithm, "algorithm");
  return createHash(algorithm).update(data).digest(outputEncoding);
}

class KeyObject {
  #bytes;

  constructor(type, bytes) {
    if (type !== "secret") throw makeError("ERR_INVALID_ARG_VALUE", "type", type);
    this.#bytes = Buffer.from(bytes);
  }

  get type() { return "secret"; }
  get symmetricKeySize() { return this.#bytes.length; }
  equals(other) { return other instanceof KeyObject && this.#bytes.equals(other.#bytes); }

  export(options = undefined) {
    if (options?.format === "jwk") return { kty: "oct", k: this.#bytes.toString("base64url") };
    return Buffer.from(this.#bytes);
  }
}

// Random numbers.

const MAX_RANDOM = 2 ** 31 - 1;

function checkSize(size) {
  validateNumber(size, "size", 0, MAX_RANDOM);
}

/** Tells a callback what `work` gives, in a later turn; what is wrong with the arguments is thrown at once. */
function later(callback, work) {
  let error = null;
  let value;
  try {
    value = work();
  } catch (thrown) {
    error = thrown;
  }
  require("internal/timers").setImmediate(() => (error ? callback(error) : callback(null, value)));
}

function randomBytes(size, callback) {
  checkSize(size);
  if (callback !== undefined) validateFunction(callback, "callback");
  const fill = () => {
    const bytes = Buffer.alloc(size);
    native.fillRandom(bytes);
    return bytes;
  };
  if (callback === undefined) return fill();
  later(callback, fill);
  return undefined;
}

function randomFillSync(buffer, offset = 0, size = undefined) {
  const whole = toBytes(buffer, "buf");
  validateNumber(offset, "offset", 0, whole.length);
  const length = size ?? whole.length - offset;
  validateNumber(length, "size", 0, whole.length - offset);
  native.fillRandom(whole.subarray(offset, offset + length));
  return buffer;
}

function randomFill(buffer, ...rest) {
  const callback = rest.pop();
  validateFunction(callback, "callback");
  later(callback, () => randomFillSync(buffer, ...rest));
}

function randomInt(low, high, callback) {
  let [least, most, call] = [low, high, callback];
  if (most === undefined || typeof most === "function") [least, most, call] = [0, low, high];
  if (call !== undefined) validateFunction(call, "callback");
  if (!Number.isSafeInteger(least)) throw makeError("ERR_INVALID_ARG_TYPE", "min", "a safe integer", least);
  if (!Number.isSafeInteger(most)) throw makeError("ERR_INVALID_ARG_TYPE", "max", "a safe integer", most);
  if (most <= least) throw makeError("ERR_OUT_OF_RANGE", "max", `greater than the value of "min" (${least})`, most);
  const range = most - least;
  if (range > 2 ** 48 - 1) throw makeError("ERR_OUT_OF_RANGE", "max - min", "<= 281474976710655", range);
  const draw = () => {
    // What would make the low numbers likelier is drawn again.
    const limit = 2 ** 48 - (2 ** 48 % range);
    for (;;) {
      const number = randomBytes(6).readUIntBE(0, 6);
      if (number < limit) return (number % range) + least;
    }
  };
  if (call === undefined) return draw();
  later(call, draw);
  return undefined;
}

function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function timingSafeEqual(a, b) {
  for (const [name, value] of [["buf1", a], ["buf2", b]]) {
    if (!ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer)) {
      throw makeError("ERR_INVALID_ARG_TYPE", name, ["ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
    }
  }
  const [left, right] = [toBytes(a), toBytes(b)];
  if (left.length !== right.length) throw makeError("ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH");
  return native.equal(left, right);
}

// Keys from passwords.

function knownDigest(name) {
  validateString(name, "digest");
  const known = digestName(name);
  const state = native.hash(known);
  if (state === undefined || state === null) throw makeError("ERR_CRYPTO_INVALID_DIGEST", name);
  return known;
}

function pbkdf2Sync(password, salt, iterations, length, digest) {
  validateString(digest, "digest");
  const secret = bytesOf(password, "password");
  const salted = bytesOf(salt, "salt");
  validateInteger(iterations, "iterations", 1, MAX_RANDOM);
  validateInteger(length, "keylen", 0, MAX_RANDOM);
  return wrap(native.pbkdf2(knownDigest(digest), secret, salted, iterations, length));
}

function pbkdf2(password, salt, iterations, length, digest, callback) {
  validateFunction(callback, "callback");
  later(callback, () => pbkdf2Sync(password, salt, iterations, length, digest));
}

function scryptParameters(options = {}) {
  const { maxmem = 32 * 1024 * 1024 } = options;
  const N = options.N ?? options.cost ?? 16384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  for (const [name, value] of [["N", N], ["r", r], ["p", p]]) validateUint32(value, name, true);
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower || 128 * N * r > maxmem || p > (2 ** 30 - 1) / r) {
    const error = new RangeError("Invalid scrypt params: memory limit exceeded");
    throw Object.assign(error, { code: "ERR_CRYPTO_INVALID_SCRYPT_PARAMS" });
  }
  return [N, r, p];
}

function scryptSync(password, salt, length, options) {
  const secret = bytesOf(password, "password");
  const salted = bytesOf(salt, "salt");
  validateInteger(length, "keylen", 0, MAX_RANDOM);
  return wrap(native.scrypt(secret, salted, scryptParameters(options), length));
}

function scrypt(password, salt, length, options, callback) {
  const call = typeof options === "function" ? options : callback;
  validateFunction(call, "callback");
  later(call, () => scryptSync(password, salt, length, typeof options === "function" ? {} : options));
}

function hkdfSync(digest, key, salt, info, length) {
  validateInteger(length, "length", 0, MAX_RANDOM);
  const known = knownDigest(digest);
  const size = native.hashFinish(native.hash(known)).length;
  if (length > 255 * size) throw makeError("ERR_CRYPTO_INVALID_KEYLEN");
  const derived = native.hkdf(known, bytesOf(key, "ikm"), bytesOf(salt, "salt"), bytesOf(info, "info"), length);
  return derived.buffer;
}

function hkdf(digest, key, salt, info, length, callback) {
  validateFunction(callback, "callback");
  later(callback, () => hkdfSync(digest, key, salt, info, length));
}

const missing = (name) => ({ [name]() {
  throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `crypto.${name}`);
} }[name]);

const ciphers = () => require("internal/ciphers");

module.exports = {
  Hash: Object.assign(function (algorithm) { return createHash(algorithm); }, { prototype: Hash.prototype }),
  Hmac: Object.assign(function (algorithm, key) { return createHmac(algorithm, key); }, { prototype: Hmac.prototype }),
  KeyObject, constants: Object.freeze({ __proto__: null }), createHash, createHmac,
  createCipheriv: (...args) => ciphers().createCipheriv(...args),
  createDecipheriv: (...args) => ciphers().createDecipheriv(...args),
  createSecretKey: (key, encoding) => new KeyObject("secret", bytesOf(key, "key", encoding)),
  getCipherInfo: (name) => ciphers().getCipherInfo(name),
  getCiphers: () => ciphers().names(),
  getCurves: () => [],
  getFips: () => 0,
  getHashes: () => [...HASHES],
  getRandomValues: (array) => require("internal/webcrypto").crypto.getRandomValues(array),
  hash, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, prng: randomBytes, pseudoRandomBytes: randomBytes, randomBytes, randomFill,
  randomFillSync, randomInt, randomUUID, rng: randomBytes, scrypt, scryptSync, timingSafeEqual,
  get subtle() { return require("internal/webcrypto").crypto.subtle; },
  get webcrypto() { return require("internal/webcrypto").crypto; },
};
for (const name of ["checkPrime", "createDiffieHellman", "createECDH", "createPrivateKey", "createPublicKey", "createSign",
  "createVerify", "diffieHellman", "generateKeyPair", "generateKeyPairSync", "generatePrime", "privateDecrypt", "privateEncrypt",
  "publicDecrypt", "publicEncrypt", "sign", "verify"]) module.exports[name] = missing(name);
