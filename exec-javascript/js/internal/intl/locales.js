// Which locales there are: English ones. What is asked for in another language gets the default locale, and is told so.
const { canonicalTag, parseTag } = require("internal/intl/tags");
const { isLocale, localeTag } = require("internal/intl/locale");
const { coercedOptions, readMatcher } = require("internal/intl/options");

const DEFAULT_LOCALE = "en-US";
const AVAILABLE = ["en", "en-US", "en-GB", "en-CA"];
/** Where English is written in another way than in the United States, which is that of the language alone. */
const REGIONS = { __proto__: null, "en-GB": "GB", "en-CA": "CA" };

/** What a caller gave for locales, each in its canonical form, once. */
function canonicalLocaleList(locales) {
  if (locales === undefined) return [];
  const list = [];
  const add = (value) => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
      throw new TypeError("Language ID should be string or object.");
    }
    const tag = isLocale(value) ? localeTag(value) : canonicalTag(String(value));
    if (!list.includes(tag)) list.push(tag);
  };
  if (typeof locales === "string" || isLocale(locales)) {
    add(locales);
    return list;
  }
  if (locales === null) throw new TypeError("Cannot convert undefined or null to object");
  const object = Object(locales);
  const length = Math.min(Math.max(Math.trunc(Number(object.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  for (let i = 0; i < length; i++) if (i in object) add(object[i]);
  return list;
}

/** The available locale that is `tag` without its extensions, or begins it. */
function available(tag) {
  const plain = tag.replace(/-(?:u|t|[a-wyz0-9])-.*|-x-.*/, "");
  for (let name = plain; name !== ""; name = name.slice(0, Math.max(name.lastIndexOf("-"), 0))) {
    if (AVAILABLE.includes(name)) return name;
  }
  return undefined;
}

/** The locale for a request, its region where that has ways of its own, and the keywords that came with it. */
function resolveLocale(locales) {
  // The commonest of all requests.
  if (locales === undefined) return { locale: DEFAULT_LOCALE, region: undefined, keywords: [] };
  if (locales === "en-US" || locales === "en") return { locale: locales, region: undefined, keywords: [] };
  for (const tag of canonicalLocaleList(locales)) {
    const locale = available(tag);
    if (locale !== undefined) return { locale, region: REGIONS[locale], keywords: parseTag(tag).keywords };
  }
  return { locale: DEFAULT_LOCALE, region: undefined, keywords: [] };
}

/** The same for services in which all regions do alike: Node names the language alone there. */
function resolveLanguage(locales) {
  const { locale, region, keywords } = resolveLocale(locales);
  return { locale: region === undefined ? locale : "en", keywords };
}

/** A locale with those keywords of the request that have a say in it: of numbering systems there is one. */
function localeWith(locale, keywords) {
  const kept = keywords.filter(([key, value]) => key !== "nu" || value === "latn").map(([key, value]) => (value === "" ? `-${key}` : `-${key}-${value}`));
  return kept.length === 0 ? locale : `${locale}-u${kept.join("")}`;
}

/** `supportedLocalesOf` of a service. */
function supportedLocales(locales, options, service) {
  const list = canonicalLocaleList(locales);
  if (options !== undefined) readMatcher(coercedOptions(options, service), `${service}.supportedLocalesOf`);
  return list.filter((tag) => available(tag) !== undefined);
}

module.exports = { canonicalLocaleList, localeWith, resolveLanguage, resolveLocale, supportedLocales };
