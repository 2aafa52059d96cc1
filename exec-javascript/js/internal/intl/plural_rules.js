// Intl.PluralRules: English has one and other, and four endings of ordinals.
const { coercedOptions, defineService, instanceFor, readMatcher, slotsOf, stringOption } = require("internal/intl/options");
const { resolveLanguage, supportedLocales } = require("internal/intl/locales");
const { toDecimal } = require("internal/intl/decimal");
const { digitEntries, digitsOf, readDigitOptions, round } = require("internal/intl/number_digits");

const SERVICE = "Intl.PluralRules";
const Slots = slotsOf(SERVICE);

function PluralRules(locales = undefined, options = undefined) {
  if (new.target === undefined) throw new TypeError("Constructor Intl.PluralRules requires 'new'");
  const { locale } = resolveLanguage(locales);
  const given = coercedOptions(options, SERVICE);
  readMatcher(given, SERVICE);
  const type = stringOption(given, "type", ["cardinal", "ordinal"], "cardinal", SERVICE);
  const digits = readDigitOptions(given, 0, 3, "standard", SERVICE);
  const rules = instanceFor(new.target);
  new Slots(rules, { locale, type, digits });
  return rules;
}

/** The form for a number of things, or for one in a row. */
function categoryOf({ type, digits }, number) {
  const decimal = toDecimal(number);
  if (decimal.special !== undefined) return "other";
  const rounded = round(digits, decimal);
  const [whole, fraction] = digitsOf(digits, rounded);
  if (type === "cardinal") return fraction === "" && rounded.digits === "1" && rounded.point === 1 ? "one" : "other";
  if (/[1-9]/.test(fraction)) return "other";
  const [last, lastTwo] = [Number(whole.slice(-1)), Number(whole.slice(-2))];
  if (last === 1 && lastTwo !== 11) return "one";
  if (last === 2 && lastTwo !== 12) return "two";
  return last === 3 && lastTwo !== 13 ? "few" : "other";
}

defineService(PluralRules, SERVICE, {
  resolvedOptions() {
    const { locale, type, digits } = Slots.of(this, "resolvedOptions");
    return {
      locale, type, ...Object.fromEntries(digitEntries(digits)),
      pluralCategories: type === "cardinal" ? ["one", "other"] : ["few", "one", "two", "other"],
    };
  },

  select(value) {
    return categoryOf(Slots.of(this, "select"), Number(value));
  },

  selectRange(start, end) {
    Slots.of(this, "selectRange");
    if (start === undefined || end === undefined) throw new TypeError(`Invalid ${start === undefined ? "startRange" : "endRange"} : undefined`);
    for (const [name, value] of [["startRange", start], ["endRange", end]]) {
      if (Number.isNaN(Number(value))) throw new RangeError(`Invalid ${name} : ${value}`);
    }
    return "other";
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { PluralRules };
