// node:assert. By hand: the package of this name is Node 12's, and brings twenty packages along.
const { isDeepEqual, isDeepStrictEqual } = require("internal/comparisons");
const { makeError } = require("internal/errors");
const { AssertionError } = require("internal/assertion_error");
const { inspect } = require("internal/inspect");
const types = require("internal/types");
const { validateFunction } = require("internal/validators");

function raise(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

/** The call that failed, as it stands in the program's text. */
function sourceOf(start) {
  const holder = {};
  Error.captureStackTrace?.(holder, start);
  const frame = /\((\/[^()]+):(\d+):(\d+)\)|at (\/[^()\s]+):(\d+):(\d+)/.exec(holder.stack ?? "");
  if (frame === null) return undefined;
  const [path, line, column] = frame[1] === undefined ? frame.slice(4) : frame.slice(1, 4);
  let text;
  try {
    text = require("node:fs").readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const rest = text.split("\n").slice(line - 1).join("\n");
  return callIn(rest, Number(column) - 1);
}

/** The expression with a call at or before `column` of the first line, up to its closing parenthesis. */
function callIn(text, column) {
  const [first] = text.split("\n", 1);
  let start = Math.min(column, first.length);
  while (start > 0 && /[\w$.]/.test(first[start - 1])) start -= 1;
  const open = text.indexOf("(", start);
  if (open < 0) return undefined;
  let depth = 0;
  let quote = "";
  for (let i = open; i < text.length && i < open + 2000; i++) {
    const character = text[i];
    if (quote !== "") {
      if (character === "\\") i += 1;
      else if (character === quote) quote = "";
    } else if (/["'`]/.test(character)) quote = character;
    else if (character === "(") depth += 1;
    else if (character === ")") {
      depth -= 1;
      if (depth === 0) return text.slice(start, i + 1);
    }
  }
  return undefined;
}

function checkTruth(start, given, value, message) {
  if (value) return;
  let text = message;
  let generated = false;
  if (given === 0) {
    generated = true;
    text = "No value argument passed to `assert.ok()`";
  } else if (message === undefined || message === null) {
    generated = true;
    const source = sourceOf(start);
    text = source === undefined ? "The expression evaluated to a falsy value"
      : `The expression evaluated to a falsy value:\n\n  ${source.replaceAll("\n", "\n  ")}\n`;
  } else if (message instanceof Error) throw message;
  const error = new AssertionError({ actual: value, expected: true, message: text, operator: "==", stackStartFn: start });
  error.generatedMessage = generated;
  throw error;
}

function assert(...args) { checkTruth(assert, args.length, ...args); }
function ok(...args) { checkTruth(ok, args.length, ...args); }

/** A comparison of two values that takes a message. */
function comparison(name, operator, holds) {
  return { [name](actual, expected, message) {
    if (arguments.length < 2) throw makeError("ERR_MISSING_ARGS", "actual", "expected");
    if (holds(actual, expected)) return;
    raise({ actual, expected, message, operator, stackStartFn: module.exports[name] });
  } }[name];
}

// eslint-disable-next-line eqeqeq
const looselyEqual = (a, b) => a == b || (a !== a && b !== b);

const comparisons = {
  equal: comparison("equal", "==", looselyEqual),
  notEqual: comparison("notEqual", "!=", (a, b) => !looselyEqual(a, b)),
  deepEqual: comparison("deepEqual", "deepEqual", isDeepEqual),
  notDeepEqual: comparison("notDeepEqual", "notDeepEqual", (a, b) => !isDeepEqual(a, b)),
  deepStrictEqual: comparison("deepStrictEqual", "deepStrictEqual", isDeepStrictEqual),
  notDeepStrictEqual: comparison("notDeepStrictEqual", "notDeepStrictEqual", (a, b) => !isDeepStrictEqual(a, b)),
  strictEqual: comparison("strictEqual", "strictEqual", Object.is),
  notStrictEqual: comparison("notStrictEqual", "notStrictEqual", (a, b) => !Object.is(a, b)),
};

function fail(message, ...rest) {
  if (rest.length === 0) {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message: message ?? "Failed", operator: "fail", stackStartFn: fail });
    error.generatedMessage = message === undefined;
    throw error;
  }
  const [expected, text, operator = "!="] = rest;
  raise({ actual: message, expected, message: text, operator, stackStartFn: fail });
}

function ifError(error) {
  if (error === null || error === undefined) return;
  let message = "ifError got unwanted exception: ";
  if (typeof error === "object" && typeof error.message === "string") {
    message += error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
  } else message += inspect(error);
  const raised = new AssertionError({ actual: error, expected: null, operator: "ifError", message, stackStartFn: ifError });
  raised.generatedMessage = false;
  throw raised;
}

/** Whether an error is the one that was expected; raises if it is not. */
function checkExpected(actual, expected, message, call) {
  const start = module.exports[call];
  if (typeof expected === "function") {
    if (expected.prototype !== undefined && actual instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      if (message !== undefined) raise({ actual, expected, message, operator: call, stackStartFn: start });
      const text = actual instanceof Error
        ? `The error is expected to be an instance of "${expected.name}". Received "${actual.constructor?.name ?? actual.name}"\n\nError message:\n\n${actual.message}`
        : `The error is expected to be an instance of "${expected.name}". Received "${inspect(actual, { depth: -1 })}"`;
      const error = new AssertionError({ actual, expected, message: text, operator: call, stackStartFn: start });
      error.generatedMessage = true;
      throw error;
    }
    const result = Reflect.apply(expected, {}, [actual]);
    if (result === true) return;
    if (message !== undefined) raise({ actual, expected, message, operator: call, stackStartFn: start });
    const name = expected.name ? `"${expected.name}" ` : "";
    const text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`
      + (actual instanceof Error ? `\n\nCaught error:\n\n${actual}` : "");
    const error = new AssertionError({ actual, expected, message: text, operator: call, stackStartFn: start });
    error.generatedMessage = true;
    throw error;
  }
  if (types.isRegExp(expected)) {
    const text = String(actual);
    if (RegExp.prototype.exec.call(expected, text) !== null) return;
    const words = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    const error = new AssertionError({ actual, expected, message: message ?? words, operator: call, stackStartFn: start });
    error.generatedMessage = message === undefined;
    throw error;
  }
  if (typeof actual !== "object" || actual === null) {
    raise({ actual, expected, message, operator: "deepStrictEqual", stackStartFn: start });
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push("name", "message");
  else if (keys.length === 0) throw makeError("ERR_INVALID_ARG_VALUE", "error", expected, "may not be an empty object");
  for (const key of keys) {
    if (typeof actual[key] === "string" && types.isRegExp(expected[key]) && expected[key].test(actual[key])) continue;
    if (key in actual && isDeepStrictEqual(actual[key], expected[key])) continue;
    if (message !== undefined) raise({ actual, expected, message, operator: call, stackStartFn: start });
    // What is compared is shown, and nothing else of the error.
    const part = (object) => Object.assign(Object.create(null), Object.fromEntries(keys.filter((name) => name in object).map((name) =>
      [name, types.isRegExp(expected[name]) && typeof actual[name] === "string" && expected[name].test(actual[name]) ? actual[name] : object[name]])));
    const comparison = new AssertionError({
      actual: Object.assign({}, part(actual)), expected: Object.assign({}, part(expected)), operator: "deepStrictEqual", stackStartFn: start,
    });
    comparison.message = comparison.message.replace(/^(\+ |- |  )?\{/gm, "$1Comparison {");
    Object.assign(comparison, { actual, expected, operator: call });
    throw comparison;
  }
}

const NOTHING = Symbol("nothing thrown");

function expectsError(call, actual, args) {
  let [error, message] = args;
  if (typeof error === "string") {
    if (args.length > 1) throw makeError("ERR_INVALID_ARG_TYPE", "error", ["Object", "Error", "Function", "RegExp"], error);
    if (typeof actual === "object" && actual !== null && actual !== NOTHING ? actual.message === error : actual === error) {
      throw makeError("ERR_AMBIGUOUS_ARGUMENT", "error/message", `The error ${typeof actual === "object" ? "message" : ""} "${error}" is identical to the message.`);
    }
    message = error;
    error = undefined;
  } else if (error !== null && error !== undefined && typeof error !== "object" && typeof error !== "function") {
    throw makeError("ERR_INVALID_ARG_TYPE", "error", ["Object", "Error", "Function", "RegExp"], error);
  }
  if (actual === NOTHING) {
    const details = `${error?.name ? ` (${error.name})` : ""}${message ? `: ${message}` : "."}`;
    const what = call === "rejects" ? "rejection" : "exception";
    raise({ actual: undefined, expected: error, operator: call, message: `Missing expected ${what}${details}`, stackStartFn: module.exports[call] });
  }
  if (error !== undefined && error !== null) checkExpected(actual, error, message, call);
}

function expectsNoError(call, actual, args) {
  if (actual === NOTHING) return;
  let [error, message] = args;
  if (typeof error === "string") {
    message = error;
    error = undefined;
  }
  const isMeant = error === undefined || (typeof error === "function" && error.prototype !== undefined && actual instanceof error)
    || (types.isRegExp(error) && error.test(String(actual)));
  if (!isMeant) throw actual;
  const details = message ? `: ${message}` : ".";
  const what = call === "doesNotReject" ? "rejection" : "exception";
  raise({
    actual, expected: error, operator: call, stackStartFn: module.exports[call],
    message: `Got unwanted ${what}${details}\nActual message: "${actual?.message}"`,
  });
}

function thrownBy(callback) {
  validateFunction(callback, "fn");
  try {
    callback();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

async function rejectionOf(promiseOrCallback) {
  let promise = promiseOrCallback;
  if (typeof promise === "function") {
    promise = promise();
    if (typeof promise?.then !== "function") {
      throw makeError("ERR_INVALID_RETURN_VALUE", "instance of Promise", "promiseFn", promise);
    }
  } else if (typeof promise?.then !== "function" || typeof promise?.catch !== "function") {
    throw makeError("ERR_INVALID_ARG_TYPE", "promiseFn", ["Function", "Promise"], promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NOTHING;
}

function matching(name, wants) {
  return { [name](text, pattern, message) {
    if (!types.isRegExp(pattern)) throw makeError("ERR_INVALID_ARG_TYPE", "regexp", "RegExp", pattern);
    if (typeof text === "string" && (RegExp.prototype.exec.call(pattern, text) !== null) === wants) return;
    if (message instanceof Error) throw message;
    const words = typeof text !== "string"
      ? `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`
      : `${wants ? "The input did not match the regular expression " : "The input was expected to not match the regular expression "}${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;
    const error = new AssertionError({ actual: text, expected: pattern, message: message ?? words, operator: name, stackStartFn: module.exports[name] });
    error.generatedMessage = message === undefined;
    throw error;
  } }[name];
}

module.exports = Object.assign(assert, {
  AssertionError, ...comparisons,
  doesNotMatch: matching("doesNotMatch", false),
  async doesNotReject(promise, ...args) { expectsNoError("doesNotReject", await rejectionOf(promise), args); },
  doesNotThrow(callback, ...args) { expectsNoError("doesNotThrow", thrownBy(callback), args); },
  fail, ifError,
  match: matching("match", true),
  ok,
  async rejects(promise, ...args) { expectsError("rejects", await rejectionOf(promise), args); },
  throws(callback, ...args) { expectsError("throws", thrownBy(callback), args); },
});

function strict(...args) { checkTruth(strict, args.length, ...args); }

module.exports.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual, deepEqual: assert.deepStrictEqual, notEqual: assert.notStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
module.exports.strict.strict = module.exports.strict;
