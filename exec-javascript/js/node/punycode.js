// node:punycode
module.exports = require("package/punycode");
