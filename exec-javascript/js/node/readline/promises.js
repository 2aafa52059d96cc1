// node:readline/promises
const readline = require("node:readline");
const { customPromisify } = require("internal/inspect_symbol");

const ask = readline.Interface.prototype.question[customPromisify];

class Interface extends readline.Interface {
  question(query, options, callback) {
    // The promise's own call comes back here with a callback.
    if (typeof callback === "function" || typeof options === "function") return super.question(query, options, callback);
    return Reflect.apply(ask, this, [query, options]);
  }
}

class Readline {
  #stream;
  #actions = [];

  constructor(stream) { this.#stream = stream; }

  #add(call, args) { this.#actions.push(() => readline[call](this.#stream, ...args)); return this; }
  clearLine(...args) { return this.#add("clearLine", args); }
  clearScreenDown(...args) { return this.#add("clearScreenDown", args); }
  cursorTo(...args) { return this.#add("cursorTo", args); }
  moveCursor(...args) { return this.#add("moveCursor", args); }
  async commit() { for (const act of this.#actions.splice(0)) act(); }
  rollback() { this.#actions = []; return this; }
}

module.exports = { Interface, Readline, createInterface: (...args) => new Interface(...args) };
