// node:constants: all of the system's, in one object.
const { constants } = require("node:os");

module.exports = Object.freeze({
  ...constants.errno, ...constants.signals, ...constants.priority, ...require("node:fs").constants,
});
