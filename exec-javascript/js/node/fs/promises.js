const { promises } = require("node:fs");

module.exports = promises;
