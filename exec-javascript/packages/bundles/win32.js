module.exports = require("path-unified").win32;
