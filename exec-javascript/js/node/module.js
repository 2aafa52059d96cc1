// node:module
module.exports = require("internal/commonjs").Module;
