// Unicode locale identifiers (UTS 35): read, and written in their one canonical form.
const { LANGUAGES, REGIONS } = require("internal/intl/tags_data");

const invalid = () => new RangeError("Incorrect locale information provided");

const LANGUAGE = /^(?:[a-z]{2,3}|[a-z]{5,8})$/;
const SCRIPT = /^[a-z]{4}$/;
const REGION = /^(?:[a-z]{2}|[0-9]{3})$/;
const VARIANT = /^(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})$/;

const titled = (text) => text[0].toUpperCase() + text.slice(1);
const byName = ([a], [b]) => (a < b ? -1 : Number(a > b));

/** The parts of a language identifier from `parts[at]` on; `at` is moved behind them. */
function takeLanguage(parts, cursor) {
  const language = parts[cursor.at];
  if (language === undefined || !LANGUAGE.test(language)) throw invalid();
  cursor.at += 1;
  const take = (pattern) => (cursor.at < parts.length && pattern.test(parts[cursor.at]) ? parts[cursor.at++] : undefined);
  const script = take(SCRIPT);
  const region = take(REGION);
  const variants = [];
  for (let variant = take(VARIANT); variant !== undefined; variant = take(VARIANT)) variants.push(variant);
  return { language, script, region, variants: variants.sort() };
}

const isSingleton = (part) => part.length === 1;

/** The attributes and keywords of `-u-`: keys are two characters long. */
function takeKeywords(parts, cursor) {
  const attributes = [];
  const keywords = [];
  while (cursor.at < parts.length && /^[a-z0-9]{3,8}$/.test(parts[cursor.at])) attributes.push(parts[cursor.at++]);
  while (cursor.at < parts.length && /^[a-z0-9][a-z]$/.test(parts[cursor.at])) {
    const key = parts[cursor.at++];
    const values = [];
    while (cursor.at < parts.length && /^[a-z0-9]{3,8}$/.test(parts[cursor.at])) values.push(parts[cursor.at++]);
    const value = values.join("-");
    // The first of two that are called the same counts.
    if (!keywords.some(([known]) => known === key)) keywords.push([key, value === "true" || value === "yes" ? "" : value]);
  }
  if (attributes.length === 0 && keywords.length === 0) throw invalid();
  return { attributes: attributes.sort(), keywords: keywords.sort(byName) };
}

/** What `-t-` says: a language, and fields of a letter and a digit. */
function takeTransform(parts, cursor) {
  const begin = cursor.at;
  const text = [];
  if (cursor.at < parts.length && LANGUAGE.test(parts[cursor.at])) text.push(languageText(canonicalLanguage(takeLanguage(parts, cursor))).toLowerCase());
  const fields = [];
  while (cursor.at < parts.length && /^[a-z][0-9]$/.test(parts[cursor.at])) {
    const key = parts[cursor.at++];
    const values = [];
    while (cursor.at < parts.length && /^[a-z0-9]{3,8}$/.test(parts[cursor.at])) values.push(parts[cursor.at++]);
    if (values.length === 0) throw invalid();
    fields.push([key, values.join("-")]);
  }
  if (cursor.at === begin) throw invalid();
  return [...text, ...fields.sort(byName).map((field) => field.join("-"))].join("-");
}

function canonicalLanguage({ language, script, region, variants }) {
  const alias = LANGUAGES().get(language);
  const [newLanguage, ...more] = (alias ?? language).split("-");
  const impliedScript = more.find((part) => part.length === 4);
  const impliedRegion = more.find((part) => part.length < 4);
  const given = region ?? impliedRegion?.toLowerCase();
  return {
    language: newLanguage,
    script: script === undefined ? impliedScript : titled(script),
    region: given === undefined ? undefined : REGIONS()[given.toUpperCase()] ?? given.toUpperCase(),
    variants,
  };
}

const languageText = ({ language, script, region, variants }) =>
  [language, script, region, ...variants].filter((part) => part !== undefined).join("-");

/** Reads an identifier: its language, the keywords of `-u-`, and what else there is. */
function parseTag(text) {
  const lowered = String(text).toLowerCase();
  if (!/^[a-z0-9-]+$/.test(lowered)) throw invalid();
  const parts = lowered.split("-");
  const cursor = { at: 0 };
  const language = takeLanguage(parts, cursor);
  const next = parts[cursor.at];
  const isOpen = next === "" && cursor.at === parts.length - 1;
  if (next !== undefined && next.length !== 1 && !isOpen) throw invalid();
  try {
    if (isOpen || new Set(language.variants).size < language.variants.length) throw invalid();
    return { ...canonicalLanguage(language), ...takeExtensions(parts, cursor) };
  } catch {
    throw new RangeError(`Invalid language tag: ${lowered}`);
  }
}

/** What follows the language, each behind a letter or digit of its own. */
function takeExtensions(parts, cursor) {
  const seen = new Set();
  const others = [];
  let unicode = { attributes: [], keywords: [] };
  let privateUse;
  while (cursor.at < parts.length) {
    const singleton = parts[cursor.at++];
    if (!isSingleton(singleton) || seen.has(singleton)) throw invalid();
    seen.add(singleton);
    if (singleton === "u") {
      unicode = takeKeywords(parts, cursor);
    } else if (singleton === "t") {
      others.push(["t", takeTransform(parts, cursor)]);
    } else {
      const least = singleton === "x" ? 1 : 2;
      const values = [];
      while (cursor.at < parts.length && parts[cursor.at].length >= least && parts[cursor.at].length <= 8) values.push(parts[cursor.at++]);
      if (values.length === 0) throw invalid();
      if (singleton === "x") privateUse = values.join("-");
      else others.push([singleton, values.join("-")]);
    }
  }
  return { ...unicode, others, privateUse };
}

/** The identifier of what `parseTag` read. */
function tagText(tag) {
  const extensions = [...tag.others];
  if (tag.attributes.length + tag.keywords.length > 0) {
    const words = tag.keywords.map(([key, value]) => (value === "" ? key : `${key}-${value}`));
    extensions.push(["u", [...tag.attributes, ...words].join("-")]);
  }
  extensions.sort(byName);
  if (tag.privateUse !== undefined) extensions.push(["x", tag.privateUse]);
  return [languageText(tag), ...extensions.map((extension) => extension.join("-"))].join("-");
}

const canonicalTag = (text) => tagText(parseTag(text));

module.exports = { canonicalTag, invalid, languageText, parseTag, tagText };
