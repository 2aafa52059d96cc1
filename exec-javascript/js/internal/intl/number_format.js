// Intl.NumberFormat.
const { coercedOptions, defineService, instanceFor, readMatcher, slotsOf, stringOption } = require("internal/intl/options");
const { localeWith, resolveLocale, supportedLocales } = require("internal/intl/locales");
const { toDecimal } = require("internal/intl/decimal");
const { digitEntries, readDigitOptions } = require("internal/intl/number_digits");
const { formatValue, partsOf, rangeParts } = require("internal/intl/number_patterns");

const SERVICE = "Intl.NumberFormat";
const Slots = slotsOf(SERVICE);

function readUnitOptions(options) {
  const style = stringOption(options, "style", ["decimal", "percent", "currency", "unit"], "decimal", SERVICE);
  const currency = stringOption(options, "currency", undefined, undefined, SERVICE);
  if (currency === undefined) {
    if (style === "currency") throw new TypeError("Currency code is required with currency style.");
  } else if (!/^[a-z]{3}$/i.test(currency)) {
    throw new RangeError(`Invalid currency code : ${currency}`);
  }
  const currencyDisplay = stringOption(options, "currencyDisplay", ["code", "symbol", "narrowSymbol", "name"], "symbol", SERVICE);
  const currencySign = stringOption(options, "currencySign", ["standard", "accounting"], "standard", SERVICE);
  const unit = stringOption(options, "unit", undefined, undefined, SERVICE);
  if (unit === undefined) {
    if (style === "unit") throw new TypeError("Invalid unit argument for Intl.NumberFormat() ''");
  } else if (!require("internal/intl/number_data").isUnit(unit)) {
    throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
  }
  const unitDisplay = stringOption(options, "unitDisplay", ["short", "narrow", "long"], "short", SERVICE);
  return {
    style,
    ...style === "currency" ? { currency: currency.toUpperCase(), currencyDisplay, currencySign } : {},
    ...style === "unit" ? { unit, unitDisplay } : {},
  };
}

function readGrouping(options, notation) {
  const given = options.useGrouping;
  const fallback = notation === "compact" ? "min2" : "auto";
  if (given === undefined) return fallback;
  if (given === true) return "always";
  if (!given) return false;
  const value = String(given);
  if (value === "true" || value === "false") return fallback;
  if (!["min2", "auto", "always"].includes(value)) {
    throw new RangeError(`Value ${value} out of range for ${SERVICE} options property useGrouping`);
  }
  return value;
}

/** What a formatter for these options has to know. */
function resolve(locales, given) {
  const { locale, region, keywords } = resolveLocale(locales);
  const options = coercedOptions(given, SERVICE);
  readMatcher(options, SERVICE);
  checkNumberingSystem(options);
  const what = readUnitOptions(options);
  const notation = stringOption(options, "notation", ["standard", "scientific", "engineering", "compact"], "standard", SERVICE);
  const isMoney = what.style === "currency";
  const places = isMoney ? require("internal/intl/number_data").currencyDigits(what.currency) : 0;
  const most = isMoney ? places : what.style === "percent" ? 0 : 3;
  const digits = readDigitOptions(options, places, Math.max(places, most), notation, SERVICE);
  const compactDisplay = stringOption(options, "compactDisplay", ["short", "long"], "short", SERVICE);
  const useGrouping = readGrouping(options, notation);
  const signDisplay = stringOption(options, "signDisplay", ["auto", "never", "always", "exceptZero", "negative"], "auto", SERVICE);
  const shown = localeWith(locale, keywords.filter(([key]) => key === "nu"));
  return { locale: shown, region, ...what, notation, compactDisplay, useGrouping, signDisplay, digits };
}

/** A numbering system is checked for its form; digits are Latin ones whatever is asked for. */
function checkNumberingSystem(options) {
  const name = stringOption(options, "numberingSystem", undefined, undefined, SERVICE);
  if (name !== undefined && !/^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i.test(name)) throw new RangeError(`Invalid numberingSystem : ${name}`);
}

function NumberFormat(locales = undefined, options = undefined) {
  const slots = { ...resolve(locales, options), bound: undefined };
  const format = instanceFor(new.target ?? NumberFormat);
  new Slots(format, slots);
  return format;
}

function rangeEnds(start, end) {
  if (start === undefined || end === undefined) throw new TypeError(`Invalid ${start === undefined ? "start" : "end"} : undefined`);
  return [["start", start], ["end", end]].map(([name, value]) => {
    const decimal = toDecimal(value);
    if (decimal.special === "nan") throw new RangeError(`Invalid ${name} : ${value}`);
    return decimal;
  });
}

defineService(NumberFormat, SERVICE, {
  resolvedOptions() {
    const { locale, digits, ...slots } = Slots.of(this, "resolvedOptions");
    const resolved = { locale, numberingSystem: "latn", style: slots.style };
    for (const name of ["currency", "currencyDisplay", "currencySign", "unit", "unitDisplay"]) {
      if (slots[name] !== undefined) resolved[name] = slots[name];
    }
    for (const [name, value] of digitEntries(digits)) resolved[name] = value;
    resolved.useGrouping = slots.useGrouping;
    resolved.notation = slots.notation;
    if (slots.notation === "compact") resolved.compactDisplay = slots.compactDisplay;
    resolved.signDisplay = slots.signDisplay;
    for (const name of ["roundingMode", "roundingIncrement", "trailingZeroDisplay", "roundingPriority"]) resolved[name] = digits[name];
    return resolved;
  },

  formatToParts(value) {
    return partsOf(Slots.of(this, "formatToParts"), toDecimal(value));
  },

  get format() {
    const slots = Slots.of(this, "get format");
    if (slots.bound === undefined) {
      slots.bound = (value) => formatValue(slots, value);
      Object.defineProperty(slots.bound, "name", { value: "" });
    }
    return slots.bound;
  },

  formatRange(start, end) {
    const slots = Slots.of(this, "formatRange");
    return rangeParts(slots, ...rangeEnds(start, end)).map(({ value }) => value).join("");
  },

  formatRangeToParts(start, end) {
    return rangeParts(Slots.of(this, "formatRangeToParts"), ...rangeEnds(start, end));
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { NumberFormat, formatValue, partsOf, resolve };
