// node:test: tests, suites, hooks and mocks. The report is the one that Node prints where there is no
// terminal (TAP in Node 18, `spec` by name here), after the program has run.
const { AbortError, makeError } = require("internal/errors");
const { Reporter } = require("internal/test/reporter");
const { mock, MockTracker } = require("internal/test/mock");
const { validateFunction } = require("internal/validators");

const reporter = new Reporter();

function argumentsOf(name, options, callback) {
  let [title, settings, body] = [name, options, callback];
  if (typeof title === "function") [title, settings, body] = [title.name, undefined, title];
  else if (title !== null && typeof title === "object") [title, settings, body] = [undefined, title, options];
  else if (typeof settings === "function") [settings, body] = [undefined, settings];
  return { name: title === undefined || title === "" ? body?.name || "<anonymous>" : `${title}`, options: settings ?? {}, body: body ?? (() => {}) };
}

class Node {
  constructor(parent, { name, options, body }, isSuite) {
    this.parent = parent;
    this.name = name;
    this.options = options;
    this.body = body;
    this.isSuite = isSuite;
    this.children = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.error = null;
    this.skipped = options.skip ?? false;
    this.todo = options.todo ?? false;
    this.diagnostics = [];
    this.duration = 0;
    this.planned = null;
    this.number = 0;
    this.hasRun = false;
  }

  get depth() { return this.parent === null ? -1 : this.parent.depth + 1; }
  get failed() { return this.error !== null; }
  get fullName() { return this.parent === null || this.parent.parent === null ? this.name : `${this.parent.fullName} > ${this.name}`; }
}

const root = new Node(null, { name: "<root>", options: {}, body: () => {} }, true);
let current = root;
let isScheduled = false;
let hasOnly = false;

class TestContext {
  #node;
  #mock;
  #controller = new AbortController();

  constructor(node) { this.#node = node; }

  get name() { return this.#node.name; }
  get fullName() { return this.#node.fullName; }
  get signal() { return this.#controller.signal; }
  get mock() { return this.#mock ??= new MockTracker(); }
  get assert() { return require("node:assert"); }
  diagnostic(message) { this.#node.diagnostics.push(`${message}`); }
  plan(count) { this.#node.planned = count; }
  skip(reason) { this.#node.skipped = reason ?? true; }
  todo(reason) { this.#node.todo = reason ?? true; }
  runOnly() {}
  before(body) { this.#node.hooks.before.push(body); }
  after(body) { this.#node.hooks.after.push(body); }
  beforeEach(body) { this.#node.hooks.beforeEach.push(body); }
  afterEach(body) { this.#node.hooks.afterEach.push(body); }

  async test(name, options, callback) {
    const node = new Node(this.#node, argumentsOf(name, options, callback), false);
    this.#node.children.push(node);
    // A test's own, once, before the first test below it.
    for (const hook of this.#node.hooks.before.splice(0)) await runBody(this.#node, hook, this);
    await runNode(node);
  }

  /** For the runner, when the test is over. */
  static finish(context) {
    context.#mock?.reset();
    if (!context.#controller.signal.aborted) context.#controller.abort();
  }
}
const { finish } = TestContext;
delete TestContext.finish;
TestContext.prototype.it = TestContext.prototype.test;

/** Runs a body that takes a context, a callback, or nothing; with the time that it has. */
function runBody(node, body, context) {
  const { timeout, signal } = node.options;
  return new Promise((resolve, reject) => {
    let timer;
    const settle = (end) => (value) => {
      if (timer !== undefined) clearTimeout(timer);
      end(value);
    };
    if (timeout !== undefined && timeout !== Infinity) {
      timer = setTimeout(() => {
        const error = makeError("ERR_TEST_FAILURE", `test timed out after ${timeout}ms`);
        reject(Object.assign(error, { failureType: "testTimeoutFailure" }));
      }, timeout);
    }
    if (signal?.aborted) reject(new AbortError(undefined, { cause: signal.reason }));
    try {
      if (body.length >= 2) {
        body.call(context, context, (error) => (error ? settle(reject)(error) : settle(resolve)()));
        return;
      }
      Promise.resolve(body.call(context, context)).then(settle(resolve), settle(reject));
    } catch (error) {
      settle(reject)(error);
    }
  });
}

function chain(node) {
  const nodes = [];
  for (let each = node.parent; each !== null; each = each.parent) nodes.push(each);
  return nodes;
}

const runsOnly = (node) => node.options.only || node.children.some(runsOnly) || (node.parent !== null && chain(node).some((each) => each.options.only));

async function runNode(node) {
  if (node.hasRun) return;
  node.hasRun = true;
  const start = performance.now();
  if (hasOnly && !runsOnly(node)) return;
  reporter.start(node);
  const isSkipped = node.skipped || (node.parent?.skipped && node.parent.parent !== null);
  if (isSkipped) node.skipped ||= true;
  else {
    const context = node.isSuite ? { name: node.name, signal: new AbortController().signal } : new TestContext(node);
    try {
      if (node.isSuite) await runSuite(node);
      else {
        for (const each of chain(node).reverse()) for (const hook of each.hooks.beforeEach) await runBody(node, hook, context);
        try {
          await runBody(node, node.body, context);
          for (const hook of node.hooks.after) await runBody(node, hook, context);
          if (node.planned !== null && node.planned !== node.children.length) {
            throw makeError("ERR_TEST_FAILURE", `plan expected ${node.planned} assertions but received ${node.children.length}`);
          }
        } finally {
          for (const each of chain(node)) for (const hook of each.hooks.afterEach) await runBody(node, hook, context);
        }
      }
    } catch (error) {
      node.error = error ?? new Error("test failed");
    }
    if (!node.isSuite) finish(context);
    const failed = node.children.filter((child) => child.failed && !child.todo).length;
    if (node.error === null && failed > 0) {
      const error = makeError("ERR_TEST_FAILURE", `${failed} subtest${failed > 1 ? "s" : ""} failed`);
      node.error = Object.assign(error, { failureType: "subtestsFailed" });
    }
  }
  node.duration = performance.now() - start;
  reporter.finish(node);
}

async function runSuite(node) {
  const context = { name: node.name };
  for (const hook of node.hooks.before) await runBody(node, hook, context);
  try {
    for (const child of node.children) await runNode(child);
  } finally {
    for (const hook of node.hooks.after) await runBody(node, hook, context);
  }
}

/** Collects a suite's tests: its body runs at once, its tests when their turn comes. */
function collect(node) {
  const before = current;
  current = node;
  try {
    const result = node.body.call({ name: node.name }, { name: node.name });
    if (typeof result?.then === "function") node.pending = Promise.resolve(result);
  } catch (error) {
    node.error = error;
  } finally {
    current = before;
  }
}

async function runAll() {
  const start = performance.now();
  const context = { name: "<root>" };
  try {
    for (const hook of root.hooks.before) await runBody(root, hook, context);
    for (let i = 0; i < root.children.length; i++) {
      await root.children[i].pending;
      await runNode(root.children[i]);
    }
    for (const hook of root.hooks.after) await runBody(root, hook, context);
  } catch (error) {
    root.error = error;
  }
  reporter.summary(root, performance.now() - start);
  if (reporter.failures > 0 || root.error !== null) process.exitCode = 1;
}

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(runAll);
}

function register(isSuite, extra = {}) {
  return (name, options, callback) => {
    const given = argumentsOf(name, options, callback);
    given.options = { ...given.options, ...extra };
    if (given.options.only) hasOnly = true;
    const node = new Node(current, given, isSuite);
    current.children.push(node);
    if (isSuite && !node.skipped) collect(node);
    schedule();
    return isSuite ? undefined : new Promise((resolve) => { node.resolve = resolve; });
  };
}

function family(isSuite) {
  const call = register(isSuite);
  call.skip = register(isSuite, { skip: true });
  call.todo = register(isSuite, { todo: true });
  call.only = register(isSuite, { only: true });
  return call;
}

reporter.onFinish = (node) => node.resolve?.();

const hook = (kind) => (body) => {
  validateFunction(body, "fn");
  current.hooks[kind].push(body);
};

const test = family(false);
const describe = family(true);

module.exports = Object.assign(test, {
  after: hook("after"), afterEach: hook("afterEach"), before: hook("before"), beforeEach: hook("beforeEach"),
  describe, it: test, mock, only: test.only, run: () => { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "test.run"); },
  skip: test.skip, suite: describe, test, todo: test.todo,
});
