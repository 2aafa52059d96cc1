// A moment in a time zone, field by field, and each field as a pattern wants it.
const { ERAS, MONTHS, PERIODS, WEEKDAYS } = require("internal/intl/date_data");
const { civil } = require("internal/intl/days");
const { stretchAt, zoneName } = require("internal/intl/time_zones");

const DAY_MS = 86_400_000;

/** The fields of the moment `time`, in milliseconds, in a zone. */
function fieldsAt(zone, time) {
  const at = Math.floor(time / 1000);
  const local = time + stretchAt(zone, at).offset * 1000;
  const days = Math.floor(local / DAY_MS);
  const rest = local - days * DAY_MS;
  const { year, month, day } = civil(days);
  return {
    zone, at,
    era: year > 0 ? 1 : 0,
    year: year > 0 ? year : 1 - year,
    month, day,
    weekday: (((days + 4) % 7) + 7) % 7,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
  };
}

const padded = (number, length) => (length === 1 ? String(number) : String(number).padStart(length, "0"));
const named = (name, length) => (length === 4 ? name : length === 5 ? name[0] : name.slice(0, 3));

/** A part of the day; noon is said where the pattern shows no smaller field that is not zero. */
function dayPeriod({ hour, minute, second }, smallest, isNarrow, { narrowPeriods }) {
  const isNoon = hour === 12 && (smallest === "hour" || minute === 0 && (smallest === "minute" || second === 0));
  if (isNoon) return isNarrow ? "n" : "noon";
  return (isNarrow ? narrowPeriods : PERIODS)[hour < 12 ? 0 : hour < 18 ? 1 : hour < 21 ? 2 : 3];
}

const ZONE_STYLES = {
  __proto__: null, z: "short", zzzz: "long", O: "shortOffset", OOOO: "longOffset", v: "shortGeneric", vvvv: "longGeneric",
};

/** The text of a field. */
function fieldText(fields, { letter, length, smallest, forms }) {
  switch (letter) {
    case "G": return ERAS[length === 4 ? "long" : length === 5 ? "narrow" : "short"][fields.era];
    case "y": return length === 2 ? padded(fields.year % 100, 2) : padded(fields.year, length);
    case "M": case "L":
      if (length < 3) return padded(fields.month + 1, length);
      return length === 3 && fields.month === 8 ? forms.september : named(MONTHS[fields.month], length);
    case "E": case "c": return named(WEEKDAYS[fields.weekday], length);
    case "d": return padded(fields.day, length);
    case "a": return (length === 5 ? forms.narrowHalves : forms.halves)[fields.hour < 12 ? 0 : 1];
    case "B": return dayPeriod(fields, smallest, length === 5, forms);
    case "h": return padded(fields.hour % 12 || 12, length);
    case "K": return padded(fields.hour % 12, length);
    case "H": return padded(fields.hour, length);
    case "k": return padded(fields.hour || 24, length);
    case "m": return padded(fields.minute, length);
    case "s": return padded(fields.second, length);
    case "S": return padded(fields.millisecond, 3).slice(0, length);
    default: return zoneName(fields.zone, fields.at, ZONE_STYLES[letter.repeat(length)], forms);
  }
}

const TYPES = {
  __proto__: null, G: "era", y: "year", M: "month", L: "month", E: "weekday", c: "weekday", d: "day", a: "dayPeriod", B: "dayPeriod",
  h: "hour", K: "hour", H: "hour", k: "hour", m: "minute", s: "second", S: "fractionalSecond", z: "timeZoneName", O: "timeZoneName",
  v: "timeZoneName",
};

/** A pattern's items, ready to be filled in as `forms` has them. */
function compile(items, forms) {
  const has = (letter) => items.some((item) => item.letter === letter);
  const smallest = has("s") ? "second" : has("m") ? "minute" : "hour";
  return items.map(({ letter, length, literal }) => (letter === undefined
    ? { type: "literal", literal }
    : { type: TYPES[letter], letter, length, smallest, forms, literal: undefined }));
}

/** A compiled pattern as parts. */
const itemParts = (compiled, fields) => compiled.map((item) => ({ type: item.type, value: item.literal ?? fieldText(fields, item) }));

/** A compiled pattern as text. */
function itemText(compiled, fields) {
  let text = "";
  for (let i = 0; i < compiled.length; i++) {
    const item = compiled[i];
    text += item.literal ?? fieldText(fields, item);
  }
  return text;
}

module.exports = { TYPES, compile, fieldsAt, itemParts, itemText };
