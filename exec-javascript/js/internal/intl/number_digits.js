// How many digits a number is formatted with: the options for it, and rounding by them.
const { checkedNumber, numberOption, stringOption } = require("internal/intl/options");
const { keepDigits, roundToPlaces, roundToStep, split } = require("internal/intl/decimal");

const ROUNDING_MODES = ["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"];
const INCREMENTS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

/** Reads the options about digits: SetNumberFormatDigitOptions of ECMA-402. */
function readDigitOptions(options, leastDefault, mostDefault, notation, service) {
  const minimumIntegerDigits = numberOption(options, "minimumIntegerDigits", 1, 21, 1);
  let least = options.minimumFractionDigits;
  let most = options.maximumFractionDigits;
  let leastSignificant = options.minimumSignificantDigits;
  let mostSignificant = options.maximumSignificantDigits;
  const roundingIncrement = numberOption(options, "roundingIncrement", 1, 5000, 1);
  if (!INCREMENTS.includes(roundingIncrement)) throw new RangeError("roundingIncrement value is out of range.");
  const roundingMode = stringOption(options, "roundingMode", ROUNDING_MODES, "halfExpand", service);
  const priority = stringOption(options, "roundingPriority", ["auto", "morePrecision", "lessPrecision"], "auto", service);
  const trailingZeroDisplay = stringOption(options, "trailingZeroDisplay", ["auto", "stripIfInteger"], "auto", service);
  const hasSignificant = leastSignificant !== undefined || mostSignificant !== undefined;
  const hasFraction = least !== undefined || most !== undefined;
  const needsSignificant = priority !== "auto" || hasSignificant;
  const needsFraction = priority !== "auto" || !hasSignificant && (hasFraction || notation !== "compact");
  if (needsSignificant) {
    leastSignificant = checkedNumber(leastSignificant, "minimumSignificantDigits", 1, 21, 1);
    mostSignificant = checkedNumber(mostSignificant, "maximumSignificantDigits", leastSignificant, 21, 21);
  }
  if (needsFraction) {
    least = checkedNumber(least, "minimumFractionDigits", 0, 20, undefined);
    most = checkedNumber(most, "maximumFractionDigits", 0, 20, undefined);
    const mostOf = roundingIncrement === 1 ? mostDefault : leastDefault;
    if (least === undefined) least = Math.min(leastDefault, most ?? leastDefault);
    else if (most !== undefined && least > most) throw new RangeError("maximumFractionDigits value is out of range.");
    most ??= Math.max(mostOf, least);
  }
  const digits = {
    minimumIntegerDigits, roundingIncrement, roundingMode, trailingZeroDisplay, roundingPriority: priority,
    minimumFractionDigits: needsFraction ? least : undefined,
    maximumFractionDigits: needsFraction ? most : undefined,
    minimumSignificantDigits: needsSignificant ? leastSignificant : undefined,
    maximumSignificantDigits: needsSignificant ? mostSignificant : undefined,
    isCompact: false,
  };
  if (!needsSignificant && !needsFraction) {
    digits.isCompact = true;
    digits.minimumFractionDigits = digits.maximumFractionDigits = 0;
    digits.minimumSignificantDigits = 1;
    digits.maximumSignificantDigits = 2;
    digits.roundingPriority = "morePrecision";
  }
  if (roundingIncrement !== 1) {
    if (needsSignificant || digits.isCompact) throw new TypeError("RoundingType is not fractionDigits");
    if (least !== most) throw new RangeError("maximumFractionDigits not equal to minimumFractionDigits");
  }
  return digits;
}

/** What `resolvedOptions` says of digits. */
function digitEntries(digits) {
  const entries = [["minimumIntegerDigits", digits.minimumIntegerDigits]];
  for (const name of ["minimumSignificantDigits", "maximumSignificantDigits", "minimumFractionDigits", "maximumFractionDigits"]) {
    if (digits[name] !== undefined) entries.push([name, digits[name]]);
  }
  return entries;
}

/** Which of the two ways of rounding is for `decimal`: "significant" or "fraction". */
function roundingOf(digits, decimal) {
  if (digits.minimumSignificantDigits === undefined) return "fraction";
  if (digits.minimumFractionDigits === undefined) return "significant";
  const lastSignificant = (decimal.digits === "" ? 1 : decimal.point) - digits.maximumSignificantDigits;
  const isFiner = lastSignificant <= -digits.maximumFractionDigits;
  return isFiner === (digits.roundingPriority === "morePrecision") ? "significant" : "fraction";
}

/** `decimal` as `digits` want it. */
function round(digits, decimal) {
  if (roundingOf(digits, decimal) === "significant") return keepDigits(decimal, digits.maximumSignificantDigits, digits.roundingMode);
  const { maximumFractionDigits, roundingIncrement, roundingMode } = digits;
  return roundingIncrement === 1 || decimal.digits === ""
    ? roundToPlaces(decimal, maximumFractionDigits, roundingMode)
    : roundToStep(decimal, maximumFractionDigits, roundingIncrement, roundingMode);
}

/** The digits before and behind the point of `rounded`, filled up with zeros. */
function digitsOf(digits, rounded) {
  let [whole, fraction] = split(rounded);
  if (roundingOf(digits, rounded) === "significant") {
    const { minimumSignificantDigits } = digits;
    if (minimumSignificantDigits > 1) {
      const places = minimumSignificantDigits - (rounded.digits === "" ? 1 : rounded.point);
      if (places > fraction.length) fraction = fraction.padEnd(places, "0");
    }
  } else if (fraction.length < digits.minimumFractionDigits) {
    fraction = fraction.padEnd(digits.minimumFractionDigits, "0");
  }
  const isInteger = rounded.digits === "" || rounded.digits.length <= rounded.point;
  if (isInteger && digits.trailingZeroDisplay === "stripIfInteger") fraction = "";
  if (whole.length < digits.minimumIntegerDigits) whole = whole.padStart(digits.minimumIntegerDigits, "0");
  return [whole, fraction];
}

module.exports = { digitEntries, digitsOf, readDigitOptions, round };
