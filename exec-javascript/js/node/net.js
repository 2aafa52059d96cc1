// node:net: importable, with no network behind it.
const { refuseAll, refusingClass } = require("internal/refusals");

const Socket = refusingClass("net", "Socket", ["connect"], require("node:stream").Duplex);
const Server = refusingClass("net", "Server", ["listen"]);
Object.assign(Server.prototype, { listening: false, address() { return null; } });

const isIPv4 = (text) => /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(`${text}`);

function isIPv6(text) {
  const [address, zone] = `${text}`.split("%", 2);
  if (zone === "" || address.split("::").length > 2 || address.includes(":::")) return false;
  const isCut = address.includes("::");
  const groups = address.split(":");
  if (isIPv4(groups[groups.length - 1])) groups.splice(-1, 1, "0", "0");
  const filled = groups.filter((group) => group !== "");
  if (!filled.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  if (!isCut) return groups.length === 8 && filled.length === 8;
  return filled.length < 8 && /^(?!:[^:])/.test(address) && !/[^:]:$/.test(address);
}

module.exports = {
  Server, Socket, Stream: Socket,
  createServer: () => new Server(), isIP: (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0), isIPv4, isIPv6,
  ...refuseAll("net", ["connect", "createConnection"]),
};
