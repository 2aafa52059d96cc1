// How util.inspect shows errors: the stack, which begins with the name and the message.
const { isNativeError } = require("internal/types");

function stackOf(error) {
  const { stack } = error;
  return stack ? String(stack) : Error.prototype.toString.call(error);
}

/** Leaves out the keys whose values the stack shows already. */
function withoutShown(context, keys, error, stack) {
  if (context.showHidden || keys.length === 0) return keys;
  return keys.filter((key) => {
    if (key !== "name" && key !== "message" && key !== "stack") return true;
    return typeof error[key] !== "string" || !stack.includes(error[key]);
  });
}

/** The stack names the class, where `name` says something else. */
function withClass(stack, constructor, name, tag, prefix) {
  if (constructor !== null
      && !(name.endsWith("Error") && stack.startsWith(name)
        && (stack.length === name.length || stack[name.length] === ":" || stack[name.length] === "\n"))) {
    return betterNamed(stack, constructor, name, tag, prefix);
  }
  if (constructor === null) return betterNamed(stack, constructor, name, tag, prefix);
  const className = prefix(constructor, tag, "Error").slice(0, -1);
  if (name === className) return stack;
  if (className.includes(name)) return className + stack.slice(name.length);
  return `${className} [${name}]${stack.slice(name.length)}`;
}

function betterNamed(stack, constructor, name, tag, prefix) {
  let length = name.length;
  let fallback = "Error";
  if (constructor === null) {
    const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack)
      ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    fallback = start?.[1] ?? "";
    length = fallback.length;
    fallback ||= "Error";
    const className = prefix(constructor, tag, fallback).slice(0, -1);
    if (name === className) return stack;
    if (className.includes(fallback)) {
      return length === 0 ? `${className}: ${stack}` : className + stack.slice(length);
    }
    return `${className} [${fallback}]${stack.slice(length)}`;
  }
  return stack;
}

/** Frames that the cause has as well are told once. */
function frames(context, error, text) {
  const lines = text.split("\n");
  const { cause } = error;
  if (!isNativeError(cause)) return lines;
  const causes = stackOf(cause);
  const start = causes.indexOf("\n    at");
  if (start === -1) return lines;
  const theirs = causes.slice(start + 1).split("\n");
  for (let i = 0; i < lines.length - 3; i++) {
    const at = theirs.indexOf(lines[i]);
    if (at === -1) continue;
    let length = 1;
    while (i + length < lines.length && lines[i + length] === theirs[at + length]) length += 1;
    if (length > 3) {
      const left = length - 2;
      lines.splice(i + 1, left, context.stylize(`    ... ${left} lines matching cause stack trace ...`, "undefined"));
      return lines;
    }
  }
  return lines;
}

/** The text of an error; `keys` gains the cause and the errors of an AggregateError. */
function show(context, error, constructor, tag, keys, prefix) {
  const name = error.name == null ? "Error" : String(error.name);
  let stack = stackOf(error);
  const kept = withoutShown(context, keys, error, stack);
  keys.length = 0;
  keys.push(...kept);
  if ("cause" in error && !keys.includes("cause")) keys.push("cause");
  if (Array.isArray(error.errors) && !keys.includes("errors")) keys.push("errors");
  stack = withClass(stack, constructor, name, tag, prefix);
  const message = typeof error.message === "string" && error.message !== "" ? error.message : undefined;
  let from = message === undefined ? -1 : stack.indexOf(message);
  if (from !== -1) from += message.length;
  const start = stack.indexOf("\n    at", from);
  if (start === -1) stack = `[${stack}]`;
  else stack = `${stack.slice(0, start)}\n${frames(context, error, stack.slice(start + 1)).join("\n")}`;
  if (context.indentationLevel !== 0) {
    stack = stack.replaceAll("\n", `\n${" ".repeat(context.indentationLevel)}`);
  }
  return stack;
}

module.exports = { show };
