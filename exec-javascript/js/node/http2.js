// node:http2: importable, with no network behind it.
const { refuseAll } = require("internal/refusals");

module.exports = { constants: {}, ...refuseAll("http2", ["connect", "createSecureServer", "createServer"]) };
