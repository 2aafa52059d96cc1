// Time zones: what they are called, and how far they are from UTC at any time.
//
// Of each zone the table of the IANA has the moments at which its offset changed, in seconds from 1970, and for those that go on
// changing two rules for each year after. The bundle `time-zones` (exec-javascript/packages) packs it.
const { metazoneNames, pastMetazones, shownAs, shownZones } = require("internal/intl/zone_names");

const { civil, daysUntil } = require("internal/intl/days");

const DAY = 86_400;

/** A number of the table: hours; with a point behind it minutes, with a comma seconds. */
function seconds(text) {
  const value = parseInt(text, 36);
  return text.endsWith(",") ? value : value * (text.endsWith(".") ? 60 : 3600);
}

let index;

/** Each name in small letters, with the line of its zone and the name that is shown. */
function names() {
  if (index !== undefined) return index;
  const [shown, others] = [shownZones(), shownAs()];
  const lines = new Map();
  for (const line of require("package/time-zones").split("\n")) {
    const zone = line.slice(0, line.indexOf("|")).split(" ");
    const first = zone.find((name) => shown.has(name));
    for (const name of zone) lines.set(name.toLowerCase(), { line, id: shown.has(name) ? name : others.get(name) ?? first });
  }
  return index = { lines, shown };
}

/** All names that are shown, but UTC and those that only count hours from it. */
const zoneIds = () => [...names().shown.keys()].filter((name) => name !== "UTC" && !name.startsWith("Etc/")).sort();

function readRule(text) {
  const [month, weekday, day, minute, offset] = text.split(" ").map(Number);
  return { month, weekday, day, seconds: minute * 60, offset: offset * 60 };
}

function readZone({ line, id }) {
  const [, offsetTexts, indices, changes, rules] = line.split("|");
  const distinct = offsetTexts.split(" ").map(seconds);
  let at = 0;
  return {
    id,
    offsets: Array.from(indices, (digit) => distinct[parseInt(digit, 36)]),
    changes: changes === "" ? [] : changes.split(" ").map((text) => at += seconds(text)),
    rules: rules === "" ? undefined : rules.split(",").map(readRule),
    last: undefined,
    metazones: undefined,
  };
}

const UTC = { id: "UTC", offsets: [0], changes: [], rules: undefined, last: undefined, metazones: [{ metazone: undefined, until: Infinity }] };
const zones = new Map();

/** The zone that is called `name`, in any case of its letters; undefined if none is. */
function findZone(name) {
  const key = name.toLowerCase();
  if (key === "utc") return UTC;
  const known = zones.get(key);
  if (known !== undefined) return known;
  const entry = names().lines.get(key);
  if (entry === undefined) return undefined;
  const zone = entry.id === "UTC" ? UTC : readZone(entry);
  zones.set(key, zone);
  return zone;
}

/** The second of a year at which a rule has its effect: on the first such weekday from its day on. */
function changeIn(year, { month, weekday, day, seconds: second }) {
  const first = daysUntil(year, month, day);
  return (first + (((weekday - first - 4) % 7) + 7) % 7) * DAY + second;
}

/** The stretch of time around `at` with one offset, where the rules make it. */
function stretchByRule({ rules }, at) {
  const { year } = civil(Math.floor(at / DAY));
  const changes = [year - 1, year, year + 1].flatMap((each) => rules.map((rule) => ({ at: changeIn(each, rule), offset: rule.offset })));
  const next = changes.findIndex((change) => change.at > at);
  const { offset } = changes[next - 1];
  return { from: changes[next - 1].at, to: changes[next].at, offset, isSummer: offset > changes[next].offset };
}

/** The stretch of time around the second `at` with one offset: `from` it, `to` it, and whether it is summer time. */
function stretchAt(zone, at) {
  const { changes, offsets, last } = zone;
  if (last !== undefined && at >= last.from && at < last.to) return last;
  const count = changes.length;
  if (zone.rules !== undefined && at >= (changes[count - 1] ?? -Infinity)) return zone.last = stretchByRule(zone, at);
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (changes[middle] <= at) low = middle + 1;
    else high = middle;
  }
  const [from, to] = [changes[low - 1] ?? -Infinity, changes[low] ?? Infinity];
  const offset = offsets[low];
  // Summer is what lasts for less than ten months and is ahead of what was before it or comes after it.
  const isSummer = to - from < 300 * DAY && (offset > offsets[low - 1] || offset > offsets[low + 1]);
  return zone.last = { from, to, offset, isSummer };
}

function metazoneAt(zone, at, forms) {
  // CLDR's table of them begins in 1970 and ends with the year 9999.
  if (at < 0 || at >= 253_402_300_740) return undefined;
  if (zone.metazones === undefined) {
    zone.metazones = pastMetazones(zone.id) ?? [{ metazone: names().shown.get(zone.id), until: Infinity }];
  }
  const { metazone } = zone.metazones.find(({ until }) => at / 60 < until);
  return metazone === undefined ? undefined : forms.metazone(metazoneNames(metazone));
}

const two = (number) => String(number).padStart(2, "0");

/** A distance from GMT; `isLong` with both digits of the hours, and the minutes. */
function offsetName(offset, isLong) {
  const distance = Math.abs(offset);
  const [hours, minutes, rest] = [Math.floor(distance / 3600), Math.floor(distance / 60) % 60, distance % 60];
  const tail = (isLong || minutes + rest > 0 ? `:${two(minutes)}` : "") + (rest > 0 ? `:${two(rest)}` : "");
  return `GMT${offset < 0 ? "-" : "+"}${isLong ? two(hours) : hours}${tail}`;
}

/** Whether a zone has summer time within half a year of `at`: without it what is said in general is its standard time. */
function hasSummerNear(zone, at) {
  const near = 184 * DAY;
  const { from, to, isSummer } = stretchAt(zone, at);
  return isSummer || to - at < near && stretchAt(zone, to).isSummer || at - from < near && stretchAt(zone, from - 1).isSummer;
}

/** What a zone is called the year round. CLDR has the names of countries and towns where no such name is in use: these are not here. */
function genericName(zone, at, isLong, offset, forms) {
  const meta = zone === UTC ? undefined : metazoneAt(zone, at, forms);
  const isStandard = meta !== undefined && !hasSummerNear(zone, at);
  if (meta === undefined || !isLong && meta.short === undefined || meta.kind === "" && !isStandard) return offsetName(offset, isLong);
  const { kind, long, short } = meta;
  if (kind === "") return isLong ? `${long} Time` : short;
  return isLong ? `${long}${isStandard ? " Standard" : ""} Time` : `${short}${isStandard && kind === "*" ? "S" : ""}T`;
}

/** What a zone is called at the second `at` and not half a year later. */
function specificName(zone, at, isLong, { offset, isSummer }, forms) {
  if (zone === UTC) return isLong ? "Coordinated Universal Time" : "UTC";
  if (isSummer && zone.id === "Europe/London" && (isLong || forms.region === "GB")) return isLong ? "British Summer Time" : "BST";
  if (isSummer && isLong && zone.id === "Europe/Dublin") return "Irish Standard Time";
  const meta = metazoneAt(zone, at, forms);
  // A metazone without a summer has no name for one.
  if (meta === undefined || isSummer && meta.kind === "" || !isLong && meta.short === undefined) return offsetName(offset, isLong);
  const { kind, long, short } = meta;
  if (kind === "") return isLong ? `${long} Time` : short;
  if (!isLong) return short + (kind === "*" ? (isSummer ? "DT" : "ST") : isSummer ? "ST" : "T");
  return `${long} ${!isSummer ? "Standard" : kind === "+" ? "Summer" : "Daylight"} Time`;
}

/** What a zone is called at the second `at`: `style` is one of `timeZoneName`. */
function zoneName(zone, at, style, forms) {
  const stretch = stretchAt(zone, at);
  const isLong = style.startsWith("long");
  if (style.endsWith("Offset")) return offsetName(stretch.offset, isLong);
  return style.endsWith("Generic") ? genericName(zone, at, isLong, stretch.offset, forms) : specificName(zone, at, isLong, stretch, forms);
}

module.exports = { UTC, findZone, stretchAt, zoneIds, zoneName };
