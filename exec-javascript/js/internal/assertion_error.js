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

/** The lines of two texts, each marked as common, the first's or the second's: Myers' shortest script. */
function differences(actual, expected) {
  const max = actual.length + expected.length;
  const trace = [];
  let reach = new Map([[1, 0]]);
  let found = -1;
  for (let d = 0; d <= max && found < 0; d++) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? reach.get(k + 1) ?? 0 : (reach.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < actual.length && y < expected.length && same(actual[x], expected[y])) { x += 1; y += 1; }
      reach.set(k, x);
      if (x >= actual.length && y >= expected.length) { found = d; break; }
    }
  }
  const script = [];
  let x = actual.length;
  let y = expected.length;
  for (let d = found; d >= 0; d--) {
    reach = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const startX = reach.get(from) ?? 0;
    const startY = startX - from;
    while (x > startX && y > startY) {
      script.push(["common", actual[x - 1]]);
      x -= 1;
      y -= 1;
    }
    if (d > 0) {
      if (down) script.push(["expected", expected[--y]]);
      else script.push(["actual", actual[--x]]);
    }
  }
  return script.reverse();
}

/** A comma at the end of a line is no difference. */
const same = (a, b) => a === b || (a.endsWith(",") ? a.slice(0, -1) === b : b.slice(0, -1) === a && b.endsWith(","));

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
