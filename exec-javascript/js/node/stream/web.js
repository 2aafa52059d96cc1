// node:stream/web
module.exports = require("internal/web_streams");
