// node:inspector: there is no debugger.
const { makeError } = require("internal/errors");

class Session { constructor() { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "inspector.Session"); } }

module.exports = { Session, close() {}, console: globalThis.console, open() { throw makeError("ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "inspector.open"); }, url: () => undefined, waitForDebugger() {} };
