// Intl.Locale: an identifier taken apart. What takes data of all languages (`maximize`, `minimize` and the lists) is missing.
const { coercedOptions, defineService, instanceFor, slotsOf } = require("internal/intl/options");
const { invalid, languageText, parseTag, tagText } = require("internal/intl/tags");

const SERVICE = "Intl.Locale";
const Slots = slotsOf(SERVICE);

const TYPE = /^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/;

/** The options that are keywords of `-u-`, with their keys, and the values that they may have. */
const KEYWORDS = [
  ["calendar", "ca", TYPE], ["collation", "co", TYPE], ["hourCycle", "hc", /^h(?:11|12|23|24)$/],
  ["caseFirst", "kf", /^(?:upper|lower|false)$/], ["numeric", "kn", undefined], ["numberingSystem", "nu", TYPE],
];

/** The options that are parts of the language. */
const PARTS = [["language", /^(?:[a-z]{2,3}|[a-z]{5,8})$/], ["script", /^[a-z]{4}$/], ["region", /^(?:[a-z]{2}|[0-9]{3})$/]];

function applyParts(tag, options) {
  let changed = tag;
  for (const [name, pattern] of PARTS) {
    const given = options[name];
    if (given === undefined) continue;
    const value = String(given).toLowerCase();
    if (!pattern.test(value)) throw invalid();
    changed = { ...changed, [name]: value };
  }
  // Read again: parts that were given may have other names now.
  if (changed === tag) return tag;
  const { attributes, keywords, others, privateUse } = tag;
  return { ...parseTag(languageText(changed)), attributes, keywords, others, privateUse };
}

function applyKeywords(tag, options) {
  const keywords = new Map(tag.keywords);
  for (const [name, key, pattern] of KEYWORDS) {
    const given = options[name];
    if (given === undefined) continue;
    let value = pattern === undefined ? (given ? "" : "false") : String(given).toLowerCase();
    if (pattern !== undefined && !pattern.test(value)) {
      throw pattern === TYPE ? invalid() : new RangeError(`Value ${given} out of range for locale options property ${name}`);
    }
    if (value === "true") value = "";
    keywords.set(key, value);
  }
  return { ...tag, keywords: [...keywords].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function Locale(tag, options = undefined) {
  if (new.target === undefined) throw new TypeError("Constructor Intl.Locale requires 'new'");
  if (typeof tag !== "string" && (typeof tag !== "object" || tag === null)) {
    throw new TypeError("First argument to Intl.Locale constructor can't be empty or missing");
  }
  if (tag === "") throw new RangeError("First argument to Intl.Locale constructor can't be empty or missing");
  const given = coercedOptions(options, SERVICE);
  const read = parseTag(Slots.has(tag) ? tagText(Slots.of(tag, "constructor")) : String(tag));
  const locale = instanceFor(new.target);
  new Slots(locale, applyKeywords(applyParts(read, given), given));
  return locale;
}

const keyword = (locale, name, key) => Slots.of(locale, `get ${name}`).keywords.find(([known]) => known === key)?.[1];

defineService(Locale, SERVICE, {
  toString() { return tagText(Slots.of(this, "toString")); },
  get language() { return Slots.of(this, "get language").language; },
  get script() { return Slots.of(this, "get script").script; },
  get region() { return Slots.of(this, "get region").region; },
  get baseName() { return languageText(Slots.of(this, "get baseName")); },
  get calendar() { return keyword(this, "calendar", "ca"); },
  get caseFirst() { return keyword(this, "caseFirst", "kf"); },
  get collation() { return keyword(this, "collation", "co"); },
  get hourCycle() { return keyword(this, "hourCycle", "hc"); },
  get numeric() { return keyword(this, "numeric", "kn") === ""; },
  get numberingSystem() { return keyword(this, "numberingSystem", "nu"); },
});

/** Whether a value is a locale of ours, and the identifier of one. */
const isLocale = (value) => Slots.has(value);
const localeTag = (value) => tagText(Slots.of(value, "toString"));

module.exports = { Locale, isLocale, localeTag };
