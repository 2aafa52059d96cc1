// node:tty. No stream of a program's is a terminal here.
const { makeError } = require("internal/errors");

function refuse() {
  const error = makeError("ERR_SYSTEM_ERROR", "A system error occurred: uv_tty_init returned EINVAL (invalid argument)");
  throw Object.assign(error, { code: "ERR_TTY_INIT_FAILED", errno: -22, syscall: "uv_tty_init" });
}

class ReadStream { constructor() { refuse(); } }
class WriteStream { constructor() { refuse(); } }

module.exports = { ReadStream, WriteStream, isatty: () => false };
