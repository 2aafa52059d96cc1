// Packs the time zones of the IANA, as npm's moment-timezone has them, small: a line for each zone.
//
//   its names, the first one the IANA's own | its offsets from UTC | which of them one after the other | how long after 1970
//   the first change was, and each next one after the one before it | two rules for each year after the last change
//
// An offset and a time is a number of hours in base 36; with a point behind it one of minutes, with a comma one of seconds. A
// rule is a month, a weekday and the least day of the month that it is on (counted from 0, from Sunday and from 1), the minute
// of that day in UTC, and the minutes that the zone is off UTC from then on.
const DAY = 86_400;

/** moment's numbers: base 60 with digits, small and capital letters; behind a point sixtieths. In sixtieths of its unit. */
function base60(text) {
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const digit = (character) => {
    const code = character.charCodeAt(0);
    return code > 96 ? code - 87 : code > 64 ? code - 29 : code - 48;
  };
  let value = 0;
  for (const character of whole) value = value * 60 + digit(character);
  value = value * 60 + (fraction === "" ? 0 : digit(fraction[0]));
  return text.startsWith("-") ? -value : value;
}

/** A zone of moment's: what its offset, in seconds, was before each of its changes and after the last. */
function unpack(zone) {
  const [name, , offsets, indices, changes] = zone.split("|");
  const distinct = offsets.split(" ").map((text) => -base60(text));
  let at = 0;
  return {
    name,
    offsets: Array.from(indices, (index) => distinct[base60(index) / 60]),
    changes: changes ? changes.split(" ").map((text) => at += base60(text)) : [],
  };
}

const yearOf = (time) => new Date(time * 1000).getUTCFullYear();

/** When a rule has its effect in a year. The frame is how far from UTC the weekday is one of the rule's. */
function ruleTime({ month, weekday, day, second, frame }, year) {
  const first = new Date(Date.UTC(year, month, day)).getUTCDay();
  return Date.UTC(year, month, day + (weekday - first + 7) % 7) / 1000 + second - frame;
}

/** The rule that every second change before the last but `back` follows, for eleven years. */
function findRule({ changes, offsets }, back, inLocalTime) {
  const last = changes.length - 1 - back;
  const frame = inLocalTime ? offsets[last] : 0;
  const times = Array.from({ length: 11 }, (_, i) => changes[last - 2 * i] + frame);
  const dates = times.map((time) => new Date(time * 1000));
  const rule = {
    month: dates[0].getUTCMonth(),
    weekday: dates[0].getUTCDay(),
    day: Math.min(...dates.map((date) => date.getUTCDate())),
    second: times[0] - Math.floor(times[0] / DAY) * DAY,
    frame,
    offset: offsets[last + 1],
  };
  return times.every((time) => ruleTime(rule, yearOf(time)) === time - frame) ? rule : undefined;
}

/** The two rules of a zone that changes twice a year until the table's end, and how many changes are not theirs. */
function findRules(zone) {
  const { changes, offsets } = zone;
  if (changes.length < 24 || yearOf(changes.at(-1)) < 2036) return undefined;
  const rules = [0, 1].map((back) => findRule(zone, back, false) ?? findRule(zone, back, true));
  if (rules.includes(undefined)) throw new Error(`${zone.name} changes to the end of the table, by no rule`);
  const before = (time) => [-2, -1, 0, 1]
    .flatMap((years) => rules.map((rule) => ({ time: ruleTime(rule, yearOf(time) + years), offset: rule.offset })))
    .filter((change) => change.time < time).sort((a, b) => b.time - a.time)[0];
  // Back to the first change that is a rule's and has only such ones behind it.
  let first = changes.length - 1;
  for (; first > 0; first -= 1) {
    const { time, offset } = before(changes[first]);
    if (time !== changes[first - 1] || offset !== offsets[first]) break;
  }
  return { rules: rules.sort((a, b) => ruleTime(a, 2030) - ruleTime(b, 2030)), own: first + 1 };
}

const short = (seconds) => {
  if (seconds % 3600 === 0) return (seconds / 3600).toString(36);
  return seconds % 60 === 0 ? `${(seconds / 60).toString(36)}.` : `${seconds.toString(36)},`;
};

function pack(zone, links) {
  const found = findRules(zone);
  const changes = zone.changes.slice(0, found?.own);
  const offsets = zone.offsets.slice(0, changes.length + 1);
  const distinct = [...new Set(offsets)];
  const rules = (found?.rules ?? []).map(({ month, weekday, day, second, frame, offset }) =>
    [month, weekday, day, (second - frame) / 60, offset / 60].join(" "));
  return [
    [zone.name, ...links].join(" "),
    distinct.map(short).join(" "),
    offsets.map((offset) => distinct.indexOf(offset).toString(36)).join(""),
    changes.map((time, i) => short(time - (changes[i - 1] ?? 0))).join(" "),
    rules.join(","),
  ].join("|");
}

/** The table, of the text of moment-timezone's `latest.json`. */
export function packTimeZones(text) {
  const { zones, links } = JSON.parse(text);
  const pairs = links.map((link) => link.split("|"));
  const linksTo = (name) => pairs.filter(([zone]) => zone === name).map(([, link]) => link);
  return zones.map(unpack).map((zone) => pack(zone, linksTo(zone.name))).join("\n");
}
