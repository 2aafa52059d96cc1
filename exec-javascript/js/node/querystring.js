// node:querystring. By hand: what npm has under this name is deprecated and without Node's limits.
const { Buffer } = require("internal/buffer");

const PLAIN = /[^A-Za-z0-9\-_.!~*'()]/;

function escape(value) {
  const text = typeof value === "string" ? value : typeof value === "object" ? String(value) : `${value}`;
  if (!PLAIN.test(text)) return text;
  if (!text.isWellFormed()) throw require("internal/errors").makeError("ERR_INVALID_URI");
  return encodeURIComponent(text);
}

function unescapeBuffer(text) {
  const source = Buffer.from(String(text), "latin1");
  const out = Buffer.alloc(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 37 ? String.fromCharCode(source[i + 1] ?? 0, source[i + 2] ?? 0) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = parseInt(hex, 16);
      i += 2;
    } else out[length++] = source[i];
  }
  return out.subarray(0, length);
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text).toString();
  }
}

function primitive(value) {
  switch (typeof value) {
    case "string": return value;
    case "number": return Number.isFinite(value) ? `${value}` : "";
    case "bigint": case "boolean": return `${value}`;
    default: return "";
  }
}

function stringify(object, separator = "&", equals = "=", options = undefined) {
  if (object === null || typeof object !== "object") return "";
  const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : module.exports.escape;
  const fields = [];
  for (const key of Object.keys(object)) {
    const values = Array.isArray(object[key]) ? object[key] : [object[key]];
    for (const value of values) fields.push(`${encode(primitive(key))}${equals || "="}${encode(primitive(value))}`);
  }
  return fields.join(separator || "&");
}

function parse(text, separator = "&", equals = "=", options = undefined) {
  const result = { __proto__: null };
  if (typeof text !== "string" || text.length === 0) return result;
  const decodeCustom = typeof options?.decodeURIComponent === "function" ? options.decodeURIComponent : module.exports.unescape;
  const decode = (part) => {
    const plain = part.replaceAll("+", " ");
    try {
      return decodeCustom(plain);
    } catch {
      return unescape(plain);
    }
  };
  const most = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
  let pairs = text.split(separator || "&").filter((pair) => pair !== "");
  if (most > 0) pairs = pairs.slice(0, most);
  for (const pair of pairs) {
    const at = pair.indexOf(equals || "=");
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? "" : decode(pair.slice(at + (equals || "=").length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

module.exports = { decode: parse, encode: stringify, escape, parse, stringify, unescape, unescapeBuffer };
