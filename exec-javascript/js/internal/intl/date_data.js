// Dates and times in English, as they are in the United States: CLDR 48. What is different elsewhere is in `date_regions.js`.
const words = (text) => text.split(" ");

const MONTHS = words("January February March April May June July August September October November December");
const WEEKDAYS = words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday");
const ERAS = { long: ["Before Christ", "Anno Domini"], short: ["BC", "AD"], narrow: ["B", "A"] };
/** The parts of the day, from the morning on. */
const PERIODS = ["in the morning", "in the afternoon", "in the evening", "at night"];

/** The whole patterns of `dateStyle` and `timeStyle`. */
const DATE_STYLES = { full: "EEEE, MMMM d, y", long: "MMMM d, y", medium: "MMM d, y", short: "M/d/yy" };
const TIME_STYLES = { full: "h:mm:ss\u202fa zzzz", long: "h:mm:ss\u202fa z", medium: "h:mm:ss\u202fa", short: "h:mm\u202fa" };

/** Below `_` stands for a narrow space that does not break, `~` for the dash of ranges, here one between thin spaces. */
const spelled = (text, dash) => text.trim().replaceAll("_", "\u202f").replaceAll("~", dash);
const RANGE_DASH = "\u2009\u2013\u2009";

/** Skeletons, each followed by its pattern: what patterns are made from. */
const AVAILABLE = `
Bh h B;Bhm h:mm B;Bhms h:mm:ss B;d d;E ccc;EBh E h B;EBhm E h:mm B;EBhms E h:mm:ss B;Ed d E;Eh E h_a;Ehm E h:mm_a
EHm E HH:mm;Ehms E h:mm:ss_a;EHms E HH:mm:ss;Gy y G;GyM M/y G;GyMd M/d/y G;GyMEd E, M/d/y G;GyMMM MMM y G
GyMMMd MMM d, y G;GyMMMEd E, MMM d, y G;h h_a;H HH;hm h:mm_a;Hm HH:mm;hms h:mm:ss_a;Hms HH:mm:ss;hmsv h:mm:ss_a v
Hmsv HH:mm:ss v;hmv h:mm_a v;Hmv HH:mm v;hv h_a v;Hv HH'h' v;M L;Md M/d;MEd E, M/d;MMM LLL;MMMd MMM d;MMMEd E, MMM d
MMMMd MMMM d;ms mm:ss;y y;yM M/y;yMd M/d/y;yMEd E, M/d/y;yMMM MMM y;yMMMd MMM d, y;yMMMEd E, MMM d, y;yMMMM MMMM y`;

/** How a field that no pattern has is put behind the others: {0} they, {1} it, {2} what it is called. */
const APPEND = {
  era: "{0} {1}", year: "{0} {1}", month: "{0} ({2}: {1})", weekday: "{0} {1}", day: "{0} ({2}: {1})",
  dayPeriod: "{0} \u251c{2}: {1}\u2524", hour: "{0} ({2}: {1})", minute: "{0} ({2}: {1})", second: "{0} ({2}: {1})",
  fractionalSecond: "{0} \u251c{2}: {1}\u2524", zone: "{0} {1}",
};
const FIELD_NAMES = {
  era: "era", year: "year", month: "month", weekday: "day of the week", day: "day", dayPeriod: "AM/PM", hour: "hour",
  minute: "minute", second: "second", fractionalSecond: "F14", zone: "time zone",
};

/** Skeletons of ranges, each followed by patterns for the largest field in which the ends differ. */
const INTERVALS = `
Bh B h B~h B;h h~h B|Bhm B h:mm B~h:mm B;h h:mm~h:mm B;m h:mm~h:mm B|d d d~d|Gy G y G~y G;y y~y G
GyM G M/y G~M/y G;M M/y~M/y G;y M/y~M/y G|GyMd d M/d/y~M/d/y G;G M/d/y G~M/d/y G;M M/d/y~M/d/y G;y M/d/y~M/d/y G
GyMEd d E, M/d/y~E, M/d/y G;G E, M/d/y G~E, M/d/y G;M E, M/d/y~E, M/d/y G;y E, M/d/y~E, M/d/y G
GyMMM G MMM y G~MMM y G;M MMM~MMM y G;y MMM y~MMM y G
GyMMMd d MMM d~d, y G;G MMM d, y G~MMM d, y G;M MMM d~MMM d, y G;y MMM d, y~MMM d, y G
GyMMMEd d E, MMM d~E, MMM d, y G;G E, MMM d, y G~E, MMM d, y G;M E, MMM d~E, MMM d, y G;y E, MMM d, y~E, MMM d, y G
h a h_a~h_a;h h~h_a|H H HH~HH|hm a h:mm_a~h:mm_a;h h:mm~h:mm_a;m h:mm~h:mm_a|Hm H HH:mm~HH:mm;m HH:mm~HH:mm
hmv a h:mm_a~h:mm_a v;h h:mm~h:mm_a v;m h:mm~h:mm_a v|Hmv H HH:mm~HH:mm v;m HH:mm~HH:mm v|hv a h_a~h_a v;h h~h_a v
Hv H HH~HH v|M M M~M|Md d M/d~M/d;M M/d~M/d|MEd d E, M/d~E, M/d;M E, M/d~E, M/d|MMM M MMM~MMM
MMMd d MMM d~d;M MMM d~MMM d|MMMEd d E, MMM d~E, MMM d;M E, MMM d~E, MMM d|y y y~y|yM M M/y~M/y;y M/y~M/y
yMd d M/d/y~M/d/y;M M/d/y~M/d/y;y M/d/y~M/d/y|yMEd d E, M/d/y~E, M/d/y;M E, M/d/y~E, M/d/y;y E, M/d/y~E, M/d/y
yMMM M MMM~MMM y;y MMM y~MMM y|yMMMd d MMM d~d, y;M MMM d~MMM d, y;y MMM d, y~MMM d, y
yMMMEd d E, MMM d~E, MMM d, y;M E, MMM d~E, MMM d, y;y E, MMM d, y~E, MMM d, y|yMMMM M MMMM~MMMM y;y MMMM y~MMMM y`;

const split = (pair) => [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)];

/** Skeletons with their patterns. */
const availablePatterns = (text) => (text === undefined ? [] : spelled(text, RANGE_DASH).split(/[;\n]/).map(split));

/** For each skeleton its patterns, by the letter of the field. */
const intervalPatterns = (text, dash) => (text === undefined ? [] : spelled(text, dash).split(/[|\n]/).map((line) => {
  const [skeleton, list] = split(line);
  return [skeleton, Object.fromEntries(list.split(";").map(split))];
}));

/** A date and a time beside each other. */
const glue = (date, time, isLong) => `${date}${isLong ? " 'at' " : ", "}${time}`;

const made = new Map();

/** How dates are written in a region; the patterns that are made for it are kept in `known`. */
function formsFor(region) {
  let forms = made.get(region);
  if (forms !== undefined) return forms;
  const own = region === undefined ? {} : require("internal/intl/date_regions").dateRegion(region);
  const { rangeDash = RANGE_DASH, halves = ["AM", "PM"] } = own;
  forms = {
    region, rangeDash, halves,
    hourCycle: own.hourCycle ?? "h12",
    september: own.september ?? "Sep",
    narrowHalves: own.narrowHalves ?? ["a", "p"],
    narrowPeriods: own.narrowPeriods ?? PERIODS,
    dateStyles: { ...DATE_STYLES, ...own.dateStyles },
    timeStyles: own.timeStyles ?? TIME_STYLES,
    available() {
      const mine = new Map(availablePatterns(own.available));
      return [...mine, ...availablePatterns(AVAILABLE).filter(([skeleton]) => !mine.has(skeleton))];
    },
    intervals: () => [...new Map([...intervalPatterns(INTERVALS, rangeDash), ...intervalPatterns(own.intervals, rangeDash)])],
    fieldNames: own.dayPeriod === undefined ? FIELD_NAMES : { ...FIELD_NAMES, dayPeriod: own.dayPeriod },
    metazone: own.metazone ?? ((meta) => meta),
    keepsHours: false,
    known: { patterns: undefined, ranges: undefined, made: new Map() },
  };
  /** Ranges have as many digits of hours as the pattern has, whatever is asked for. */
  forms.inRanges = { ...forms, keepsHours: true, known: { ...forms.known, made: new Map() } };
  made.set(region, forms);
  return forms;
}

module.exports = { APPEND, ERAS, MONTHS, PERIODS, WEEKDAYS, formsFor, glue };
