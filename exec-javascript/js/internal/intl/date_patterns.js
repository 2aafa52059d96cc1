// From the fields that are asked for to a pattern: the way ICU's DateTimePatternGenerator goes, with CLDR's patterns.
//
// A skeleton is the fields alone, as letters of UTS 35. Each field has a type that tells a number from a name, short from long;
// how far two skeletons are from each other is the sum of how far their types are.
const { APPEND, glue } = require("internal/intl/date_data");

const FIELDS = ["era", "year", "month", "weekday", "day", "dayPeriod", "hour", "minute", "second", "fractionalSecond", "zone"];
const [ERA, YEAR, MONTH, WEEKDAY, DAY, DAY_PERIOD, HOUR, MINUTE, SECOND, FRACTION, ZONE] = FIELDS.keys();
const FIELD_OF = {
  __proto__: null, G: ERA, y: YEAR, M: MONTH, L: MONTH, E: WEEKDAY, c: WEEKDAY, d: DAY, a: DAY_PERIOD, b: DAY_PERIOD, B: DAY_PERIOD,
  h: HOUR, H: HOUR, k: HOUR, K: HOUR, m: MINUTE, s: SECOND, S: FRACTION, z: ZONE, v: ZONE, O: ZONE,
};
const DATE_FIELDS = (1 << DAY_PERIOD) - 1;
const ALL_FIELDS = (1 << FIELDS.length) - 1;

const NUMERIC = 0x100;
const STEP = 0x10;
const NAMES = [0, -0x103, -0x103, -0x103, -0x104, -0x101];
const MISSING = 0x1000;
const EXTRA = 0x10000;

/** How much the letters of one field differ. */
const SHIFT = { __proto__: null, L: 1, c: 2, B: 3, b: 1, H: 10, k: 11, K: 1, v: 2, O: 1 };

function typeOf(letter, length) {
  const field = FIELD_OF[letter];
  const isName = field === ERA || field === WEEKDAY || field === DAY_PERIOD || field === ZONE || field === MONTH && length > 2;
  const shift = (SHIFT[letter] ?? 0) * STEP;
  return isName ? NAMES[length] - shift : NUMERIC + shift + length;
}

/** A pattern's parts: letters of one field with how many they are, and what stands between them. */
function parsePattern(pattern) {
  const items = [];
  let literal = "";
  let at = 0;
  const flush = () => {
    if (literal !== "") items.push({ literal });
    literal = "";
  };
  while (at < pattern.length) {
    const character = pattern[at];
    if (character === "'") {
      const end = pattern.indexOf("'", at + 1);
      literal += end === at + 1 ? "'" : pattern.slice(at + 1, end);
      at = end + 1;
    } else if (/[A-Za-z]/.test(character)) {
      flush();
      let end = at + 1;
      while (pattern[end] === character) end += 1;
      items.push({ letter: character, length: end - at });
      at = end;
    } else {
      literal += character;
      at += 1;
    }
  }
  flush();
  return items;
}

const patternText = (items) => items.map(({ literal, letter, length }) => (letter === undefined
  ? literal.replace(/[A-Za-z]+/g, "'$&'")
  : letter.repeat(length))).join("");

/** The fields of a skeleton or pattern: for each its letter, length and type. */
function fieldsOf(text) {
  const fields = FIELDS.map(() => undefined);
  for (const { letter, length } of parsePattern(text)) {
    if (letter !== undefined) fields[FIELD_OF[letter]] = { letter, length, type: typeOf(letter, length) };
  }
  if (fields[MINUTE] !== undefined && fields[FRACTION] !== undefined) fields[SECOND] ??= { letter: "s", length: 1, type: typeOf("s", 1) };
  if (fields[HOUR] !== undefined) {
    // Twelve hours have a half of the day with them, 24 have none.
    if ("hK".includes(fields[HOUR].letter)) fields[DAY_PERIOD] ??= { letter: "a", length: 1, type: typeOf("a", 1) };
    else fields[DAY_PERIOD] = undefined;
  }
  return fields;
}

const maskOf = (fields) => fields.reduce((mask, field, i) => (field === undefined ? mask : mask | 1 << i), 0);

/** All patterns there are, in ICU's order: by the first letter of their fields in order. */
function patterns({ available, dateStyles, known, timeStyles }) {
  if (known.patterns !== undefined) return known.patterns;
  const list = [];
  const add = (skeleton, pattern, isSpecified) => {
    const fields = fieldsOf(skeleton);
    const types = fields.map((field) => field?.type ?? 0);
    const entry = { fields, types, pattern, isSpecified };
    const same = list.find((other) => other.types.every((type, i) => type === types[i]));
    if (same === undefined) list.push(entry);
    else Object.assign(same, entry);
  };
  for (const letter of "GyMEdaHmsSv") add(letter, letter, false);
  for (const pattern of Object.values(dateStyles)) add(pattern, pattern, false);
  for (const style of ["full", "medium", "short"]) add(timeStyles[style], timeStyles[style], false);
  for (const [skeleton, pattern] of available()) add(skeleton, pattern, true);
  const first = ({ fields }) => {
    const isImplied = fields[HOUR] !== undefined && fields[DAY_PERIOD]?.letter === "a";
    return fields.find((field, i) => field !== undefined && !(i === DAY_PERIOD && isImplied)).letter.charCodeAt(0);
  };
  return known.patterns = list.map((entry) => [first(entry), entry]).sort(([a], [b]) => a - b).map(([, entry]) => entry);
}

/** The nearest pattern to those fields of `wanted` that `mask` names, and which of them it lacks. */
function nearest(wanted, mask, forms) {
  let best;
  let bestDistance = Infinity;
  let bestMissing = 0;
  let hasExtra = false;
  for (const entry of patterns(forms)) {
    let distance = 0;
    let missing = 0;
    let extra = false;
    for (let i = 0; i < FIELDS.length; i++) {
      const mine = (mask & 1 << i) === 0 ? 0 : wanted[i]?.type ?? 0;
      const other = entry.types[i];
      if (mine === other) continue;
      if (mine === 0) {
        distance += EXTRA;
        extra = true;
      } else if (other === 0) {
        distance += MISSING;
        missing |= 1 << i;
      } else {
        distance += Math.abs(mine - other);
      }
    }
    if (distance < bestDistance || distance === bestDistance && bestMissing < missing) {
      [best, bestDistance, bestMissing, hasExtra] = [entry, distance, missing, extra];
      if (distance === 0) break;
    }
  }
  return { entry: best, missing: bestMissing, hasExtra };
}

/** `pattern` with its fields as long as those of `wanted`. */
function adjust(pattern, entry, wanted, withFraction, forms) {
  const items = parsePattern(pattern).map((item) => {
    const field = FIELD_OF[item.letter];
    const asked = wanted[field];
    if (asked === undefined) return item;
    if (withFraction && field === SECOND) return { ...item, fraction: wanted[FRACTION].length };
    let { length } = asked;
    if (asked.letter === "E" && length < 3) length = 3;
    const own = entry.isSpecified ? entry.fields[field] : undefined;
    const [isNumber, isOwnNumber] = [typeOf(item.letter, item.length) > 0, own !== undefined && own.type > 0];
    if (field === MINUTE || field === SECOND || field === HOUR && forms.keepsHours) length = item.length;
    else if (own !== undefined && (own.length === asked.length || isNumber !== isOwnNumber)) length = item.length;
    const keepsLetter = field === HOUR || field === MONTH || field === WEEKDAY || field === YEAR;
    return { letter: keepsLetter ? item.letter : asked.letter, length };
  });
  return items.flatMap((item) => (item.fraction === undefined ? [item] : [
    { letter: item.letter, length: item.length }, { literal: "." }, { letter: "S", length: item.fraction },
  ]));
}

/**
 * A pattern for the fields in `mask`: the nearest one, and once the nearest one for what it lacks behind it. What is still
 * lacking then is left out.
 */
function appending(wanted, mask, forms) {
  if (mask === 0) return "";
  const { entry, missing: lacking } = nearest(wanted, mask, forms);
  const seconds = 1 << SECOND | 1 << FRACTION;
  const hasPlainSeconds = (lacking & seconds) === 1 << FRACTION && (mask & seconds) === seconds;
  const pattern = patternText(adjust(entry.pattern, entry, wanted, hasPlainSeconds, forms));
  const missing = hasPlainSeconds ? lacking & ~(1 << FRACTION) : lacking;
  if (missing === 0) return pattern;
  const next = nearest(wanted, missing, forms);
  const found = missing & ~next.missing;
  if (found === 0) return pattern;
  const top = FIELDS[31 - Math.clz32(found)];
  const part = patternText(adjust(next.entry.pattern, next.entry, wanted, false, forms));
  const name = forms.fieldNames[top].replace(/[A-Za-z]+/g, "'$&'");
  return APPEND[top].replace("{0}", () => pattern).replace("{1}", () => part).replace("{2}", () => name);
}

function makePattern(skeleton, forms) {
  const wanted = fieldsOf(skeleton);
  const mask = maskOf(wanted);
  const { entry, missing, hasExtra } = nearest(wanted, ALL_FIELDS, forms);
  if (missing === 0 && !hasExtra) return patternText(adjust(entry.pattern, entry, wanted, false, forms));
  const date = appending(wanted, mask & DATE_FIELDS, forms);
  const time = appending(wanted, mask & ~DATE_FIELDS, forms);
  if (date === "" || time === "") return date + time;
  return glue(date, time, wanted[MONTH]?.length === 4);
}

/** The pattern for a skeleton. A program has few of them. */
function patternFor(skeleton, forms) {
  const { made } = forms.known;
  let pattern = made.get(skeleton);
  if (pattern === undefined) {
    if (made.size >= 100) made.clear();
    made.set(skeleton, pattern = makePattern(skeleton, forms));
  }
  return pattern;
}

module.exports = { parsePattern, patternFor, patternText };
