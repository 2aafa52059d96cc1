module.exports = require("@pkgjs/parseargs");
