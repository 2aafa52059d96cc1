// Decimal numbers, exact: what a number, a big integer or a text says, and rounding of it.
//
// A decimal is its sign, its digits without zeros at either end, and where its point stands: the value is
// 0.DIGITS × 10^point. Zero has no digits. `special` is "nan" or "infinity" for what is no number.

const ZERO = { negative: false, digits: "", point: 0, special: undefined };

const notANumber = () => ({ ...ZERO, special: "nan" });
const infinity = (negative) => ({ ...ZERO, negative, special: "infinity" });

/** How many zeros `text` ends with. A loop: a pattern looks at each run of zeros anew. */
function trimEnd(text) {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 48) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function make(negative, whole, fraction, exponent) {
  const all = fraction === "" ? whole : whole + fraction;
  let start = 0;
  while (all.charCodeAt(start) === 48) start += 1;
  const digits = trimEnd(start === 0 ? all : all.slice(start));
  return { negative, digits, point: digits === "" ? 0 : whole.length - start + exponent, special: undefined };
}

/** Of the text of a number, a big integer, or a literal that was checked. */
function fromPlain(text) {
  const negative = text.charCodeAt(0) === 45;
  const at = text.indexOf("e");
  const mantissa = text.slice(negative ? 1 : 0, at < 0 ? undefined : at);
  const exponent = at < 0 ? 0 : Number(text.slice(at + 1));
  const dot = mantissa.indexOf(".");
  return dot < 0 ? make(negative, mantissa, "", exponent) : make(negative, mantissa.slice(0, dot), mantissa.slice(dot + 1), exponent);
}

function fromNumber(number) {
  if (number !== number) return notANumber();
  if (number === Infinity || number === -Infinity) return infinity(number < 0);
  if (number === 0) return Object.is(number, -0) ? { ...ZERO, negative: true } : ZERO;
  return fromPlain(String(number));
}

/** Of a text, as `Number` reads it, but with all its digits. */
function fromText(text) {
  const trimmed = text.trim();
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?$/.test(trimmed)) {
    return fromPlain((trimmed[0] === "+" ? trimmed.slice(1) : trimmed).replace("E", "e"));
  }
  if (/^0[xob]/i.test(trimmed)) {
    try {
      return fromPlain(String(BigInt(trimmed)));
    } catch {
      return notANumber();
    }
  }
  return fromNumber(Number(trimmed));
}

const isObject = (value) => typeof value === "object" && value !== null || typeof value === "function";

/** What an object is as a number or a big integer: the language's own conversion, but for its last step. */
function toPrimitive(object) {
  const convert = object[Symbol.toPrimitive];
  if (convert !== undefined && convert !== null) {
    const primitive = Reflect.apply(convert, object, ["number"]);
    if (!isObject(primitive)) return primitive;
  } else {
    for (const name of ["valueOf", "toString"]) {
      const method = object[name];
      const primitive = typeof method === "function" ? Reflect.apply(method, object, []) : object;
      if (!isObject(primitive)) return primitive;
    }
  }
  throw new TypeError("Cannot convert object to primitive value");
}

/** Of any value that may be formatted. */
function toDecimal(value) {
  if (typeof value === "number") return fromNumber(value);
  const primitive = isObject(value) ? toPrimitive(value) : value;
  if (typeof primitive === "bigint") return fromPlain(String(primitive));
  if (typeof primitive === "string") return fromText(primitive);
  return fromNumber(Number(primitive));
}

/** Whether the digits behind `keep` make the one before it one more. */
function goesUp({ negative, digits }, keep, mode) {
  if (keep >= digits.length) return false;
  switch (mode) {
    case "ceil": return !negative;
    case "floor": return negative;
    case "expand": return true;
    case "trunc": return false;
  }
  const first = keep < 0 ? 48 : digits.charCodeAt(keep);
  if (first !== 53) return first > 53;
  if (keep + 1 < digits.length) return true;
  switch (mode) {
    case "halfCeil": return !negative;
    case "halfFloor": return negative;
    case "halfExpand": return true;
    case "halfTrunc": return false;
    default: return keep > 0 && (digits.charCodeAt(keep - 1) & 1) === 1;
  }
}

/** One more in the last place. */
function increment(digits) {
  let at = digits.length - 1;
  while (at >= 0 && digits.charCodeAt(at) === 57) at -= 1;
  return at < 0 ? undefined : digits.slice(0, at) + String.fromCharCode(digits.charCodeAt(at) + 1);
}

/** `decimal` with at most `keep` digits. */
function keepDigits(decimal, keep, mode) {
  const { negative, digits, point } = decimal;
  if (keep >= digits.length) return decimal;
  const kept = keep > 0 ? digits.slice(0, keep) : "";
  if (!goesUp(decimal, keep, mode)) {
    const rest = trimEnd(kept);
    return { negative, digits: rest, point: rest === "" ? 0 : point, special: undefined };
  }
  const more = increment(kept);
  // Nines all along, or nothing: a one, one place further up than what was kept.
  if (more === undefined) return { negative, digits: "1", point: point - Math.min(keep, 0) + 1, special: undefined };
  return { negative, digits: more, point, special: undefined };
}

/** Rounded to `places` behind the point. */
const roundToPlaces = (decimal, places, mode) => keepDigits(decimal, decimal.point + places, mode);

/** Rounded to a multiple of `step` in the last of `places`. */
function roundToStep({ negative, digits, point }, places, step, mode) {
  // Far below a step it is all the same how far.
  const keep = Math.max(point + places, -10);
  const behind = Math.max(digits.length - keep, 0);
  const number = BigInt(digits) * 10n ** BigInt(Math.max(keep - digits.length, 0));
  const unit = BigInt(step) * 10n ** BigInt(behind);
  const multiple = number / unit;
  const twice = (number % unit) * 2n;
  // Two digits stand for where it is: the multiple's last one, and how far it is to the next.
  const over = twice === 0n ? "" : twice < unit ? "4" : twice === unit ? "5" : "6";
  const up = goesUp({ negative, digits: `${multiple % 10n}${over}` }, 1, mode);
  return make(negative, String((multiple + (up ? 1n : 0n)) * BigInt(step)), "", -places);
}

/** Times ten to the `places`. */
const shift = (decimal, places) => (decimal.digits === ""
  ? decimal
  : { negative: decimal.negative, digits: decimal.digits, point: decimal.point + places, special: decimal.special });

/** The digits before the point, and those behind it. */
function split({ digits, point }) {
  if (point <= 0) return ["0", digits === "" ? "" : "0".repeat(-point) + digits];
  if (point >= digits.length) return [digits + "0".repeat(point - digits.length), ""];
  return [digits.slice(0, point), digits.slice(point)];
}

module.exports = { keepDigits, roundToPlaces, roundToStep, shift, split, toDecimal };
