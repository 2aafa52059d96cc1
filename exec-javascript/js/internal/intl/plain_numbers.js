// Numbers of an everyday size with their digits rounded to so many places, in few steps: the way of nearly all calls.
// What is here gives up, with undefined, where the general way (`decimal.js`) has to be gone.

/** Threes from the right, with commas between them, of more than three digits. */
function group(whole) {
  const { length } = whole;
  if (length <= 6) return whole.slice(0, length - 3) + "," + whole.slice(length - 3);
  let at = length % 3 || 3;
  let grouped = whole.slice(0, at);
  for (; at < length; at += 3) grouped += "," + whole.slice(at, at + 3);
  return grouped;
}

/**
 * The digits of a `number` that is not negative, times ten to the `shift`, with `least` to `most` places, halves up:
 * what is shown of a number is the shortest text that tells it from all others, and that is what is rounded.
 */
function plainDigits(number, least, most, shift, isGrouped) {
  // Not a number is not below, either.
  if (!(number < 1e15) || number < 1e-6 && number !== 0) return undefined;
  let whole = String(number);
  let fraction = "";
  const dot = whole.indexOf(".");
  if (dot >= 0) {
    fraction = whole.slice(dot + 1);
    whole = whole.slice(0, dot);
  }
  if (shift > 0 && number !== 0) {
    whole += fraction.slice(0, shift).padEnd(shift, "0");
    fraction = fraction.slice(shift);
    if (whole.charCodeAt(0) === 48) whole = String(Number(whole));
  } else if (shift < 0) {
    if (whole.length <= -shift) return undefined;
    fraction = whole.slice(shift) + fraction;
    whole = whole.slice(0, shift);
  }
  if (fraction.length > most) {
    if (whole.length + most > 15) return undefined;
    let units = Number(whole + fraction.slice(0, most));
    if (fraction.charCodeAt(most) >= 53) units += 1;
    whole = String(units);
    fraction = "";
    if (most > 0) {
      if (whole.length <= most) whole = whole.padStart(most + 1, "0");
      fraction = whole.slice(-most);
      whole = whole.slice(0, -most);
    }
  }
  if (fraction.length > least) {
    let end = fraction.length;
    while (end > least && fraction.charCodeAt(end - 1) === 48) end -= 1;
    if (end < fraction.length) fraction = fraction.slice(0, end);
  } else if (fraction.length < least) {
    fraction = fraction.padEnd(least, "0");
  }
  if (isGrouped && whole.length > 3) whole = group(whole);
  return fraction === "" ? whole : whole + "." + fraction;
}

/** A number as `toLocaleString()` has it. */
function plainNumber(number) {
  if (number < 0) {
    const digits = plainDigits(-number, 0, 3, 0, true);
    return digits === undefined ? undefined : "-" + digits;
  }
  if (number === 0 && Object.is(number, -0)) return "-0";
  return plainDigits(number, 0, 3, 0, true);
}

module.exports = { group, plainDigits, plainNumber };
