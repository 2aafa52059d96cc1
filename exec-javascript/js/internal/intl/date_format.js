// Intl.DateTimeFormat.
const {
  booleanOption, defineService, instanceFor, numberOption, readMatcher, slotsOf, stringOption,
} = require("internal/intl/options");
const { localeWith, resolveLocale, supportedLocales } = require("internal/intl/locales");
const { formsFor, glue } = require("internal/intl/date_data");
const { parsePattern, patternFor } = require("internal/intl/date_patterns");
const { TYPES, compile, fieldsAt, itemParts, itemText } = require("internal/intl/date_fields");
const { UTC, findZone } = require("internal/intl/time_zones");

const SERVICE = "Intl.DateTimeFormat";
const Slots = slotsOf(SERVICE);

const HOUR_LETTERS = { h11: "K", h12: "h", h23: "H", h24: "k" };
const NAMES = { narrow: 5, long: 4, short: 3 };
const NUMBERS = { "2-digit": 2, numeric: 1 };
const ERA_NAMES = { narrow: 5, long: 4, short: 1 };

/** The options that ask for one field each, with the letter of the skeleton and how often it is written for each value. */
const FIELD_OPTIONS = [
  ["weekday", "E", NAMES],
  ["era", "G", ERA_NAMES],
  ["year", "y", NUMBERS],
  ["month", "M", { ...NUMBERS, ...NAMES }],
  ["day", "d", NUMBERS],
  ["dayPeriod", "B", ERA_NAMES],
  ["hour", "h", NUMBERS],
  ["minute", "m", NUMBERS],
  ["second", "s", NUMBERS],
];
const ZONE_LETTERS = {
  short: "z", long: "zzzz", shortOffset: "O", longOffset: "OOOO", shortGeneric: "v", longGeneric: "vvvv",
};
const DATE_OPTIONS = ["weekday", "year", "month", "day"];
const TIME_OPTIONS = ["dayPeriod", "hour", "minute", "second", "fractionalSecondDigits"];

/** The options with the fields that `defaults` names where none of `required` was asked for. */
function withDefaults(given, required, defaults) {
  const options = Object.create(given === undefined ? null : Object(given));
  let needsDefaults = true;
  const asks = (names) => names.some((name) => options[name] !== undefined);
  if (required !== "time" && asks(DATE_OPTIONS)) needsDefaults = false;
  if (required !== "date" && asks(TIME_OPTIONS)) needsDefaults = false;
  const { dateStyle, timeStyle } = options;
  if (dateStyle !== undefined || timeStyle !== undefined) needsDefaults = false;
  if (required === "date" && timeStyle !== undefined) throw new TypeError("Invalid option : timeStyle");
  if (required === "time" && dateStyle !== undefined) throw new TypeError("Invalid option : dateStyle");
  const set = (names) => {
    for (const name of names) Object.defineProperty(options, name, { value: "numeric", enumerable: true });
  };
  if (needsDefaults && defaults !== "time") set(["year", "month", "day"]);
  if (needsDefaults && defaults !== "date") set(["hour", "minute", "second"]);
  return options;
}

function readZone(options) {
  const given = options.timeZone;
  if (given === undefined) return UTC;
  const name = String(given);
  const zone = findZone(name);
  if (zone === undefined) throw new RangeError(`Invalid time zone specified: ${name}`);
  return zone;
}

function checkKeyword(options, name) {
  const value = stringOption(options, name, undefined, undefined, SERVICE);
  if (value !== undefined && !/^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i.test(value)) throw new RangeError(`Invalid ${name} : ${value}`);
}

/** The skeleton of the fields that are asked for, and the names of these options. */
function readFields(options, hourLetter) {
  let skeleton = "";
  const names = [];
  for (const [name, letter, lengths] of FIELD_OPTIONS) {
    const value = stringOption(options, name, Object.keys(lengths), undefined, SERVICE);
    if (value === undefined) continue;
    names.push(name);
    skeleton += (name === "hour" ? hourLetter : letter).repeat(lengths[value]);
  }
  const digits = numberOption(options, "fractionalSecondDigits", 1, 3, undefined);
  if (digits !== undefined) {
    names.push("fractionalSecondDigits");
    skeleton += "S".repeat(digits);
  }
  const zone = stringOption(options, "timeZoneName", Object.keys(ZONE_LETTERS), undefined, SERVICE);
  if (zone !== undefined) {
    names.push("timeZoneName");
    skeleton += ZONE_LETTERS[zone];
  }
  return { skeleton, names };
}

const STYLES = ["full", "long", "medium", "short"];

/** The pattern of a time's style; where the locale's identifier says how hours are counted it is made from its fields. */
function timePattern(style, said, forms) {
  const pattern = forms.timeStyles[style];
  if (pattern === undefined || said === undefined) return pattern;
  return patternFor(skeletonOf(parsePattern(pattern), HOUR_LETTERS[said], 1), forms);
}

/** The pattern of two styles; one with another count of hours than the locale's is made anew from its fields. */
function stylePattern({ dateStyle, timeStyle }, hourCycle, said, forms) {
  const date = forms.dateStyles[dateStyle];
  const time = timePattern(timeStyle, said, forms);
  const isLong = dateStyle === "full" || dateStyle === "long";
  const pattern = date === undefined ? time : time === undefined ? date : glue(date, time, isLong);
  if (time === undefined || hourCycle === (said ?? forms.hourCycle)) return pattern;
  return patternFor(skeletonOf(parsePattern(pattern), HOUR_LETTERS[hourCycle]), forms);
}

/** The skeleton of a pattern, its hours counted as `hourLetter` says, with as many digits as they have or `width`. */
const skeletonOf = (items, hourLetter, width) => items.filter(({ letter }) => letter !== undefined && letter !== "a")
  .map(({ letter, length }) => ("hHkK".includes(letter) ? hourLetter.repeat(width ?? length) : letter.repeat(length))).join("");

const withHours = (items, hourLetter) =>
  items.map((item) => (TYPES[item.letter] === "hour" ? { ...item, letter: hourLetter } : item));

/** As V8 counts where the hours begin with 0: there they do so whichever way, otherwise with 1. */
function cycleOf(hour12, usual) {
  const fromZero = usual === "h11" || usual === "h23";
  return hour12 ? (fromZero ? "h11" : "h12") : fromZero ? "h23" : "h24";
}

function resolve(locales, given, required, defaults) {
  const { locale, region, keywords } = resolveLocale(locales);
  const forms = formsFor(region);
  if (given === null) throw new TypeError("Cannot convert undefined or null to object");
  const options = withDefaults(given, required, defaults);
  readMatcher(options, SERVICE);
  checkKeyword(options, "calendar");
  checkKeyword(options, "numberingSystem");
  const hour12 = booleanOption(options, "hour12", undefined);
  const asked = stringOption(options, "hourCycle", ["h11", "h12", "h23", "h24"], undefined, SERVICE);
  const said = keywords.find(([key, value]) => key === "hc" && Object.hasOwn(HOUR_LETTERS, value))?.[1];
  const usual = said ?? forms.hourCycle;
  const hourCycle = hour12 === undefined ? asked ?? usual : cycleOf(hour12, usual);
  const zone = readZone(options);
  const { skeleton, names } = readFields(options, HOUR_LETTERS[hourCycle]);
  stringOption(options, "formatMatcher", ["best fit", "basic"], "best fit", SERVICE);
  const dateStyle = stringOption(options, "dateStyle", STYLES, undefined, SERVICE);
  const timeStyle = stringOption(options, "timeStyle", STYLES, undefined, SERVICE);
  const isStyled = dateStyle !== undefined || timeStyle !== undefined;
  if (isStyled && names.length > 0) {
    throw new TypeError(`Can't set option ${names[0]} when ${dateStyle === undefined ? "timeStyle" : "dateStyle"} is used`);
  }
  const pattern = isStyled ? stylePattern({ dateStyle, timeStyle }, hourCycle, said, forms) : patternFor(skeleton, forms);
  const items = withHours(parsePattern(pattern), HOUR_LETTERS[hourCycle]);
  const hasHours = items.some(({ letter }) => TYPES[letter] === "hour");
  const keepsHours = said === hourCycle && (hasHours || hour12 === undefined && asked === undefined);
  return {
    locale: localeWith(locale, keywords.filter(([key]) => key === "nu" || key === "hc" && keepsHours)),
    forms, zone, dateStyle, timeStyle, items, compiled: compile(items, forms),
    hourCycle: hasHours ? hourCycle : undefined,
    bound: undefined, ranges: undefined,
  };
}

/** A time value from what a caller gave. */
function timeOf(date) {
  const time = date === undefined ? Date.now() : Number(date);
  if (!(Math.abs(time) <= 8.64e15)) throw new RangeError("Invalid time value");
  return Math.trunc(time) + 0;
}

/** V8 writes a plain space where the pattern has a narrow one, but in parts and ranges. */
const plainSpaces = (text) => text.replaceAll("\u202f", " ");
const formatTime = (slots, time) => plainSpaces(itemText(slots.compiled, fieldsAt(slots.zone, time)));

function DateTimeFormat(locales = undefined, options = undefined) {
  const slots = resolve(locales, options, "any", "date");
  const format = instanceFor(new.target ?? DateTimeFormat);
  new Slots(format, slots);
  return format;
}

/** What `resolvedOptions` says of the fields in a pattern. */
function fieldEntries(items) {
  const entries = [];
  for (const [name, , lengths] of FIELD_OPTIONS) {
    const item = items.find(({ letter }) => TYPES[letter] === name && letter !== "a");
    if (item === undefined) continue;
    const value = Object.keys(lengths).find((key) => lengths[key] === item.length);
    if (value !== undefined || lengths === NAMES) entries.push([name, value ?? "short"]);
  }
  const fraction = items.find(({ letter }) => letter === "S");
  if (fraction !== undefined) entries.push(["fractionalSecondDigits", fraction.length]);
  const zone = items.find(({ letter }) => TYPES[letter] === "timeZoneName");
  if (zone !== undefined) {
    const letters = zone.letter.repeat(zone.length);
    entries.push(["timeZoneName", Object.keys(ZONE_LETTERS).find((key) => ZONE_LETTERS[key] === letters)]);
  }
  return entries;
}

function rangeOf(slots, start, end) {
  if (start === undefined || end === undefined) throw new TypeError("Invalid time value");
  const ends = [timeOf(start), timeOf(end)];
  return require("internal/intl/date_ranges").rangeParts(slots, ...ends);
}

defineService(DateTimeFormat, SERVICE, {
  resolvedOptions() {
    const { locale, zone, hourCycle, dateStyle, timeStyle, items } = Slots.of(this, "resolvedOptions");
    const resolved = { locale, calendar: "gregory", numberingSystem: "latn", timeZone: zone.id };
    if (hourCycle !== undefined) {
      resolved.hourCycle = hourCycle;
      resolved.hour12 = hourCycle === "h12" || hourCycle === "h11";
    }
    if (dateStyle === undefined && timeStyle === undefined) Object.assign(resolved, Object.fromEntries(fieldEntries(items)));
    if (dateStyle !== undefined) resolved.dateStyle = dateStyle;
    if (timeStyle !== undefined) resolved.timeStyle = timeStyle;
    return resolved;
  },

  formatToParts(date) {
    const { compiled, zone } = Slots.of(this, "formatToParts");
    return itemParts(compiled, fieldsAt(zone, timeOf(date)));
  },

  get format() {
    const slots = Slots.of(this, "get format");
    if (slots.bound === undefined) {
      slots.bound = (date) => formatTime(slots, timeOf(date));
      Object.defineProperty(slots.bound, "name", { value: "" });
    }
    return slots.bound;
  },

  formatRange(startDate, endDate) {
    const parts = rangeOf(Slots.of(this, "formatRange"), startDate, endDate);
    const text = parts.map(({ value }) => value).join("");
    return parts.some(({ source }) => source !== "shared") ? text : plainSpaces(text);
  },

  formatRangeToParts(startDate, endDate) {
    return rangeOf(Slots.of(this, "formatRangeToParts"), startDate, endDate);
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { DateTimeFormat, formatTime, resolve };
