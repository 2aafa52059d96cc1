// node:dgram: importable, with no network behind it.
const { refuseAll } = require("internal/refusals");

module.exports = refuseAll("dgram", ["createSocket", "Socket"]);
