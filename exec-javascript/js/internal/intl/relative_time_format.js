// Intl.RelativeTimeFormat.
const { coercedOptions, defineService, instanceFor, readMatcher, slotsOf, stringOption } = require("internal/intl/options");
const { localeWith, resolveLocale, supportedLocales } = require("internal/intl/locales");
const { toDecimal } = require("internal/intl/decimal");
const numberFormat = require("internal/intl/number_format");
const { PluralRules } = require("internal/intl/plural_rules");

const SERVICE = "Intl.RelativeTimeFormat";
const Slots = slotsOf(SERVICE);

const UNITS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
/** Short names of units, for one and for several; the narrow ones stand at the number. */
const SHORT = {
  second: ["sec."], minute: ["min."], hour: ["hr."], day: ["day", "days"], week: ["wk."], month: ["mo."],
  quarter: ["qtr.", "qtrs."], year: ["yr."],
};
const NARROW = { second: "s", minute: "m", hour: "h", day: "d", week: "w", month: "mo", quarter: "q", year: "y" };
/** Elsewhere than in the United States short names have no points, and narrow ones are short ones; in Canada several have an s. */
const REGIONS = {
  __proto__: null,
  GB: (unit) => (unit === "quarter" ? ["qtr"] : SHORT[unit].map((name) => name.replace(".", ""))),
  CA(unit) {
    const name = SHORT[unit][0].replace(".", "");
    return [name, `${name}s`];
  },
};
const shortNames = (region, unit) => (region === undefined ? SHORT[unit] : REGIONS[region](unit));
/** What is said for a day before, the same day and a day after, and whether other units have such words. */
const WORDS = {
  day: { "-1": "yesterday", 0: "today", 1: "tomorrow" },
  second: { 0: "now" },
};
const NEIGHBOURS = { "-1": "last", 0: "this", 1: "next" };

function RelativeTimeFormat(locales = undefined, options = undefined) {
  if (new.target === undefined) throw new TypeError("Constructor Intl.RelativeTimeFormat requires 'new'");
  const { locale, region, keywords } = resolveLocale(locales);
  const given = coercedOptions(options, SERVICE);
  readMatcher(given, SERVICE);
  const style = stringOption(given, "style", ["long", "short", "narrow"], "long", SERVICE);
  const numeric = stringOption(given, "numeric", ["always", "auto"], "always", SERVICE);
  const format = instanceFor(new.target);
  new Slots(format, {
    locale: localeWith(locale, keywords.filter(([key]) => key === "nu")), region, style, numeric,
    numbers: numberFormat.resolve(locale, undefined), plurals: new PluralRules(locale),
  });
  return format;
}

function readUnit(given) {
  const unit = String(given);
  const single = unit.endsWith("s") ? unit.slice(0, -1) : unit;
  if (!UNITS.includes(single)) {
    throw new RangeError(`Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() '${unit}'`);
  }
  return single;
}

/** What is said in place of a number, if there is something. */
function wordFor({ region, style }, unit, value) {
  if (!Object.hasOwn(NEIGHBOURS, value) || Object.is(value, -0) && unit === "second") return WORDS[unit]?.[value];
  const own = WORDS[unit];
  if (own !== undefined) return own[value];
  if ((unit === "hour" || unit === "minute") && value !== 0) return undefined;
  if (unit === "quarter" && style !== "long") return `${NEIGHBOURS[value]} qtr.`;
  const name = style === "long" || unit === "hour" || unit === "minute" ? unit : shortNames(region, unit)[0];
  return `${NEIGHBOURS[value]} ${name}`;
}

/** The text before and after the number. */
function around({ region, style, plurals }, unit, value) {
  const isPast = value < 0 || Object.is(value, -0);
  const isOne = plurals.select(Math.abs(value)) === "one";
  let name;
  if (style === "long") name = ` ${unit}${isOne ? "" : "s"}`;
  else if (style === "narrow" && (region === undefined || region === "CA" && unit === "day")) name = NARROW[unit];
  else name = ` ${isOne ? shortNames(region, unit)[0] : shortNames(region, unit).at(-1)}`;
  return isPast ? ["", `${name} ago`] : ["in ", name];
}

function partsFor(slots, given, givenUnit) {
  const value = Number(given);
  const unit = readUnit(givenUnit);
  if (!Number.isFinite(value)) {
    throw new RangeError("Value need to be finite number for Intl.RelativeTimeFormat.prototype.format()");
  }
  if (slots.numeric === "auto") {
    const word = wordFor(slots, unit, value);
    if (word !== undefined) return [{ type: "literal", value: word }];
  }
  const [before, after] = around(slots, unit, value);
  const number = numberFormat.partsOf(slots.numbers, toDecimal(Math.abs(value)));
  const literal = (text) => (text === "" ? [] : [{ type: "literal", value: text }]);
  return [...literal(before), ...number.map((part) => ({ ...part, unit })), ...literal(after)];
}

defineService(RelativeTimeFormat, SERVICE, {
  resolvedOptions() {
    const { locale, style, numeric } = Slots.of(this, "resolvedOptions");
    return { locale, style, numeric, numberingSystem: "latn" };
  },

  format(value, unit) {
    return partsFor(Slots.of(this, "format"), value, unit).map((part) => part.value).join("");
  },

  formatToParts(value, unit) {
    return partsFor(Slots.of(this, "formatToParts"), value, unit);
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { RelativeTimeFormat };
