const { process } = require("internal/process");

module.exports = process;
