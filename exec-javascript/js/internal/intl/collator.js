// Intl.Collator, and what `localeCompare` does: the Unicode Collation Algorithm with CLDR's root order, which is English's.
//
// Texts are compared letter by letter first (primary), then by their accents (secondary), then by case and width (tertiary).
const { booleanOption, coercedOptions, defineService, instanceFor, readMatcher, slotsOf, stringOption } = require("internal/intl/options");
const { localeWith, resolveLanguage, supportedLocales } = require("internal/intl/locales");
const { comparePlainly } = require("internal/intl/plain_texts");

const SERVICE = "Intl.Collator";
const Slots = slotsOf(SERVICE);

// A character's weights in one number: which letter it is, its accent, and its case or width.
const LETTER = 1 << 13;
const ACCENT = 1 << 4;
const letterOf = (weight) => Math.floor(weight / LETTER);
const accentOf = (weight) => (weight >> 4) & 0x1ff;
const caseOf = (weight) => weight & 0xf;

/** What is behind all scripts with an order of their own goes by its code point. */
const UNORDERED = 0x40000;
const COMPATIBILITY = 1;
const CAPITAL = 4;
/** Marks are behind the accents that letters have without one. */
const FIRST_MARK = 100;
const IGNORED = -1;
/** Two letters in one, behind all accents of the first: weights for each are the two's. */
const LIGATURE = -2;
const LIGATURES = { __proto__: null, "æ": "ae", "œ": "oe", "ß": "ss" };
const LAST_ACCENT = 0x1ff;
/** All characters with weights of their own are below. */
const POINTS = 0x20000;

let known;

/** The weights of all characters that have some, where the numbers begin, and where what is no punctuation does. */
function weights() {
  if (known !== undefined) return known;
  const data = require("internal/intl/collation_data");
  const table = new Int32Array(POINTS);
  const groups = new Map(data.groups().map((group) => [group.codePointAt(0), group]));
  data.heads().forEach((point, i) => {
    const letter = (i + 1) * LETTER;
    table[point] = letter;
    const group = groups.get(point);
    if (group !== undefined) return addGroup(table, group, letter);
    const head = String.fromCodePoint(point);
    const capital = head.toUpperCase();
    if (capital !== head && capital.toLowerCase() === head) table[capital.codePointAt(0)] = letter + CAPITAL;
  });
  data.marks().forEach((point, i) => { table[point] = (FIRST_MARK + i) * ACCENT; });
  for (const point of [0, ...data.ignored()]) if (point < POINTS) table[point] = IGNORED;
  for (const small of Object.keys(LIGATURES)) {
    // The capital of ß is SS to `toUpperCase`.
    for (const point of [small.codePointAt(0), small === "ß" ? 0x1e9e : small.toUpperCase().codePointAt(0)]) table[point] = LIGATURE;
  }
  const digits = Array.from("0123456789", (digit) => letterOf(table[digit.charCodeAt(0)]));
  return known = { table, firstSymbol: letterOf(table[96]), digits, values: new Map(digits.map((letter, value) => [letter, value])) };
}

/** The characters that are one letter, in order; behind `|` another accent begins. */
function addGroup(table, group, letter) {
  let accent = 0;
  let width = -1;
  for (const character of group) {
    if (character === "|") {
      accent += 1;
      width = -1;
      continue;
    }
    width += 1;
    const least = character.toLowerCase() === character ? 0 : CAPITAL;
    table[character.codePointAt(0)] = letter + accent * ACCENT + Math.min(Math.max(width, least), 15);
  }
}

/** Of a digit of any script its value. Ten stand beside each other, from nought on. */
function digitValue(point) {
  const isDigit = (each) => /^\p{Nd}$/u.test(String.fromCodePoint(each));
  if (!isDigit(point)) return undefined;
  let first = point;
  while (isDigit(first - 1)) first -= 1;
  return (point - first) % 10;
}

function addWeights(point, { table, digits }, list, shift) {
  const weight = point < POINTS ? table[point] : 0;
  if (weight === IGNORED) return;
  if (weight === LIGATURE) {
    const character = String.fromCodePoint(point);
    const small = character.toLowerCase();
    const width = small === character ? 0 : CAPITAL;
    Array.from(LIGATURES[small], (letter, i) => list.push(table[letter.charCodeAt(0)] + (i === 0 ? LAST_ACCENT * ACCENT : 0) + width));
    return;
  }
  if (weight !== 0) {
    list.push(weight + shift);
    return;
  }
  const character = String.fromCodePoint(point);
  const plain = character.normalize("NFKD");
  if (plain !== character) {
    for (const each of plain) addWeights(each.codePointAt(0), known, list, COMPATIBILITY);
    return;
  }
  const digit = digitValue(point);
  if (digit !== undefined) {
    list.push(digits[digit] * LETTER + ACCENT + shift);
    return;
  }
  const isHan = point >= 0x4e00 && point <= 0x9fff;
  list.push((UNORDERED + (isHan ? 0 : 0x200000) + point) * LETTER + shift);
}

/** All weights of a text. */
function elements(text) {
  const data = weights();
  const list = [];
  const plain = text.normalize("NFD");
  for (let i = 0; i < plain.length; i++) {
    const point = plain.codePointAt(i);
    if (point > 0xffff) i += 1;
    addWeights(point, data, list, 0);
  }
  return list;
}

/** The letters that count; with `numeric` a row of digits is a nought, how long it is without those before it, and the digits. */
function letters(list, { numeric, ignorePunctuation }) {
  const { digits: [zero], firstSymbol, values } = weights();
  const keys = [];
  const isDigit = (i) => i < list.length && values.has(letterOf(list[i]));
  for (let i = 0; i < list.length; i++) {
    const letter = letterOf(list[i]);
    if (letter === 0 || ignorePunctuation && letter < firstSymbol) continue;
    if (!numeric || !isDigit(i)) {
      keys.push(letter);
      continue;
    }
    let end = i;
    while (isDigit(end)) end += 1;
    while (i < end - 1 && letterOf(list[i]) === zero) i += 1;
    keys.push(zero, end - i);
    for (; i < end; i++) keys.push(letterOf(list[i]));
    i -= 1;
  }
  return keys;
}

/** What a level has to say of all that counts in it. */
function level(list, keyOf, { ignorePunctuation, numeric }) {
  const { firstSymbol, values } = weights();
  const keys = [];
  let isAfterPunctuation = false;
  let isInNumber = false;
  for (const weight of list) {
    const letter = letterOf(weight);
    if (letter !== 0) isAfterPunctuation = ignorePunctuation && letter < firstSymbol;
    if (isAfterPunctuation) continue;
    // Noughts before a number count for nothing.
    const value = numeric ? values.get(letter) : undefined;
    if (value === 0 && !isInNumber) continue;
    isInNumber = value !== undefined;
    const key = keyOf(weight);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

function compareKeys(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

const capitalsFirst = (weight) => (caseOf(weight) >= CAPITAL ? caseOf(weight) - 100 : caseOf(weight));
/** Accents have no case. */
const isCapital = (weight) => (letterOf(weight) === 0 ? undefined : Number(caseOf(weight) >= CAPITAL));

function compareSlowly(a, b, settings) {
  const [x, y] = [elements(a), elements(b)];
  const compareLevel = (keyOf) => compareKeys(level(x, keyOf, settings), level(y, keyOf, settings));
  const { sensitivity } = settings;
  const order = compareKeys(letters(x, settings), letters(y, settings));
  if (order !== 0 || sensitivity === "base") return order;
  if (sensitivity === "case") return compareLevel(isCapital);
  const accents = compareLevel(accentOf);
  if (accents !== 0 || sensitivity === "accent") return accents;
  return compareLevel(settings.caseFirst === "upper" ? capitalsFirst : caseOf);
}

/** The order of two texts: -1, 0 or 1. */
function compareTexts(a, b, settings) {
  if (a === b) return 0;
  const { sensitivity } = settings;
  if (!settings.numeric && !settings.ignorePunctuation && settings.caseFirst === "false") {
    const plain = comparePlainly(a, b, sensitivity === "base" || sensitivity === "accent");
    if (plain !== undefined) return plain;
  }
  return compareSlowly(a, b, settings);
}

function resolve(locales, given) {
  const { locale, keywords } = resolveLanguage(locales);
  const options = coercedOptions(given, SERVICE);
  const usage = stringOption(options, "usage", ["sort", "search"], "sort", SERVICE);
  readMatcher(options, SERVICE);
  const keyword = (key, values) => keywords.find(([known, value]) => known === key && values.includes(value))?.[1];
  const [saidNumeric, saidCase] = [keyword("kn", ["", "false"]), keyword("kf", ["upper", "lower", "false"])];
  const numeric = booleanOption(options, "numeric", undefined);
  const caseFirst = stringOption(options, "caseFirst", ["upper", "lower", "false"], undefined, SERVICE);
  const sensitivity = stringOption(options, "sensitivity", ["base", "accent", "case", "variant"], "variant", SERVICE);
  const ignorePunctuation = booleanOption(options, "ignorePunctuation", false);
  const kept = keywords.filter(([key]) => key === "kn" && saidNumeric !== undefined && (numeric === undefined || numeric === (saidNumeric === ""))
    || key === "kf" && saidCase !== undefined && (caseFirst === undefined || caseFirst === saidCase));
  return {
    locale: localeWith(locale, kept), usage, sensitivity, ignorePunctuation,
    numeric: numeric ?? saidNumeric === "",
    caseFirst: caseFirst ?? saidCase ?? "false",
    bound: undefined,
  };
}

function Collator(locales = undefined, options = undefined) {
  const slots = resolve(locales, options);
  const collator = instanceFor(new.target ?? Collator);
  new Slots(collator, slots);
  return collator;
}

defineService(Collator, SERVICE, {
  resolvedOptions() {
    const { locale, usage, sensitivity, ignorePunctuation, numeric, caseFirst } = Slots.of(this, "resolvedOptions");
    return { locale, usage, sensitivity, ignorePunctuation, collation: "default", numeric, caseFirst };
  },

  get compare() {
    const slots = Slots.of(this, "get compare");
    if (slots.bound === undefined) {
      slots.bound = (x, y) => compareTexts(String(x), String(y), slots);
      Object.defineProperty(slots.bound, "name", { value: "" });
    }
    return slots.bound;
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { Collator, compareSlowly, compareTexts, resolve };
