// How a number's digits, its sign and its unit stand together in English.
//
// What stands around the digits is in three layers, as ICU has them, because a range repeats or shares each as a whole: next to
// the digits the exponent; then sign, currency symbol, percent sign and the word of compact notation; outside names and units.
const { round, digitsOf } = require("internal/intl/number_digits");
const { shift, toDecimal } = require("internal/intl/decimal");
const { group, plainDigits } = require("internal/intl/plain_numbers");

const NO_BREAK_SPACE = "\u00a0";
const COMPACT = {
  short: { 3: "K", 6: "M", 9: "B", 12: "T" },
  long: { 3: "thousand", 6: "million", 9: "billion", 12: "trillion" },
};

/** The short words of compact notation in a region. */
function shortWords(region) {
  const own = region === undefined ? undefined : require("internal/intl/number_regions").numberRegion(region).compact;
  return own ?? COMPACT.short;
}

const part = (type, value) => ({ type, value });
const text = (parts) => {
  let all = "";
  for (let i = 0; i < parts.length; i++) all += parts[i].value;
  return all;
};

/** A unit's text as parts: the space before it is none of it. */
function spaced(type, suffix) {
  if (suffix === "") return [];
  return suffix[0] === " " ? [part("literal", " "), part(type, suffix.slice(1))] : [part(type, suffix)];
}

function signPart(sign) {
  return sign === "-" ? [part("minusSign", "-")] : sign === "+" ? [part("plusSign", "+")] : [];
}

/** Between a symbol that ends with a letter and the digits there is a space. */
const needsSpace = (symbol) => !/[\p{S}\p{Z}]$/u.test(symbol);

/** What stands around the digits for one sign, power of ten and plural form, or around a word in their place. */
function makeAffixes(slots, sign, power, isOne, isSpecial) {
  const prefix = signPart(sign);
  const suffix = [];
  const outer = [];
  let closing = [];
  if (slots.style === "currency") {
    const { currencyNames, currencySymbol } = require("internal/intl/number_data");
    if (slots.currencyDisplay === "name") {
      const [one, other] = currencyNames(slots.currency, slots.region);
      outer.push(...spaced("currency", ` ${isOne ? one : other}`));
    } else {
      const { currency, currencyDisplay } = slots;
      const symbol = currencyDisplay === "code" ? currency : currencySymbol(currency, currencyDisplay, slots.region);
      if (slots.currencySign === "accounting" && sign === "-" && power === 0) {
        prefix[0] = part("literal", "(");
        closing = [part("literal", ")")];
      }
      prefix.push(part("currency", symbol));
      if (!isSpecial && needsSpace(symbol)) prefix.push(part("literal", NO_BREAK_SPACE));
    }
  } else if (slots.style === "percent") {
    // In compact notation ICU has it as a unit.
    if (slots.notation === "compact") outer.push(part("unit", "%"));
    else closing = [part("percentSign", "%")];
  } else if (slots.style === "unit") {
    const { unitSuffixes } = require("internal/intl/number_data");
    const [one, other] = unitSuffixes(slots.unit, slots.unitDisplay, slots.region);
    const parts = spaced("unit", isOne ? one : other);
    if (slots.unit === "percent" && slots.unitDisplay !== "long" && slots.notation !== "compact") closing = parts;
    else outer.push(...parts);
  }
  if (slots.notation === "compact" && power > 0) {
    // Beside a symbol of money there are no words.
    const isLong = slots.compactDisplay === "long" && (slots.style !== "currency" || slots.currencyDisplay === "name");
    suffix.push(...spaced("compact", isLong ? ` ${COMPACT.long[power]}` : shortWords(slots.region)[power]));
  }
  suffix.push(...closing);
  return {
    prefix, suffix, outer,
    before: text(prefix),
    after: text(suffix) + text(outer),
    middleLength: [...text(prefix) + text(suffix)].length,
  };
}

function affixesFor(slots, sign, power, isOne, isSpecial = false) {
  const known = slots.affixes ??= [];
  const key = (sign === "" ? 0 : sign === "-" ? 1 : 2) + 3 * power + (isOne ? 48 : isSpecial ? 96 : 0);
  return known[key] ??= makeAffixes(slots, sign, power, isOne, isSpecial);
}

function signOf({ signDisplay }, { negative, special }, isZero) {
  switch (signDisplay) {
    case "auto": return negative ? "-" : "";
    case "always": return negative ? "-" : "+";
    case "exceptZero": return isZero || special === "nan" ? "" : negative ? "-" : "+";
    case "negative": return negative && !isZero ? "-" : "";
    default: return "";
  }
}

/** The power of ten that is taken out of a number of so many digits. */
function powerFor(notation, { digits, point }) {
  const magnitude = digits === "" ? 0 : point - 1;
  switch (notation) {
    case "scientific": return magnitude;
    case "engineering": return Math.floor(magnitude / 3) * 3;
    default: return magnitude < 3 ? 0 : Math.min(Math.floor(magnitude / 3) * 3, 12);
  }
}

/** Rounds, and takes a power of ten out first where the notation has one. */
function scale({ notation, digits }, decimal) {
  if (notation === "standard") return { scaled: decimal, rounded: round(digits, decimal), power: 0 };
  let power = powerFor(notation, decimal);
  let scaled = shift(decimal, -power);
  let rounded = round(digits, scaled);
  if (rounded.digits !== "" && powerFor(notation, shift(rounded, power)) !== power) {
    power = powerFor(notation, shift(rounded, power));
    scaled = shift(decimal, -power);
    rounded = round(digits, scaled);
  }
  return { scaled, rounded, power };
}

const isGrouped = ({ useGrouping }, whole) => whole.length > (useGrouping === "min2" ? 4 : 3) && useGrouping !== false;

/** All there is to know of how a number is written. */
function analyse(slots, given) {
  const decimal = slots.style === "percent" ? shift(given, 2) : given;
  if (decimal.special !== undefined) {
    const sign = signOf(slots, decimal, false);
    const { special, negative } = decimal;
    return { special, negative, sign, power: 0, whole: "", fraction: "", affixes: affixesFor(slots, sign, 0, false, true) };
  }
  const { scaled, rounded, power } = scale(slots, decimal);
  const [whole, fraction] = digitsOf(slots.digits, rounded);
  const sign = signOf(slots, decimal, rounded.digits === "");
  const isOne = fraction === "" && power === 0 && rounded.digits === "1" && rounded.point === 1;
  const affixes = affixesFor(slots, sign, slots.notation === "compact" ? power : 0, isOne);
  return { special: undefined, negative: decimal.negative, sign, power, whole, fraction, affixes };
}

const hasExponent = ({ notation }) => notation === "scientific" || notation === "engineering";

/** A number as text. */
function formatDecimal(slots, given) {
  const { special, power, whole, fraction, affixes } = analyse(slots, given);
  if (special !== undefined) return affixes.before + (special === "nan" ? "NaN" : "∞") + affixes.after;
  const digits = (isGrouped(slots, whole) ? group(whole) : whole) + (fraction === "" ? "" : `.${fraction}`);
  return affixes.before + digits + (hasExponent(slots) ? `E${power}` : "") + affixes.after;
}

/** What `plainDigits` is to do for a formatter, and what stands around it; nothing where it cannot do it. */
function plainWay(slots) {
  const { style, notation, currencyDisplay, useGrouping, signDisplay, digits } = slots;
  const { minimumSignificantDigits, roundingIncrement, roundingMode, trailingZeroDisplay } = digits;
  const hasForms = style === "unit" || currencyDisplay === "name";
  const isPlain = notation === "standard" && !hasForms && useGrouping !== "min2" && signDisplay === "auto"
    && minimumSignificantDigits === undefined && digits.minimumIntegerDigits === 1 && roundingIncrement === 1
    && roundingMode === "halfExpand" && trailingZeroDisplay === "auto";
  if (!isPlain) return undefined;
  const { minimumFractionDigits: least, maximumFractionDigits: most } = digits;
  const [positive, negative] = [affixesFor(slots, "", 0, false), affixesFor(slots, "-", 0, false)];
  return { least, most, shift: style === "percent" ? 2 : 0, isGrouped: useGrouping !== false, positive, negative };
}

/** A value of any type as text. */
function formatValue(slots, value) {
  if (typeof value === "number") {
    const way = slots.plain === undefined ? slots.plain = plainWay(slots) ?? null : slots.plain;
    if (way !== null) {
      const isNegative = value < 0 || value === 0 && Object.is(value, -0);
      const digits = plainDigits(isNegative ? -value : value, way.least, way.most, way.shift, way.isGrouped);
      if (digits !== undefined) {
        const around = isNegative ? way.negative : way.positive;
        return around.before + digits + around.after;
      }
    }
  }
  return formatDecimal(slots, toDecimal(value));
}

/** The digits of what `analyse` made, as parts, and the exponent's. */
function innerParts(slots, { special, power, whole, fraction }) {
  if (special !== undefined) return special === "nan" ? [part("nan", "NaN")] : [part("infinity", "∞")];
  const parts = [];
  if (isGrouped(slots, whole)) {
    group(whole).split(",").forEach((digits, i) => {
      if (i > 0) parts.push(part("group", ","));
      parts.push(part("integer", digits));
    });
  } else {
    parts.push(part("integer", whole));
  }
  if (fraction !== "") parts.push(part("decimal", "."), part("fraction", fraction));
  if (hasExponent(slots)) {
    parts.push(part("exponentSeparator", "E"));
    if (power < 0) parts.push(part("exponentMinusSign", "-"));
    parts.push(part("exponentInteger", String(Math.abs(power))));
  }
  return parts;
}

/** A number as parts, nobody else's objects. */
function partsOf(slots, given) {
  const number = analyse(slots, given);
  const { prefix, suffix, outer } = number.affixes;
  return [...prefix, ...innerParts(slots, number), ...suffix, ...outer].map(({ type, value }) => ({ type, value }));
}

/** A range as parts that say which end they are of. */
function rangeParts(slots, start, end) {
  const [first, last] = [analyse(slots, start), analyse(slots, end)];
  const from = (source) => ({ type, value }) => ({ type, value, source });
  const isSame = ["special", "negative", "power", "whole", "fraction"].every((name) => first[name] === last[name]);
  if (isSame) return [part("approximatelySign", "~"), ...partsOf(slots, start)].map(from("shared"));
  const [a, b] = [first.affixes, last.affixes];
  const shared = from("shared");
  // In English a range is never of one.
  const outer = affixesFor(slots, last.sign, slots.notation === "compact" ? last.power : 0, false).outer;
  const isMiddleShared = a.before === b.before && text(a.suffix) === text(b.suffix) && a.middleLength > 1;
  const isRepeated = !isMiddleShared && a.middleLength > 0 || hasExponent(slots);
  const dash = part("literal", isRepeated ? " – " : "–");
  const [numbers, others] = [innerParts(slots, first), innerParts(slots, last)];
  if (isMiddleShared) {
    return [
      ...a.prefix.map(shared), ...numbers.map(from("startRange")), shared(dash), ...others.map(from("endRange")),
      ...a.suffix.map(shared), ...outer.map(shared),
    ];
  }
  return [
    ...[...a.prefix, ...numbers, ...a.suffix].map(from("startRange")), shared(dash),
    ...[...b.prefix, ...others, ...b.suffix].map(from("endRange")), ...outer.map(shared),
  ];
}

module.exports = { formatValue, partsOf, rangeParts };
