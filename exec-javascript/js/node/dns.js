// node:dns: importable, with no network behind it.
const { refuseAll, refusing, refusingClass, shown } = require("internal/refusals");

const CALLS = [
  "getServers", "lookup", "lookupService", "resolve", "resolve4", "resolve6", "resolveAny", "resolveCaa", "resolveCname",
  "resolveMx", "resolveNaptr", "resolveNs", "resolvePtr", "resolveSoa", "resolveSrv", "resolveTxt", "reverse", "setServers",
];

const RESOLVER = CALLS.filter((name) => name.startsWith("resolve") || name === "reverse" || name.endsWith("Servers"));
const Resolver = refusingClass("dns", "Resolver", RESOLVER, Object);
/** As the other, with promises that reject. */
const PromisesResolver = refusingClass("dns.promises", "Resolver", RESOLVER, Object);
for (const name of RESOLVER) {
  if (name.endsWith("Servers")) continue;
  const refuse = refusing("dns.promises.Resolver", name, shown);
  PromisesResolver.prototype[name] = { async [name](...args) { return refuse(...args); } }[name];
}

module.exports = {
  ...refuseAll("dns", CALLS),
  Resolver,
  NODATA: "ENODATA", NOTFOUND: "ENOTFOUND", SERVFAIL: "ESERVFAIL", CONNREFUSED: "ECONNREFUSED", TIMEOUT: "ETIMEOUT",
  getDefaultResultOrder: () => "verbatim", setDefaultResultOrder() {},
  promises: {
    ...Object.fromEntries(Object.entries(refuseAll("dns.promises", CALLS))
      .map(([name, call]) => [name, { async [name](...args) { return call(...args); } }[name]])),
    Resolver: PromisesResolver,
  },
};
