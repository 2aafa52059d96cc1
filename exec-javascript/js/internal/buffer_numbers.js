// The numbers of a Buffer: reading and writing them in either byte order.
const { makeError } = require("internal/errors");
const { validateNumber } = require("internal/validators");

const scratch = new DataView(new ArrayBuffer(8));

function checkOffset(buffer, offset, size) {
  validateNumber(offset, "offset");
  const most = buffer.length - size;
  if (Number.isInteger(offset) && offset >= 0 && offset <= most) return;
  if (!Number.isInteger(offset)) throw makeError("ERR_OUT_OF_RANGE", "offset", "an integer", offset);
  if (most < 0) throw makeError("ERR_BUFFER_OUT_OF_BOUNDS");
  throw makeError("ERR_OUT_OF_RANGE", "offset", `>= 0 and <= ${most}`, offset);
}

function checkByteLength(size) {
  validateNumber(size, "byteLength");
  if (!Number.isInteger(size)) throw makeError("ERR_OUT_OF_RANGE", "byteLength", "an integer", size);
  if (size < 1 || size > 6) throw makeError("ERR_OUT_OF_RANGE", "byteLength", ">= 1 && <= 6", size);
}

function readUnsigned(buffer, offset, size, little) {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + buffer[little ? offset + size - 1 - i : offset + i];
  return value;
}

function readSigned(buffer, offset, size, little) {
  const value = readUnsigned(buffer, offset, size, little);
  return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
}

function rangeOf(least, most, size) {
  if (size > 4) {
    const bits = 8 * size;
    return least === 0 ? `>= 0 and < 2 ** ${bits}` : `>= -(2 ** ${bits - 1}) and < 2 ** ${bits - 1}`;
  }
  return `>= ${least} and <= ${most}`;
}

function writeInteger(buffer, value, offset, size, little, signed) {
  const number = +value;
  const least = signed ? -(2 ** (8 * size - 1)) : 0;
  const most = signed ? 2 ** (8 * size - 1) - 1 : 2 ** (8 * size) - 1;
  if (number > most || number < least) {
    throw makeError("ERR_OUT_OF_RANGE", "value", rangeOf(least, most, size), value);
  }
  checkOffset(buffer, offset, size);
  let rest = Number.isNaN(number) ? 0 : Math.trunc(number);
  for (let i = 0; i < size; i++) {
    buffer[little ? offset + i : offset + size - 1 - i] = rest & 255;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function writeBig(buffer, value, offset, little, signed) {
  if (typeof value !== "bigint") throw makeError("ERR_INVALID_ARG_TYPE", "value", "bigint", value);
  const least = signed ? -(2n ** 63n) : 0n;
  const most = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  if (value > most || value < least) {
    const range = signed ? ">= -(2n ** 63n) and < 2n ** 63n" : ">= 0n and < 2n ** 64n";
    throw makeError("ERR_OUT_OF_RANGE", "value", range, value);
  }
  checkOffset(buffer, offset, 8);
  scratch.setBigUint64(0, BigInt.asUintN(64, value), little);
  for (let i = 0; i < 8; i++) buffer[offset + i] = scratch.getUint8(i);
  return offset + 8;
}

function toScratch(buffer, offset, size) {
  checkOffset(buffer, offset, size);
  for (let i = 0; i < size; i++) scratch.setUint8(i, buffer[offset + i]);
}

function fromScratch(buffer, offset, size) {
  checkOffset(buffer, offset, size);
  for (let i = 0; i < size; i++) buffer[offset + i] = scratch.getUint8(i);
  return offset + size;
}

const methods = {};

for (const [end, little] of [["LE", true], ["BE", false]]) {
  Object.assign(methods, {
    [`readUInt${end}`](offset, size) {
      if (offset === undefined) throw makeError("ERR_INVALID_ARG_TYPE", "offset", "number", offset);
      checkByteLength(size);
      checkOffset(this, offset, size);
      return readUnsigned(this, offset, size, little);
    },
    [`readInt${end}`](offset, size) {
      if (offset === undefined) throw makeError("ERR_INVALID_ARG_TYPE", "offset", "number", offset);
      checkByteLength(size);
      checkOffset(this, offset, size);
      return readSigned(this, offset, size, little);
    },
    [`writeUInt${end}`](value, offset, size) {
      checkByteLength(size);
      return writeInteger(this, value, offset, size, little, false);
    },
    [`writeInt${end}`](value, offset, size) {
      checkByteLength(size);
      return writeInteger(this, value, offset, size, little, true);
    },
    [`readFloat${end}`](offset = 0) {
      toScratch(this, offset, 4);
      return scratch.getFloat32(0, little);
    },
    [`readDouble${end}`](offset = 0) {
      toScratch(this, offset, 8);
      return scratch.getFloat64(0, little);
    },
    [`writeFloat${end}`](value, offset = 0) {
      scratch.setFloat32(0, +value, little);
      return fromScratch(this, offset, 4);
    },
    [`writeDouble${end}`](value, offset = 0) {
      scratch.setFloat64(0, +value, little);
      return fromScratch(this, offset, 8);
    },
    [`readBigUInt64${end}`](offset = 0) {
      toScratch(this, offset, 8);
      return scratch.getBigUint64(0, little);
    },
    [`readBigInt64${end}`](offset = 0) {
      toScratch(this, offset, 8);
      return scratch.getBigInt64(0, little);
    },
    [`writeBigUInt64${end}`](value, offset = 0) { return writeBig(this, value, offset, little, false); },
    [`writeBigInt64${end}`](value, offset = 0) { return writeBig(this, value, offset, little, true); },
  });
}

for (const bits of [8, 16, 32]) {
  const size = bits / 8;
  for (const [end, little] of bits === 8 ? [["", true]] : [["LE", true], ["BE", false]]) {
    methods[`readUInt${bits}${end}`] = function read(offset = 0) {
      checkOffset(this, offset, size);
      return readUnsigned(this, offset, size, little);
    };
    methods[`readInt${bits}${end}`] = function read(offset = 0) {
      checkOffset(this, offset, size);
      return readSigned(this, offset, size, little);
    };
    methods[`writeUInt${bits}${end}`] = function write(value, offset = 0) {
      return writeInteger(this, value, offset, size, little, false);
    };
    methods[`writeInt${bits}${end}`] = function write(value, offset = 0) {
      return writeInteger(this, value, offset, size, little, true);
    };
  }
}

function addTo(prototype) {
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(method, "name", { value: name, configurable: true });
    const property = { value: method, writable: true, enumerable: false, configurable: true };
    Object.defineProperty(prototype, name, property);
    // Node spells it both ways.
    if (name.includes("UInt")) Object.defineProperty(prototype, name.replace("UInt", "Uint"), property);
  }
}

module.exports = { addTo };
