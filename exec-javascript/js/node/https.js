// node:https: importable, with no network behind it.
const { refuseAll, refusingClass } = require("internal/refusals");

const Agent = refusingClass("https", "Agent", ["createConnection"]);
const Server = refusingClass("https", "Server", ["listen"]);

module.exports = {
  Agent, Server, createServer: () => new Server(), globalAgent: new Agent(),
  ...refuseAll("https", ["get", "request"]),
};
