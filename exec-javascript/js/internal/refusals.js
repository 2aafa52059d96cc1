// What the sandbox does not have: connections and processes. Importing the modules is fine; each use
// is recorded, and raises.
const { refuseNetwork, refuseProcess } = binding("process");

/** The error of a call that would open a connection. */
function network(call, target = "") {
  // First of all: nothing of the program's can run before it is recorded.
  refuseNetwork(call, target);
  const error = new Error(`${call}: network is not granted${target === "" ? "" : ` (${target})`}`);
  return Object.assign(error, { code: "EACCES", errno: -13, syscall: "connect" });
}

/** A function that raises, for a call of a module. */
function refusing(module, call, describe = () => "") {
  const name = module === "" ? call : `${module}.${call}`;
  return { [call](...args) {
    let target = "";
    try {
      target = describe(...args);
    } catch {
      target = "";
    }
    throw network(name, target);
  } }[call];
}

/** What a call is about, where that is easily said. */
function shown(first) {
  if (typeof first === "string") return first;
  if (typeof first === "number") return `:${first}`;
  if (first !== null && typeof first === "object") {
    if (typeof first.href === "string") return first.href;
    if (typeof first.url === "string") return first.url;
    const host = first.hostname ?? first.host ?? first.path ?? "";
    return first.port === undefined ? `${host}` : `${host}:${first.port}`;
  }
  return "";
}

const refuseAll = (module, calls) =>
  Object.fromEntries(calls.map((call) => [call, refusing(module, call, shown)]));

/** A class whose constructor works and whose every connection does not. */
function refusingClass(module, name, methods, Base = require("node:events")) {
  const made = { [name]: class extends Base {} }[name];
  for (const method of methods) {
    Object.defineProperty(made.prototype, method, {
      value: refusing(`${module}.${name}`, method, shown), writable: true, configurable: true,
    });
  }
  return made;
}

module.exports = { network, refuseAll, refuseProcess, refusing, refusingClass, shown };
