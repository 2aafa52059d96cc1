// node:tls: importable, with no network behind it.
const { refuseAll } = require("internal/refusals");

module.exports = {
  DEFAULT_MAX_VERSION: "TLSv1.3", DEFAULT_MIN_VERSION: "TLSv1.2", getCiphers: () => [], rootCertificates: Object.freeze([]),
  ...refuseAll("tls", ["connect", "createServer", "createSecureContext"]),
};
