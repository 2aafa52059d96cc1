// node:readline: lines from a stream, questions and prompts. No stream here is a terminal, so there is
// no editing of the line.
const EventEmitter = require("node:events");
const { AbortError, makeError } = require("internal/errors");
const { customPromisify } = require("internal/inspect_symbol");
const { validateAbortSignal, validateFunction } = require("internal/validators");

class Interface extends EventEmitter {
  #input;
  #output;
  #prompt;
  #rest = "";
  #decoder;
  #question = null;
  #sawReturn = false;
  #isPaused = false;
  #queued = [];

  constructor(input, output, completer, terminal) {
    super();
    const options = typeof input?.on === "function" && !input.input ? { input, output, completer, terminal } : input ?? {};
    if (typeof options.input?.on !== "function") throw makeError("ERR_INVALID_ARG_TYPE", "input", "Stream", options.input);
    this.#input = options.input;
    this.#output = options.output;
    this.#prompt = options.prompt === undefined ? "> " : `${options.prompt}`;
    this.terminal = Boolean(options.terminal ?? false);
    this.line = "";
    this.cursor = 0;
    this.history = options.history ?? [];
    this.closed = false;
    const { StringDecoder } = require("node:string_decoder");
    this.#decoder = new StringDecoder("utf8");
    const onData = (chunk) => this.#take(typeof chunk === "string" ? chunk : this.#decoder.write(chunk));
    const onEnd = () => {
      this.#take(this.#decoder.end());
      if (this.#rest !== "") {
        const last = this.#rest;
        this.#rest = "";
        this.#line(last);
      }
      this.close();
    };
    const onError = (error) => this.emit("error", error);
    this.#input.on("data", onData);
    this.#input.on("end", onEnd);
    if (options.input !== process.stdin) this.#input.on("error", onError);
    this.once("close", () => {
      this.#input.removeListener("data", onData);
      this.#input.removeListener("end", onEnd);
      this.#input.removeListener("error", onError);
    });
    const { signal } = options;
    if (signal) {
      validateAbortSignal(signal, "options.signal");
      if (signal.aborted) queueMicrotask(() => this.close());
      else signal.addEventListener("abort", () => this.close(), { once: true });
    }
    this.#input.resume?.();
  }

  get input() { return this.#input; }
  get output() { return this.#output; }

  #take(text) {
    if (text === "") return;
    let whole = this.#rest + text;
    if (this.#sawReturn && whole.startsWith("\n") && this.#rest === "") whole = whole.slice(1);
    this.#sawReturn = whole.endsWith("\r");
    const lines = whole.split(/\r\n|\n|\r|\u2028|\u2029/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (this.closed) return;
    if (this.#isPaused && this.#question === null && this.listenerCount("line") > 0) {
      this.#queued.push(line);
      return;
    }
    const question = this.#question;
    if (question !== null) {
      this.#question = null;
      question(line);
    } else this.emit("line", line);
  }

  getPrompt() { return this.#prompt; }
  setPrompt(prompt) { this.#prompt = `${prompt}`; }

  prompt() {
    if (this.#isPaused) this.resume();
    this.#output?.write(this.#prompt);
  }

  question(query, options, callback) {
    const answer = typeof options === "function" ? options : callback;
    validateFunction(answer, "cb");
    if (this.closed) throw makeError("ERR_USE_AFTER_CLOSE", "readline");
    const signal = typeof options === "object" ? options?.signal : undefined;
    if (signal) {
      validateAbortSignal(signal, "options.signal");
      if (signal.aborted) return;
      signal.addEventListener("abort", () => { this.#question = null; }, { once: true });
    }
    this.#output?.write(`${query}`);
    this.#question = answer;
    this.resume();
  }

  pause() {
    if (this.#isPaused) return this;
    this.#isPaused = true;
    this.#input.pause?.();
    this.emit("pause");
    return this;
  }

  resume() {
    if (!this.#isPaused) return this;
    this.#isPaused = false;
    for (const line of this.#queued.splice(0)) this.#line(line);
    this.#input.resume?.();
    this.emit("resume");
    return this;
  }

  write(data) {
    if (this.closed) throw makeError("ERR_USE_AFTER_CLOSE", "readline");
    if (this.#isPaused) this.resume();
    this.#take(`${data}`);
  }

  close() {
    if (this.closed) return;
    this.pause();
    this.closed = true;
    this.emit("close");
  }

  getCursorPos() { return { rows: 0, cols: this.cursor }; }
  [Symbol.dispose]() { this.close(); }

  async* [Symbol.asyncIterator]() {
    const lines = [];
    let wake = null;
    let isDone = this.closed;
    const onLine = (line) => { lines.push(line); wake?.(); };
    const onClose = () => { isDone = true; wake?.(); };
    this.on("line", onLine);
    this.on("close", onClose);
    try {
      for (;;) {
        while (lines.length > 0) yield lines.shift();
        if (isDone) return;
        await new Promise((resolve) => { wake = resolve; });
        wake = null;
      }
    } finally {
      this.removeListener("line", onLine);
      this.removeListener("close", onClose);
      this.close();
    }
  }
}

Object.defineProperty(Interface.prototype.question, customPromisify, {
  value(query, options) {
    return new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted) {
        reject(new AbortError(undefined, { cause: signal.reason }));
        return;
      }
      signal?.addEventListener("abort", () => reject(new AbortError(undefined, { cause: signal.reason })), { once: true });
      this.question(query, options ?? {}, resolve);
    });
  },
});

function createInterface(...args) { return new Interface(...args); }

/** Terminal codes, for streams that take them. */
function sending(codeOf) {
  return (stream, ...args) => {
    const callback = args.find((arg) => typeof arg === "function");
    if (callback !== undefined) validateFunction(callback, "callback");
    if (stream === null || stream === undefined) {
      if (callback) require("internal/ticks").nextTick(callback, null);
      return true;
    }
    return stream.write(codeOf(...args.filter((arg) => typeof arg !== "function")), callback);
  };
}

module.exports = {
  Interface, createInterface,
  clearLine: sending((direction) => (direction < 0 ? "\u001b[1K" : direction > 0 ? "\u001b[0K" : "\u001b[2K")),
  clearScreenDown: sending(() => "\u001b[0J"),
  cursorTo: sending((x, y) => (typeof y === "number" ? `\u001b[${y + 1};${x + 1}H` : `\u001b[${x + 1}G`)),
  moveCursor: sending((dx, dy) =>
    `${dx < 0 ? `\u001b[${-dx}D` : dx > 0 ? `\u001b[${dx}C` : ""}${dy < 0 ? `\u001b[${-dy}A` : dy > 0 ? `\u001b[${dy}B` : ""}`),
  emitKeypressEvents() {},
  get promises() { return require("node:readline/promises"); },
};
