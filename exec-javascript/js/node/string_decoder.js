// node:string_decoder
const { StringDecoder } = require("package/string-decoder");

module.exports = { StringDecoder };
