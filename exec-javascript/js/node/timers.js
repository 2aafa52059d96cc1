// node:timers
const { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = require("internal/timers");

module.exports = {
  clearImmediate, clearInterval, clearTimeout,
  get promises() { return require("node:timers/promises"); },
  setImmediate, setInterval, setTimeout,
};
