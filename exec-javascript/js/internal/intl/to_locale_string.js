// What the methods of the language do that have a locale's say in them. `bootstrap.js` puts methods in place that call these.
const { bigintOf, getTime, numberOf, typedLength } = require("internal/intl/originals");
const { plainDate, plainTime } = require("internal/intl/plain_dates");
const { plainNumber } = require("internal/intl/plain_numbers");
const { DEFAULTS, comparePlainly } = require("internal/intl/plain_texts");

const isPlain = (locales, options) => options === undefined && (locales === undefined || locales === "en-US" || locales === "en");

/** The value within `receiver`, by a method that knows its own kind; another's is an error. */
function valueOf(method, receiver, message) {
  try {
    return Reflect.apply(method, receiver, []);
  } catch {
    throw new TypeError(message);
  }
}

const shown = (value) => {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "[object Array]";
  const { constructor } = value;
  return `#<${typeof constructor === "function" ? constructor.name : "Object"}>`;
};

function checkOptions(options, method) {
  if (options === null) throw new TypeError(`${method} called on null or undefined`);
}

function formatNumber(number, locales, options) {
  const { formatValue, resolve } = require("internal/intl/number_format");
  return formatValue(resolve(locales, options), number);
}

function numberToLocaleString(receiver, locales, options) {
  const number = typeof receiver === "number"
    ? receiver
    : valueOf(numberOf, receiver, "Number.prototype.toLocaleString requires that 'this' be a Number");
  checkOptions(options, "Number.prototype.toLocaleString");
  return isPlain(locales, options) && plainNumber(number) || formatNumber(number, locales, options);
}

function bigintToLocaleString(receiver, locales, options) {
  const number = typeof receiver === "bigint"
    ? receiver
    : valueOf(bigintOf, receiver, "BigInt.prototype.toLocaleString requires that 'this' be a BigInt");
  checkOptions(options, "BigInt.prototype.toLocaleString");
  return formatNumber(number, locales, options);
}

function formatDate(time, locales, options, required, defaults) {
  const { formatTime, resolve } = require("internal/intl/date_format");
  return formatTime(resolve(locales, options, required, defaults), time);
}

const timeOf = (receiver, name) =>
  valueOf(getTime, receiver, `Method Date.prototype.${name} called on incompatible receiver ${shown(receiver)}`);

function dateToLocaleString(receiver, locales, options) {
  const time = timeOf(receiver, "toLocaleString");
  if (time !== time) return "Invalid Date";
  const date = isPlain(locales, options) ? plainDate(time) : undefined;
  return date === undefined ? formatDate(time, locales, options, "any", "all") : date + ", " + plainTime(time);
}

function dateToLocaleDateString(receiver, locales, options) {
  const time = timeOf(receiver, "toLocaleDateString");
  if (time !== time) return "Invalid Date";
  return isPlain(locales, options) && plainDate(time) || formatDate(time, locales, options, "date", "date");
}

function dateToLocaleTimeString(receiver, locales, options) {
  const time = timeOf(receiver, "toLocaleTimeString");
  if (time !== time) return "Invalid Date";
  return isPlain(locales, options) ? plainTime(time) : formatDate(time, locales, options, "time", "time");
}

function localeCompare(receiver, that, locales, options) {
  if (receiver === undefined || receiver === null) throw new TypeError("String.prototype.localeCompare called on null or undefined");
  const text = String(receiver);
  const other = String(that);
  if (isPlain(locales, options)) {
    return text === other ? 0 : comparePlainly(text, other, false) ?? require("internal/intl/collator").compareSlowly(text, other, DEFAULTS);
  }
  const { compareTexts, resolve } = require("internal/intl/collator");
  return compareTexts(text, other, resolve(locales, options));
}

/** The lists that are being written: one within itself is empty there. */
const open = [];

function listText(list, length, locales, options) {
  if (open.includes(list)) return "";
  open.push(list);
  try {
    let text = "";
    for (let i = 0; i < length; i++) {
      if (i > 0) text += ",";
      const element = list[i];
      if (element !== undefined && element !== null) text += String(element.toLocaleString(locales, options));
    }
    return text;
  } finally {
    open.pop();
  }
}

function arrayToLocaleString(receiver, locales, options) {
  if (receiver === undefined || receiver === null) throw new TypeError("Cannot convert undefined or null to object");
  const list = Object(receiver);
  const length = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  return listText(list, length, locales, options);
}

function typedArrayToLocaleString(receiver, locales, options) {
  return listText(receiver, valueOf(typedLength, receiver, `Method %TypedArray%.prototype.toLocaleString called on incompatible receiver ${shown(receiver)}`), locales, options);
}

module.exports = {
  arrayToLocaleString, bigintToLocaleString, dateToLocaleDateString, dateToLocaleString, dateToLocaleTimeString,
  localeCompare, numberToLocaleString, typedArrayToLocaleString,
};
