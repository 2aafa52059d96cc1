// navigator, as small as Node's.
class Navigator {
  get hardwareConcurrency() { return 1; }
  get language() { return "en-US"; }
  get languages() { return Object.freeze(["en-US"]); }
  get platform() { return "linux"; }
  get userAgent() { return `Node.js/${require("internal/process").process.versions.node.split(".")[0]}`; }
}

module.exports = { Navigator, navigator: new Navigator() };
