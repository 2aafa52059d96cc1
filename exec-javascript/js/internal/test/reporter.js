// What node:test prints: TAP version 13, as Node does where its output is no terminal.
const { inspect } = require("internal/inspect");

const indent = (depth) => "    ".repeat(Math.max(depth, 0));
const escape = (text) => text.replaceAll("\\", "\\\\").replaceAll("#", "\\#").replaceAll("\n", "\\n");

class Reporter {
  failures = 0;
  #hasStarted = false;
  #counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  onFinish = () => {};

  #print(line) { process.stdout.write(`${line}\n`); }

  start(node) {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this.#print("TAP version 13");
    }
    this.#print(`${indent(node.depth)}# Subtest: ${escape(node.name)}`);
  }

  finish(node) {
    const at = indent(node.depth);
    if (node.children.length > 0) this.#print(`${indent(node.depth + 1)}1..${node.children.length}`);
    const siblings = node.parent.children;
    const number = siblings.indexOf(node) + 1;
    const isBad = node.failed && !node.todo;
    let line = `${at}${node.failed ? "not ok" : "ok"} ${number} - ${escape(node.name)}`;
    if (node.skipped) line += ` # SKIP${typeof node.skipped === "string" ? ` ${escape(node.skipped)}` : ""}`;
    else if (node.todo) line += ` # TODO${typeof node.todo === "string" ? ` ${escape(node.todo)}` : ""}`;
    this.#print(line);
    this.#details(node, `${at}  `);
    for (const message of node.diagnostics) this.#print(`${at}# ${escape(message)}`);
    this.#count(node, isBad);
    this.onFinish(node);
  }

  #details(node, at) {
    this.#print(`${at}---`);
    this.#print(`${at}duration_ms: ${Number(node.duration.toFixed(6))}`);
    if (node.isSuite) this.#print(`${at}type: 'suite'`);
    if (node.failed) {
      const { error } = node;
      const isError = error instanceof Error;
      this.#print(`${at}failureType: '${error?.failureType ?? "testCodeFailure"}'`);
      const text = isError ? error.message : inspect(error);
      if (text.includes("\n")) {
        this.#print(`${at}error: |-`);
        for (const line of text.split("\n")) this.#print(`${at}  ${line}`);
      } else this.#print(`${at}error: ${inspect(text)}`);
      if (isError && error.code !== undefined) this.#print(`${at}code: '${error.code}'`);
      if (isError && error.code === "ERR_ASSERTION") {
        this.#print(`${at}name: 'AssertionError'`);
        for (const name of ["expected", "actual", "operator"]) this.#print(`${at}${name}: ${inspect(error[name], { breakLength: Infinity })}`);
      }
      const stack = isError && typeof error.stack === "string" ? error.stack.split("\n").map((line) => line.trim())
        .filter((line) => line.startsWith("at ") && !line.includes("(node:")) : [];
      if (stack.length > 0) {
        this.#print(`${at}stack: |-`);
        for (const line of stack) this.#print(`${at}  ${line.slice(3)}`);
      }
    }
    this.#print(`${at}...`);
  }

  #count(node, isBad) {
    if (node.isSuite) {
      this.#counts.suites += 1;
      if (isBad && node.error.failureType !== "subtestsFailed") this.failures += 1;
      return;
    }
    this.#counts.tests += 1;
    if (node.skipped) this.#counts.skipped += 1;
    else if (node.todo) this.#counts.todo += 1;
    else if (isBad) {
      this.#counts.fail += 1;
      this.failures += 1;
    } else this.#counts.pass += 1;
  }

  summary(root, duration) {
    if (!this.#hasStarted) this.#print("TAP version 13");
    this.#print(`1..${root.children.length}`);
    for (const [name, count] of Object.entries(this.#counts)) this.#print(`# ${name} ${count}`);
    this.#print(`# duration_ms ${Number(duration.toFixed(6))}`);
  }
}

module.exports = { Reporter };
