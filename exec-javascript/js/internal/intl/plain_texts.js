// The order of texts where ASCII's characters decide it, which is the way of most comparisons.
/** The order of ASCII's characters that count, capitals at their small letters. */
const PLAIN = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";
let plainOrder;

function plainTable() {
  const order = new Uint8Array(128);
  for (let i = 0; i < PLAIN.length; i++) order[PLAIN.charCodeAt(i)] = i + 1;
  for (let code = 65; code <= 90; code++) order[code] = order[code + 32];
  return order;
}

/** Texts that begin to differ in ASCII's characters are told apart there; undefined where there is more to do. */
function comparePlainly(a, b, isBlindToCase) {
  const order = plainOrder ??= plainTable();
  const length = Math.min(a.length, b.length);
  let tie = 0;
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const first = order[x];
    const second = order[y];
    if (!(first > 0 && second > 0)) return undefined;
    if (first !== second) return first < second ? -1 : 1;
    if (tie === 0) tie = x > y ? -1 : 1;
  }
  if (a.length !== b.length) {
    const [longer, sign] = a.length > b.length ? [a, 1] : [b, -1];
    return order[longer.charCodeAt(length)] > 0 ? sign : undefined;
  }
  return isBlindToCase ? 0 : tie;
}

/** What a collator does without any wishes. */
const DEFAULTS = { sensitivity: "variant", numeric: false, ignorePunctuation: false, caseFirst: "false" };

module.exports = { DEFAULTS, comparePlainly };
