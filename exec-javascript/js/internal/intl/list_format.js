// Intl.ListFormat.
const { defineService, instanceFor, optionsObject, readMatcher, slotsOf, stringOption } = require("internal/intl/options");
const { resolveLocale, supportedLocales } = require("internal/intl/locales");

const SERVICE = "Intl.ListFormat";
const Slots = slotsOf(SERVICE);

/** What stands between two items that are all, and before the last of more: by type and style, in the United States. */
const JOINTS = {
  conjunction: { long: [" and ", ", and "], short: [" & ", ", & "], narrow: [", ", ", "] },
  disjunction: { long: [" or ", ", or "], short: [" or ", ", or "], narrow: [" or ", ", or "] },
  unit: { long: [", ", ", "], short: [", ", ", "], narrow: [" ", " "] },
};

/** Elsewhere no comma stands before a word, and no sign in place of one. */
const WORDS = { conjunction: " and ", disjunction: " or " };

function ListFormat(locales = undefined, options = undefined) {
  if (new.target === undefined) throw new TypeError("Constructor Intl.ListFormat requires 'new'");
  const { locale, region } = resolveLocale(locales);
  const given = optionsObject(options);
  readMatcher(given, SERVICE);
  const type = stringOption(given, "type", ["conjunction", "disjunction", "unit"], "conjunction", SERVICE);
  const style = stringOption(given, "style", ["long", "short", "narrow"], "long", SERVICE);
  const format = instanceFor(new.target);
  new Slots(format, { locale, region, type, style });
  return format;
}

function jointsOf({ region, type, style }) {
  const joints = JOINTS[type][style];
  const word = region === undefined || joints[0] === ", " ? undefined : WORDS[type];
  return word === undefined ? joints : [word, word];
}

function partsOf(slots, list) {
  const items = [];
  for (const item of list === undefined ? [] : list) {
    if (typeof item !== "string") throw new TypeError(`Iterable yielded ${String(item)} which is not a string`);
    items.push(item);
  }
  const [pair, last] = jointsOf(slots);
  const between = slots.type === "unit" && slots.style === "narrow" ? " " : ", ";
  return items.flatMap((value, i) => {
    const joint = i === 0 ? undefined : i < items.length - 1 ? between : items.length === 2 ? pair : last;
    const element = { type: "element", value };
    return joint === undefined ? [element] : [{ type: "literal", value: joint }, element];
  });
}

defineService(ListFormat, SERVICE, {
  resolvedOptions() {
    const { locale, type, style } = Slots.of(this, "resolvedOptions");
    return { locale, type, style };
  },

  format(list) {
    return partsOf(Slots.of(this, "format"), list).map(({ value }) => value).join("");
  },

  formatToParts(list) {
    return partsOf(Slots.of(this, "formatToParts"), list);
  },
}, {
  supportedLocalesOf(locales, options = undefined) {
    return supportedLocales(locales, options, SERVICE);
  },
});

module.exports = { ListFormat };
