// createCipheriv and createDecipheriv: AES in the modes CBC, CTR, ECB and GCM. The blocks are native;
// here are padding, tags and what a stream needs.
const native = binding("crypto");
const { Buffer, toBytes } = require("internal/buffer");
const { encodeString } = require("internal/encodings");
const { makeError } = require("internal/errors");
const { validateString } = require("internal/validators");

const BITS = [128, 192, 256];
const MODES = ["cbc", "ctr", "ecb", "gcm"];
const names = () => BITS.flatMap((bits) => MODES.map((mode) => `aes-${bits}-${mode}`));

function describe(name) {
  validateString(name, "cipher");
  const match = /^(?:id-)?aes-?(128|192|256)-(cbc|ctr|ecb|gcm)$/i.exec(name);
  if (match === null) throw makeError("ERR_CRYPTO_UNKNOWN_CIPHER");
  return { keyLength: match[1] / 8, mode: match[2].toLowerCase() };
}

function getCipherInfo(name) {
  try {
    const { keyLength, mode } = describe(name);
    const info = { mode, name: `aes-${keyLength * 8}-${mode}`, nid: 0, keyLength };
    if (mode === "cbc" || mode === "ecb") info.blockSize = 16;
    if (mode !== "ecb") info.ivLength = mode === "gcm" ? 12 : 16;
    return info;
  } catch {
    return undefined;
  }
}

const bytes = (data, encoding) => (typeof data === "string" ? encodeString(data, encoding)
  : typeof data?.export === "function" ? data.export() : toBytes(data));
const text = (data, encoding) => (encoding && encoding !== "buffer" ? data.toString(encoding) : data);
const joined = (a, b) => Buffer.concat([a, b]);

function failure() {
  return Object.assign(new Error("Unsupported state or unable to authenticate data"), {});
}

function badDecrypt(message, code) {
  return Object.assign(new Error(message), { library: "Provider routines", reason: message.split("::")[1], code });
}

const kParts = Symbol("kParts");
let Cipheriv;
let Decipheriv;

/** The two classes, made when streams are needed anyway. */
function classes() {
  if (Cipheriv !== undefined) return;
  const { Transform } = require("node:stream");

  class Cipher extends Transform {
    #state;
    #mode;
    #encrypts;
    #partial = Buffer.alloc(0);
    #pads = true;
    #tag;
    #tagLength;
    #isDone = false;

    constructor(name, key, iv, encrypts, options) {
      super(options);
      const { keyLength, mode } = describe(name);
      const secret = bytes(key);
      if (secret.length !== keyLength) throw makeError("ERR_CRYPTO_INVALID_KEYLEN");
      const vector = iv === null || iv === undefined ? new Uint8Array(0) : bytes(iv);
      const fits = mode === "gcm" ? vector.length > 0 : vector.length === (mode === "ecb" ? 0 : 16);
      if (!fits) throw makeError("ERR_CRYPTO_INVALID_IV");
      this.#mode = mode;
      this.#encrypts = encrypts;
      this.#tagLength = options?.authTagLength ?? 16;
      this.#state = native.aes(mode, encrypts, secret, vector);
    }

    #isBlocks() { return this.#mode === "cbc" || this.#mode === "ecb"; }

    update(data, inputEncoding, outputEncoding) {
      if (this.#isDone) throw makeError("ERR_CRYPTO_INVALID_STATE", "update");
      if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
        throw makeError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
      }
      let ready = Buffer.from(bytes(data, inputEncoding));
      if (this.#isBlocks()) {
        const all = joined(this.#partial, ready);
        let whole = all.length - (all.length % 16);
        // The last block of what is deciphered may be padding.
        if (!this.#encrypts && this.#pads && whole === all.length && whole > 0) whole -= 16;
        this.#partial = all.subarray(whole);
        ready = Buffer.from(all.subarray(0, whole));
      }
      native.aesUpdate(this.#state, ready);
      return text(ready, outputEncoding);
    }

    final(outputEncoding) {
      if (this.#isDone) throw makeError("ERR_CRYPTO_INVALID_STATE", "final");
      this.#isDone = true;
      if (this.#isBlocks()) return text(this.#lastBlock(), outputEncoding);
      if (this.#mode === "gcm") {
        const tag = Buffer.from(native.aesTag(this.#state)).subarray(0, this.#tagLength);
        if (this.#encrypts) this.#tag = tag;
        else if (this.#tag === undefined || !native.equal(tag.subarray(0, this.#tag.length), this.#tag)) throw failure();
      }
      return text(Buffer.alloc(0), outputEncoding);
    }

    #lastBlock() {
      const rest = this.#partial;
      if (!this.#pads) {
        if (rest.length > 0) throw badDecrypt("error:1C80006A:Provider routines::wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH");
        return Buffer.alloc(0);
      }
      if (this.#encrypts) {
        const block = Buffer.alloc(16, 16 - rest.length);
        block.set(rest);
        native.aesUpdate(this.#state, block);
        return block;
      }
      if (rest.length !== 16) throw badDecrypt("error:1C80006B:Provider routines::wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH");
      const block = Buffer.from(rest);
      native.aesUpdate(this.#state, block);
      const pad = block[15];
      const isPadding = pad >= 1 && pad <= 16 && block.subarray(16 - pad).every((byte) => byte === pad);
      if (!isPadding) throw badDecrypt("error:1C800064:Provider routines::bad decrypt", "ERR_OSSL_BAD_DECRYPT");
      return block.subarray(0, 16 - pad);
    }

    setAutoPadding(pads = true) { this.#pads = Boolean(pads); return this; }

    setAAD(data) {
      if (this.#mode !== "gcm") throw makeError("ERR_CRYPTO_INVALID_STATE", "setAAD");
      native.aesAdditional(this.#state, bytes(data));
      return this;
    }

    [kParts]() {
      return {
        get: () => {
          if (this.#tag === undefined) throw makeError("ERR_CRYPTO_INVALID_STATE", "getAuthTag");
          return this.#tag;
        },
        set: (tag) => { this.#tag = Buffer.from(bytes(tag)); },
      };
    }

    _transform(chunk, encoding, callback) { this.push(this.update(chunk, encoding)); callback(); }

    _flush(callback) {
      try {
        this.push(this.final());
        callback();
      } catch (error) {
        callback(error);
      }
    }
  }

  Cipheriv = class extends Cipher {
    constructor(name, key, iv, options) { super(name, key, iv, true, options); }
    getAuthTag() { return this[kParts]().get(); }
  };
  Decipheriv = class extends Cipher {
    constructor(name, key, iv, options) { super(name, key, iv, false, options); }
    setAuthTag(tag) { this[kParts]().set(tag); return this; }
  };
  Object.defineProperty(Cipheriv, "name", { value: "Cipheriv" });
  Object.defineProperty(Decipheriv, "name", { value: "Decipheriv" });
}

module.exports = {
  createCipheriv(name, key, iv, options) { classes(); return new Cipheriv(name, key, iv, options); },
  createDecipheriv(name, key, iv, options) { classes(); return new Decipheriv(name, key, iv, options); },
  getCipherInfo, names,
};
