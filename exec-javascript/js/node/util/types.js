// node:util/types
module.exports = require("internal/types");
