// The Web Cryptography API, for digests, HMAC, AES and derived keys.
const native = binding("crypto");
const { Buffer, toBytes } = require("internal/buffer");
const { makeError } = require("internal/errors");
const types = require("internal/types");

const refuse = (message, name) => {
  const { DOMException } = require("internal/dom_exception");
  return new DOMException(message, name);
};

const DIGESTS = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };
const BLOCKS = { "SHA-1": 64, "SHA-256": 64, "SHA-384": 128, "SHA-512": 128 };

function named(algorithm) {
  const object = typeof algorithm === "string" ? { name: algorithm } : { ...algorithm };
  object.name = `${object.name}`.toUpperCase();
  if (object.hash !== undefined) object.hash = { name: named(object.hash).name };
  return object;
}

function digestOf({ name }) {
  const known = DIGESTS[name];
  if (known === undefined) throw refuse("Unrecognized algorithm name", "NotSupportedError");
  return known;
}

let bytesOf;
const kMake = Symbol("kMake");

class CryptoKey {
  #bytes;

  static { bytesOf = (key) => key.#bytes; }

  constructor(key, of, bytes) {
    if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR");
    this.type = "secret";
    Object.assign(this, of);
    this.#bytes = bytes;
    Object.freeze(this);
  }
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: "CryptoKey", configurable: true });

const made = (algorithm, extractable, usages, bytes) =>
  new CryptoKey(kMake, { algorithm, extractable: Boolean(extractable), usages: [...usages] }, bytes);

function need(key, name, usage) {
  if (key.algorithm.name !== name) throw refuse("The requested operation is not valid for the provided key", "InvalidAccessError");
  if (!key.usages.includes(usage)) throw refuse("The requested operation is not valid for the provided key", "InvalidAccessError");
  return bytesOf(key);
}

const owned = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const input = (data) => {
  if (!ArrayBuffer.isView(data) && !types.isAnyArrayBuffer(data)) {
    throw makeError("ERR_INVALID_ARG_TYPE", "data", ["ArrayBuffer", "Buffer", "TypedArray", "DataView"], data);
  }
  return toBytes(data);
};

function mac(key, data) {
  const state = native.hmac(digestOf(key.algorithm.hash), bytesOf(key));
  native.hashUpdate(state, input(data));
  return native.hashFinish(state);
}

const AES = { "AES-CBC": "cbc", "AES-CTR": "ctr", "AES-GCM": "gcm" };

function aes(algorithm, key, data, encrypts) {
  const { name } = algorithm;
  const mode = AES[name];
  if (mode === undefined) throw refuse("Unrecognized algorithm name", "NotSupportedError");
  const secret = need(key, name, encrypts ? "encrypt" : "decrypt");
  const { createCipheriv, createDecipheriv } = require("internal/ciphers");
  const iv = input(mode === "ctr" ? algorithm.counter : algorithm.iv);
  const create = encrypts ? createCipheriv : createDecipheriv;
  const cipher = create(`aes-${secret.length * 8}-${mode}`, secret, iv);
  let text = input(data);
  const tagLength = (algorithm.tagLength ?? 128) / 8;
  if (mode === "gcm") {
    if (algorithm.additionalData !== undefined) cipher.setAAD(input(algorithm.additionalData));
    if (!encrypts) {
      if (text.length < tagLength) throw refuse("The provided data is too small", "OperationError");
      cipher.setAuthTag(text.subarray(text.length - tagLength));
      text = text.subarray(0, text.length - tagLength);
    }
  }
  try {
    const parts = [cipher.update(text), cipher.final()];
    if (mode === "gcm" && encrypts) parts.push(cipher.getAuthTag().subarray(0, tagLength));
    return owned(Buffer.concat(parts));
  } catch (error) {
    throw Object.assign(refuse("The operation failed for an operation-specific reason", "OperationError"), { cause: error });
  }
}

function derive(algorithm, key, length) {
  if (length === null || length % 8 !== 0) throw refuse("length must be a multiple of 8", "OperationError");
  const secret = bytesOf(key);
  const bytes = length / 8;
  if (algorithm.name === "PBKDF2") {
    return native.pbkdf2(digestOf(algorithm.hash), secret, input(algorithm.salt), algorithm.iterations, bytes);
  }
  if (algorithm.name === "HKDF") {
    return native.hkdf(digestOf(algorithm.hash), secret, input(algorithm.salt), input(algorithm.info), bytes);
  }
  throw refuse("Unrecognized algorithm name", "NotSupportedError");
}

/** What a key of an algorithm is described by, once its bytes are there. */
function keyAlgorithm(algorithm, bytes) {
  const { name } = algorithm;
  if (name === "HMAC") return { name, hash: algorithm.hash, length: bytes.length * 8 };
  if (AES[name] !== undefined) {
    if (![16, 24, 32].includes(bytes.length)) throw refuse("Invalid key length", "DataError");
    return { name, length: bytes.length * 8 };
  }
  if (name === "PBKDF2" || name === "HKDF") return { name };
  throw refuse("Unrecognized algorithm name", "NotSupportedError");
}

class SubtleCrypto {
  constructor(key) { if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR"); }

  async digest(algorithm, data) {
    const state = native.hash(digestOf(named(algorithm)));
    native.hashUpdate(state, input(data));
    return owned(native.hashFinish(state));
  }

  async generateKey(algorithm, extractable, usages) {
    const wanted = named(algorithm);
    const bits = wanted.name === "HMAC" ? wanted.length ?? BLOCKS[wanted.hash?.name] * 8 : wanted.length;
    const bytes = new Uint8Array(Math.ceil(bits / 8));
    native.fillRandom(bytes);
    return made(keyAlgorithm(wanted, bytes), extractable, usages, bytes);
  }

  async importKey(format, data, algorithm, extractable, usages) {
    const wanted = named(algorithm);
    if (format !== "raw" && format !== "jwk") throw refuse(`Unable to import a key in the format ${format}`, "NotSupportedError");
    const bytes = format === "raw" ? input(data).slice() : new Uint8Array(Buffer.from(`${data.k}`, "base64url"));
    return made(keyAlgorithm(wanted, bytes), extractable, usages, bytes);
  }

  async exportKey(format, key) {
    if (!key.extractable) throw refuse("key is not extractable", "InvalidAccessError");
    const bytes = bytesOf(key);
    if (format === "raw") return owned(bytes);
    if (format !== "jwk") throw refuse(`Unable to export a key in the format ${format}`, "NotSupportedError");
    const { name, hash, length } = key.algorithm;
    const alg = name === "HMAC" ? `HS${hash.name.slice(4)}` : `A${length}${name.slice(4)}`;
    return { key_ops: [...key.usages], ext: true, kty: "oct", k: Buffer.from(bytes).toString("base64url"), alg };
  }

  async sign(algorithm, key, data) {
    need(key, named(algorithm).name, "sign");
    return owned(mac(key, data));
  }

  async verify(algorithm, key, signature, data) {
    need(key, named(algorithm).name, "verify");
    const [expected, given] = [mac(key, data), input(signature)];
    return expected.length === given.length && native.equal(expected, given);
  }

  async encrypt(algorithm, key, data) { return aes(named(algorithm), key, data, true); }
  async decrypt(algorithm, key, data) { return aes(named(algorithm), key, data, false); }

  async deriveBits(algorithm, key, length) {
    const wanted = named(algorithm);
    need(key, wanted.name, "deriveBits");
    return owned(derive(wanted, key, length));
  }

  async deriveKey(algorithm, key, derived, extractable, usages) {
    const wanted = named(algorithm);
    need(key, wanted.name, "deriveKey");
    const target = named(derived);
    const bits = target.length ?? BLOCKS[target.hash?.name] * 8;
    const bytes = derive(wanted, key, bits);
    return made(keyAlgorithm(target, bytes), extractable, usages, bytes);
  }
}
for (const name of ["unwrapKey", "wrapKey"]) {
  SubtleCrypto.prototype[name] = { async [name]() { throw refuse(`${name} is not supported`, "NotSupportedError"); } }[name];
}
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: "SubtleCrypto", configurable: true });

class Crypto {
  #subtle = new SubtleCrypto(kMake);

  constructor(key) { if (key !== kMake) throw makeError("ERR_ILLEGAL_CONSTRUCTOR"); }

  get subtle() { return this.#subtle; }

  getRandomValues(array) {
    if (!types.isTypedArray(array) || types.isFloat32Array(array) || types.isFloat64Array(array)) {
      throw refuse("The data argument must be an integer-type TypedArray", "TypeMismatchError");
    }
    if (array.byteLength > 65536) {
      throw refuse(`The requested length exceeds 65,536 bytes`, "QuotaExceededError");
    }
    native.fillRandom(toBytes(array));
    return array;
  }

  randomUUID() { return require("node:crypto").randomUUID(); }
}
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: "Crypto", configurable: true });

module.exports = { Crypto, CryptoKey, SubtleCrypto, crypto: new Crypto(kMake) };
