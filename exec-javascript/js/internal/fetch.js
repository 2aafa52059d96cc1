// fetch and what belongs to it. Headers, Request and Response hold what they are given; fetch itself
// has no network to ask.
const { network, shown } = require("internal/refusals");
const { encodeString } = require("internal/encodings");

class Headers {
  #values = new Map();

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    const pairs = typeof init[Symbol.iterator] === "function" ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  append(name, value) {
    const key = check(name);
    const text = `${value}`.trim();
    this.#values.set(key, [...(this.#values.get(key) ?? []), text]);
  }

  set(name, value) { this.#values.set(check(name), [`${value}`.trim()]); }
  delete(name) { this.#values.delete(check(name)); }
  has(name) { return this.#values.has(check(name)); }
  get(name) { return this.#values.get(check(name))?.join(", ") ?? null; }
  getSetCookie() { return [...(this.#values.get("set-cookie") ?? [])]; }
  forEach(callback, receiver = undefined) { for (const [name, value] of this) Reflect.apply(callback, receiver, [value, name, this]); }
  * entries() { for (const name of [...this.#values.keys()].sort()) yield [name, this.get(name)]; }
  * keys() { for (const [name] of this.entries()) yield name; }
  * values() { for (const [, value] of this.entries()) yield value; }
  [Symbol.iterator]() { return this.entries(); }
}
Object.defineProperty(Headers.prototype, Symbol.toStringTag, { value: "Headers", configurable: true });

function check(name) {
  const text = `${name}`;
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text)) throw new TypeError(`Headers: ${text} is an invalid header name.`);
  return text.toLowerCase();
}

/** The body of a request or a response. */
class Body {
  #bytes = null;
  #used = false;

  fill(body, headers) {
    if (body === undefined || body === null) return;
    const isText = typeof body === "string" || body instanceof URLSearchParams;
    if (isText) {
      const type = typeof body === "string" ? "text/plain;charset=UTF-8" : "application/x-www-form-urlencoded;charset=UTF-8";
      if (!headers.has("content-type")) headers.set("content-type", type);
      this.#bytes = encodeString(`${body}`, "utf8");
    } else if (body instanceof ArrayBuffer) this.#bytes = new Uint8Array(body.slice(0));
    else if (ArrayBuffer.isView(body)) this.#bytes = new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
    else this.#bytes = body;
  }

  async #whole() {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    this.#used = true;
    const bytes = this.#bytes;
    if (bytes === null) return new Uint8Array(0);
    if (bytes instanceof Uint8Array) return bytes;
    if (typeof bytes.arrayBuffer === "function") return new Uint8Array(await bytes.arrayBuffer());
    return require("node:stream/consumers").buffer(bytes);
  }

  get bodyUsed() { return this.#used; }
  get body() { return this.#bytes === null ? null : new Blob([this.#bytes]).stream(); }
  async arrayBuffer() { return (await this.#whole()).slice().buffer; }
  async blob() { return new Blob([await this.#whole()], { type: this.headers.get("content-type") ?? "" }); }
  async bytes() { return (await this.#whole()).slice(); }
  async json() { return JSON.parse(await this.text()); }
  async text() { return new TextDecoder().decode(await this.#whole()); }
}

class Request extends Body {
  #url;
  #method;
  #headers;
  #signal;

  constructor(input, init = {}) {
    super();
    this.#url = new URL(input instanceof Request ? input.url : `${input}`).href;
    this.#method = `${init.method ?? input.method ?? "GET"}`.toUpperCase();
    this.#headers = new Headers(init.headers ?? input.headers);
    this.#signal = init.signal ?? new AbortController().signal;
    this.fill(init.body, this.#headers);
  }

  get url() { return this.#url; }
  get method() { return this.#method; }
  get headers() { return this.#headers; }
  get signal() { return this.#signal; }
}

class Response extends Body {
  #status;
  #statusText;
  #headers;

  constructor(body = null, { status = 200, statusText = "", headers } = {}) {
    super();
    if (!(status >= 200 && status <= 599)) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    this.#status = status;
    this.#statusText = `${statusText}`;
    this.#headers = new Headers(headers);
    this.fill(body, this.#headers);
  }

  static json(value, init = {}) {
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(JSON.stringify(value), { ...init, headers });
  }

  get status() { return this.#status; }
  get statusText() { return this.#statusText; }
  get ok() { return this.#status >= 200 && this.#status < 300; }
  get headers() { return this.#headers; }
  get redirected() { return false; }
  get type() { return "default"; }
  get url() { return ""; }
}

async function fetch(input) {
  const cause = network("fetch", shown(input));
  throw new TypeError("fetch failed: network is not granted", { cause });
}

module.exports = { Headers, Request, Response, fetch };
