// node:dns: importable, with no network behind it.
const { refuseAll } = require("internal/refusals");

const CALLS = [
  "getServers", "lookup", "lookupService", "resolve", "resolve4", "resolve6", "resolveAny", "resolveCaa", "resolveCname",
  "resolveMx", "resolveNaptr", "resolveNs", "resolvePtr", "resolveSoa", "resolveSrv", "resolveTxt", "reverse", "setServers",
];

module.exports = {
  ...refuseAll("dns", CALLS),
  NODATA: "ENODATA", NOTFOUND: "ENOTFOUND", SERVFAIL: "ESERVFAIL", CONNREFUSED: "ECONNREFUSED", TIMEOUT: "ETIMEOUT",
  getDefaultResultOrder: () => "verbatim", setDefaultResultOrder() {},
  promises: Object.fromEntries(Object.entries(refuseAll("dns.promises", CALLS))
    .map(([name, call]) => [name, { async [name](...args) { return call(...args); } }[name]])),
};
