// AssertionError, and the message that shows what differs.
const { headStack } = require("internal/errors");
const { inspect } = require("internal/inspect");

const HEADS = {
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  strictEqual: "Expected values to be strictly equal:",
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: "Expected values to be loosely deep-equal:",
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: "Values have same structure but are not reference-equal:",
  notDeepEqualUnequal: "Expected values not to be loosely deep-equal:",
};

const isObject = (value) => typeof value === "object" && value !== null;

const shown = (value) => inspect(value, {
  compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false,
  showProxy: false, sorted: true, getters: true, breakLength: Infinity,
});

/** A comma at the end of a line is no difference. */
const withoutComma = (line) => (line.endsWith(",") ? line.slice(0, -1) : line);

/** Lines by number: equal ones have the same, and comparing them is comparing numbers. */
function numbered(actual, expected) {
  const numbers = new Map();
  const number = (line) => {
    const key = withoutComma(line);
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  return [Int32Array.from(actual, number), Int32Array.from(expected, number)];
}

/** The most steps of a script that are looked for: how long it takes grows with their square. */
const MOST_STEPS = 500;

/** The lines of two texts, each marked as common, the first's or the second's. */
function differences(actual, expected) {
  const [left, right] = numbered(actual, expected);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  const common = (line) => ["common", line];
  const between = (lines) => lines.slice(start, lines.length - end);
  const texts = [between(actual), between(expected)];
  const middle = shortestScript(between(left), between(right), ...texts) ?? lineByLine(between(left), between(right), ...texts);
  return [...actual.slice(0, start).map(common), ...middle, ...actual.slice(actual.length - end).map(common)];
}

/** Myers' shortest script, or nothing when it has more than [`MOST_STEPS`]. */
function shortestScript(left, right, actual, expected) {
  const most = Math.min(left.length + right.length, MOST_STEPS);
  const middle = most + 1;
  const reach = new Int32Array(2 * most + 3);
  const trace = [];
  let steps = -1;
  for (let d = 0; d <= most && steps < 0; d++) {
    trace.push(reach.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const below = reach[middle + k - 1];
      const above = reach[middle + k + 1];
      let x = k === -d || (k !== d && below < above) ? above : below + 1;
      let y = x - k;
      while (x < left.length && y < right.length && left[x] === right[y]) { x += 1; y += 1; }
      reach[middle + k] = x;
      if (x >= left.length && y >= right.length) { steps = d; break; }
    }
  }
  if (steps < 0) return undefined;
  const script = [];
  let x = left.length;
  let y = right.length;
  for (let d = steps; d >= 0; d--) {
    const reached = (k) => trace[d][k + d + 1];
    const k = x - y;
    const down = k === -d || (k !== d && reached(k - 1) < reached(k + 1));
    const from = down ? k + 1 : k - 1;
    const startX = d === 0 ? 0 : reached(from);
    const startY = startX - (d === 0 ? 0 : from);
    while (x > startX && y > startY) {
      script.push(["common", actual[--x]]);
      y -= 1;
    }
    if (d > 0) script.push(down ? ["expected", expected[--y]] : ["actual", actual[--x]]);
  }
  return script.reverse();
}

/** Each line beside the other's of the same place: what is left to say of texts that differ in most. */
function lineByLine(left, right, actual, expected) {
  const script = [];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    if (left[i] === right[i]) {
      script.push(["common", actual[i]]);
      continue;
    }
    if (i < left.length) script.push(["actual", actual[i]]);
    if (i < right.length) script.push(["expected", expected[i]]);
  }
  return script;
}

const MOST_LINES = 1000;

function describe(script) {
  const lines = [];
  let skipped = false;
  for (let i = 0; i < script.length; i++) {
    const [kind, text] = script[i];
    if (kind !== "common") {
      lines.push(`${kind === "actual" ? "+" : "-"} ${text}`);
      continue;
    }
    let end = i;
    while (end < script.length && script[end][0] === "common") end += 1;
    const run = script.slice(i, end).map(([, line]) => `  ${line}`);
    if (run.length > 5) {
      lines.push(...run.slice(0, 2), "...", ...run.slice(-2));
      skipped = true;
    } else lines.push(...run);
    i = end - 1;
  }
  if (lines.length > MOST_LINES) lines.splice(MOST_LINES, lines.length, "...");
  return { text: lines.join("\n"), skipped };
}

function diffMessage(actual, expected, given) {
  let operator = given;
  const left = shown(actual).split("\n");
  const right = shown(expected).split("\n");
  if (operator === "strictEqual" && ((isObject(actual) && isObject(expected)) || (typeof actual === "function" && typeof expected === "function"))) {
    operator = "strictEqualObject";
  }
  if (left.length === 1 && right.length === 1 && left[0] !== right[0]) {
    const length = left[0].length + right[0].length;
    if (length <= 12 && !isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0)) {
      return `${HEADS[operator]}\n\n${left[0]} !== ${right[0]}\n`;
    }
    const isPlain = operator !== "strictEqualObject" && length < 80;
    if (isPlain) {
      let at = 0;
      while (left[0][at] === right[0][at]) at += 1;
      const marker = at > 2 && length > 12 ? `\n  ${" ".repeat(at)}^` : "";
      return `${HEADS[operator]}\n+ actual - expected\n\n+ ${left[0]}\n- ${right[0]}${marker}`;
    }
  }
  if (left.join("\n") === right.join("\n")) {
    const head = operator === "strictEqual" || operator === "strictEqualObject" ? HEADS.notIdentical : HEADS[operator];
    return `${head}\n\n${left.join("\n")}\n`;
  }
  const { text, skipped } = describe(differences(left, right));
  return `${HEADS[operator]}\n+ actual - expected${skipped ? " ... Lines skipped" : ""}\n\n${text}`;
}

function sameMessage(actual, operator) {
  let head = HEADS[operator];
  const lines = shown(actual).split("\n");
  if (operator === "notStrictEqual" && (isObject(actual) || typeof actual === "function")) head = HEADS.notStrictEqualObject;
  if (lines.length > 50) lines.splice(46, lines.length, "...");
  return lines.length === 1 ? `${head}${lines[0].length > 5 ? "\n\n" : " "}${lines[0]}` : `${head}\n\n${lines.join("\n")}\n`;
}

function messageFor({ actual, expected, operator }) {
  if (operator === "deepStrictEqual" || operator === "strictEqual") return diffMessage(actual, expected, operator);
  if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return sameMessage(actual, operator);
  let left = inspect(actual);
  let right = inspect(expected);
  if (operator === "deepEqual" || operator === "notDeepEqual") {
    left = shown(actual);
    right = shown(expected);
    const head = HEADS[operator];
    if (operator === "notDeepEqual") {
      return left === right ? `${head}\n\n${left}` : `${HEADS.notDeepEqualUnequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
    }
    if (left === right) return `${head}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
    return `${head}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  }
  if (left.length > 128) left = `${left.slice(0, 125)}...`;
  if (right.length > 128) right = `${right.slice(0, 125)}...`;
  return `${left} ${operator} ${right}`;
}

class AssertionError extends Error {
  constructor(options) {
    require("internal/validators").validateObject(options, "options");
    const { message, operator, actual, expected, stackStartFn } = options;
    super(message != null ? String(message) : messageFor({ actual, expected, operator }));
    this.generatedMessage = !message;
    this.code = "ERR_ASSERTION";
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    if (typeof Error.captureStackTrace === "function" && stackStartFn) Error.captureStackTrace(this, stackStartFn);
    headStack(this, "AssertionError [ERR_ASSERTION]");
    Object.defineProperty(this, "name", { value: "AssertionError", enumerable: false, writable: true, configurable: true });
  }

  toString() { return `${this.name} [${this.code}]: ${this.message}`; }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options) {
    return inspect(this, { ...options, customInspect: false, depth: 0 });
  }
}

module.exports = { AssertionError };
