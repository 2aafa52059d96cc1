// The Transform that hashes are, once one of them is used as a stream.
const { transform } = require("internal/lazy_stream");

class Transform {}
transform(Transform.prototype);

module.exports = { Transform };
