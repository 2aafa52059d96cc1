module.exports = require("sucrase").transform;
