// fs.Dir: a directory that is read entry by entry.
const system = binding("fs");
const { makeError } = require("internal/errors");
const { optionsOf, pathOf } = require("internal/fs/common");
const { readdirSync } = require("internal/fs/sync");
const { systemError } = require("internal/errors");

class Dir {
  #path;
  #entries;
  #isClosed = false;

  constructor(path, entries) {
    this.#path = path;
    this.#entries = entries;
  }

  get path() { return this.#path; }

  readSync() {
    if (this.#isClosed) throw makeError("ERR_DIR_CLOSED");
    return this.#entries.shift() ?? null;
  }

  read(callback) {
    if (callback === undefined) return (async () => this.readSync())();
    require("internal/timers").setImmediate(() => {
      let entry;
      try {
        entry = this.readSync();
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, entry);
    });
    return undefined;
  }

  closeSync() {
    if (this.#isClosed) throw makeError("ERR_DIR_CLOSED");
    this.#isClosed = true;
  }

  close(callback) {
    if (callback === undefined) return (async () => this.closeSync())();
    this.closeSync();
    require("internal/timers").setImmediate(() => callback(null));
    return undefined;
  }

  async* entries() {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
    } finally {
      if (!this.#isClosed) this.closeSync();
    }
  }

  [Symbol.asyncIterator]() { return this.entries(); }
  async [Symbol.asyncDispose]() { if (!this.#isClosed) this.closeSync(); }
}

function openDirectory(path, options) {
  const { recursive = false, encoding } = optionsOf(options);
  const name = pathOf(path);
  if (system.stat(name, true, "opendir").kind !== "directory") throw systemError("ENOTDIR", "opendir", name);
  return new Dir(name, readdirSync(path, { withFileTypes: true, recursive, encoding }));
}

/** As in Node, the synchronous call alone does not say which path it was. */
function opendirSync(path, options) {
  try {
    return openDirectory(path, options);
  } catch (error) {
    throw error.code === "ENOENT" || error.code === "ENOTDIR" ? systemError(error.code, "opendir") : error;
  }
}

module.exports = { Dir, openDirectory, opendirSync };
