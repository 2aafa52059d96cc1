// Ranges of dates: the way ICU's DateIntervalFormat goes, with CLDR's patterns for ranges.
//
// There is a pattern for each skeleton and each largest field in which the two ends differ; its first field that comes a second
// time begins the second end.
const { parsePattern, patternFor, patternText } = require("internal/intl/date_patterns");
const { compile, fieldsAt, itemParts } = require("internal/intl/date_fields");

const DATE_LETTERS = "GyMEd";
/** The fields that ends may differ in, largest first, by the letters that patterns for them go by. */
const DIFFERENCES = ["G", "y", "M", "d", "a", "h", "m"];

const ABOVE = { __proto__: null, d: "M", M: "y", y: "G" };

const table = ({ intervals, known }) =>
  known.ranges ??= intervals().map(([skeleton, patterns]) => ({ widths: widthsOf(skeleton), patterns, skeleton }));

/** How often each letter stands in a skeleton. */
function widthsOf(skeleton) {
  const widths = { __proto__: null };
  for (const letter of skeleton) widths[letter] = (widths[letter] ?? 0) + 1;
  return widths;
}

const isNumber = (width) => width <= 2;

/** The nearest skeleton that has ranges; `isWhole` where it has just the fields of `skeleton`. */
function nearest(skeleton, forms) {
  const wanted = widthsOf(skeleton.replaceAll("z", "v").replaceAll("k", "H").replaceAll("K", "h"));
  let best;
  let bestDistance = Infinity;
  let isWhole = false;
  for (const entry of table(forms)) {
    let distance = 0;
    let same = true;
    for (const letter of new Set([...Object.keys(wanted), ...Object.keys(entry.widths)])) {
      const [mine, other] = [wanted[letter] ?? 0, entry.widths[letter] ?? 0];
      if (mine === other) continue;
      if (mine === 0 || other === 0) {
        same = false;
        distance += 0x1000;
      } else {
        distance += letter === "M" && isNumber(mine) !== isNumber(other) ? 0x100 : Math.abs(mine - other);
      }
    }
    if (distance < bestDistance) [best, bestDistance, isWhole] = [entry, distance, same];
  }
  return { entry: best, isWhole };
}

/** A skeleton's letters among `letters`, each as often as it counts for a range. */
function normalized(items, letters) {
  let skeleton = "";
  for (const letter of letters) {
    const found = items.find((item) => (item.letter === "L" ? "M" : item.letter === "c" ? "E" : item.letter) === letter);
    if (found === undefined) continue;
    const { length } = found;
    const keeps = letter === "y" || letter === "G" || letter === "M" && length > 2 || letter === "E" && length > 3;
    skeleton += letter.repeat(keeps ? length : 1);
  }
  return skeleton;
}

/** A range's pattern with its fields as long as `skeleton` has them. */
function adjusted(pattern, entry, skeleton) {
  const wanted = widthsOf(skeleton);
  return patternText(parsePattern(pattern).map((item) => {
    if (item.letter === undefined) return item;
    const letter = item.letter === "L" ? "M" : item.letter;
    const [mine, own] = [wanted[letter], entry.widths[letter]];
    if (mine === undefined || own === undefined || mine === own) {
      return "v" === letter && wanted.z !== undefined ? { letter: "z", length: wanted.z } : item;
    }
    return item.length === own || letter === "E" ? { ...item, length: letter === "E" && mine < 3 ? 3 : mine } : item;
  }));
}

/** Where the second end of a range's pattern begins: at the first field that was there before. */
function splitRange(items) {
  const seen = new Set();
  for (let i = 0; i < items.length; i++) {
    const { letter } = items[i];
    if (letter === undefined) continue;
    if (seen.has(letter)) return i;
    seen.add(letter);
  }
  return items.length;
}

/** How a formatter writes ranges: for each difference a pattern for both ends, or one that is written for each end. */
function makeRanges(slots) {
  const { items, forms } = slots;
  const hours = items.find(({ letter }) => "hHkK".includes(letter ?? "-"))?.letter;
  const zone = items.find(({ letter }) => "zvO".includes(letter ?? "-"));
  const date = normalized(items, DATE_LETTERS);
  const has = (letter) => items.some((item) => item.letter === letter);
  const withB = has("B") ? "B" : "";
  const hour = hours === undefined ? "" : "hK".includes(hours) ? "h" : "H";
  const zoneLetters = zone === undefined ? "" : zone.letter;
  const time = withB + hour + (has("m") ? "m" : "") + (has("s") ? "s" : "") + (has("S") ? "S" : "") + zoneLetters;
  const ranges = { __proto__: null };
  const shown = items.filter(({ letter }) => letter !== undefined && letter !== "a");
  const lettersOf = (list) => list.map(({ letter, length }) => letter.repeat(length)).join("");
  const skeleton = lettersOf(shown);
  const dateSkeleton = lettersOf(shown.filter(({ letter }) => "GyMLEcd".includes(letter)));
  const wide = (letters) => ({ each: parsePattern(patternFor(letters + skeleton, forms.inRanges)) });
  const { entry, isWhole } = nearest(time === "" ? date : time, forms);
  if (isWhole && time === "") {
    let largest = date[0] === "E" ? "d" : date[0];
    let [base, wanted] = [entry, date];
    for (const letter of ["d", "M", "y", "G"]) {
      if (date !== "d") [base, wanted] = [entry, date];
      let pattern = base.patterns[letter];
      // Where the ends differ in the field above the largest that is asked for, it is shown as well; a month alone stays alone.
      if (pattern === undefined && ABOVE[largest] === letter && /^[^M]|d/.test(date)) {
        wanted = letter + wanted;
        const extended = letter + base.skeleton;
        base = table(forms).find(({ skeleton: known }) => known === extended) ?? nearest(extended, forms).entry;
        pattern = base.patterns[letter];
        // A day alone gets all that is above it.
        if (date === "d") largest = letter;
      }
      if (pattern !== undefined) ranges[letter] = { both: adjusted(pattern, base, wanted) };
    }
  } else if (isWhole) {
    for (const letter of ["m", "h", "a"]) {
      const pattern = entry.patterns[hour === "H" && letter !== "m" ? "H" : letter];
      if (pattern !== undefined) ranges[letter] = { both: adjusted(pattern, entry, time) };
    }
  }
  if (time !== "" && date === "") {
    for (const letter of ["d", "M", "y"]) ranges[letter] = wide("yMd");
    ranges.G = wide("GyMd");
  } else if (time !== "" && isWhole) {
    for (const letter of ["m", "h", "a"]) {
      if (ranges[letter] === undefined) continue;
      ranges[letter] = { both: `${patternFor(dateSkeleton, forms)}, ${ranges[letter].both}` };
    }
    let letters = "";
    // A month that stands alone is none to ICU: it comes a second time, with the day.
    for (const letter of ["d", "M", "y", "G"]) {
      if (has(letter)) continue;
      letters = letter + letters;
      ranges[letter] = wide(letters);
    }
  }
  // What is left: times of one day behind that day, and all of both ends.
  ranges.else = time === "" ? undefined : wide("");
  if (date !== "" && time !== "") {
    ranges.sameDay = [date, time].map((letters) => parsePattern(patternFor(letters, forms.inRanges)));
  }
  return ranges;
}

const halfOf = ({ hour }) => (hour < 12 ? 0 : 1);

/** The largest field in which two moments differ, as `DIFFERENCES` calls it. */
function differenceOf(a, b) {
  if (a.era !== b.era) return "G";
  if (a.year !== b.year) return "y";
  if (a.month !== b.month) return "M";
  if (a.day !== b.day) return "d";
  if (halfOf(a) !== halfOf(b)) return "a";
  if (a.hour !== b.hour) return "h";
  if (a.minute !== b.minute) return "m";
  if (a.second !== b.second) return "s";
  return a.millisecond !== b.millisecond ? "S" : undefined;
}

/** Whether a formatter shows nothing as small as a difference. */
function isUnseen(items, difference) {
  const order = ["G", "y", "M", "d", "a", "h", "m", "s", "S"];
  const rank = { __proto__: null, L: "M", E: "d", c: "d", B: "a", H: "h", k: "h", K: "h" };
  const smallest = Math.max(...items.filter(({ letter }) => letter !== undefined).map(({ letter }) => order.indexOf(rank[letter] ?? letter)));
  return order.indexOf(difference) > smallest;
}

/** The parts of one end: from its first to its last field that the other end has as well they are its own. */
function endParts(items, others, fields, source, forms) {
  const isTwice = ({ letter }) => letter !== undefined && others.some((other) => other.letter === letter);
  const [begin, end] = [items.findIndex(isTwice), items.findLastIndex(isTwice)];
  return itemParts(compile(items, forms), fields).map(({ type, value }, i) => ({ type, value, source: i >= begin && i <= end ? source : "shared" }));
}

const from = (source) => ({ type, value }) => ({ type, value, source });

/** A range's parts, each with the end that it is of. */
function rangeParts(slots, start, end) {
  const [first, last] = [fieldsAt(slots.zone, start), fieldsAt(slots.zone, end)];
  const difference = differenceOf(first, last);
  const whole = () => itemParts(slots.compiled, first).map(from("shared"));
  if (difference === undefined) return whole();
  const ranges = slots.ranges ??= makeRanges(slots);
  const range = ranges[difference];
  if (range === undefined && isUnseen(slots.items, difference)) return whole();
  if (range?.both !== undefined) {
    const hours = slots.items.find(({ letter }) => "hHkK".includes(letter ?? "-"))?.letter;
    const isHour = ({ letter }) => letter === "h" || letter === "H";
    const items = parsePattern(range.both).map((item) => (isHour(item) ? { ...item, letter: hours } : item));
    const middle = splitRange(items);
    return [
      ...endParts(items.slice(0, middle), items.slice(middle), first, "startRange", slots.forms),
      ...endParts(items.slice(middle), items.slice(0, middle), last, "endRange", slots.forms),
    ];
  }
  const dash = { type: "literal", value: slots.forms.rangeDash, source: "shared" };
  if (range === undefined && ranges.sameDay !== undefined && "ahmsS".includes(difference)) {
    const [date, time] = ranges.sameDay.map((items) => compile(items, slots.forms));
    return [
      ...itemParts(date, first).map(from("shared")), { type: "literal", value: ", ", source: "shared" },
      ...itemParts(time, first).map(from("startRange")), dash, ...itemParts(time, last).map(from("endRange")),
    ];
  }
  const each = (range ?? ranges.else)?.each;
  const compiled = each === undefined ? slots.compiled : compile(each, slots.forms);
  return [
    ...itemParts(compiled, first).map(from("startRange")), dash, ...itemParts(compiled, last).map(from("endRange")),
  ];
}

module.exports = { rangeParts };
