module.exports = require("url/");
