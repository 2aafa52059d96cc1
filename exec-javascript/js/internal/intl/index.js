// The global `Intl`. Each constructor is loaded when it is first read.
const { defineMembers } = require("internal/intl/options");

const SERVICES = {
  Collator: "internal/intl/collator",
  DateTimeFormat: "internal/intl/date_format",
  ListFormat: "internal/intl/list_format",
  Locale: "internal/intl/locale",
  NumberFormat: "internal/intl/number_format",
  PluralRules: "internal/intl/plural_rules",
  RelativeTimeFormat: "internal/intl/relative_time_format",
};

/** What `supportedValuesOf` lists, each sorted. */
const VALUES = {
  __proto__: null,
  calendar: () => ["gregory"],
  collation: () => ["default"],
  currency: () => require("internal/intl/number_data").currencies(),
  numberingSystem: () => ["latn"],
  timeZone: () => require("internal/intl/time_zones").zoneIds(),
  unit: () => require("internal/intl/number_data").unitNames(),
};

const Intl = {};

defineMembers(Intl, {
  getCanonicalLocales(locales) {
    return require("internal/intl/locales").canonicalLocaleList(locales);
  },

  supportedValuesOf(key) {
    const list = VALUES[String(key)];
    if (list === undefined) throw new RangeError(`Invalid key : ${String(key)}`);
    return list();
  },
});

for (const [name, from] of Object.entries(SERVICES)) {
  const define = (value) => Object.defineProperty(Intl, name, { value, writable: true, enumerable: false, configurable: true });
  Object.defineProperty(Intl, name, {
    get() {
      const value = require(from)[name];
      define(value);
      return value;
    },
    set: define,
    enumerable: false,
    configurable: true,
  });
}
Object.defineProperty(Intl, Symbol.toStringTag, { value: "Intl", configurable: true });

module.exports = { Intl };
