// URL and URLSearchParams of the URL standard, over the crate `url`.
const native = binding("url");
const { makeError } = require("internal/errors");
const { customInspect } = require("internal/inspect_symbol");

// As src/native/url.rs lists them.
const HREF = 0;
const ORIGIN = 1;
const PARTS = ["protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
const SEARCH = 9;

const encodeForm = (text) => encodeURIComponent(text.toWellFormed())
  .replace(/%20/g, "+").replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function decodeForm(text) {
  const plain = text.replaceAll("+", " ");
  if (!plain.includes("%")) return plain;
  try {
    return decodeURIComponent(plain);
  } catch {
    const { TextDecoder } = require("internal/text_coding");
    const { encodeString } = require("internal/encodings");
    const bytes = [];
    const source = encodeString(plain, "utf8");
    for (let i = 0; i < source.length; i++) {
      const hex = source[i] === 37 ? /^[0-9a-f]{2}/i.exec(String.fromCharCode(source[i + 1] ?? 0, source[i + 2] ?? 0)) : null;
      bytes.push(hex === null ? source[i] : parseInt(hex[0], 16));
      if (hex !== null) i += 2;
    }
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }
}

function parseQuery(text) {
  const list = [];
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    list.push(at < 0 ? [decodeForm(pair), ""] : [decodeForm(pair.slice(0, at)), decodeForm(pair.slice(at + 1))]);
  }
  return list;
}

let setOwner;
let setList;

class URLSearchParams {
  #list = [];
  #owner;

  static {
    setOwner = (params, owner) => { params.#owner = owner; };
    setList = (params, text) => { params.#list = parseQuery(text); };
  }

  constructor(init = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === "object" || typeof init === "function") {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && #list in init) {
        this.#list = init.#list.map((pair) => [...pair]);
      } else if (method !== null && method !== undefined) {
        if (typeof method !== "function") throw makeError("ERR_ARG_NOT_ITERABLE", "Query pairs");
        for (const pair of init) {
          if (pair === null || (typeof pair !== "object" && typeof pair !== "function") || typeof pair[Symbol.iterator] !== "function") {
            throw makeError("ERR_INVALID_TUPLE", "Each query pair", "[name, value]");
          }
          const items = [...pair];
          if (items.length !== 2) throw makeError("ERR_INVALID_TUPLE", "Each query pair", "[name, value]");
          this.#list.push(items.map((item) => `${item}`.toWellFormed()));
        }
      } else {
        for (const key of Reflect.ownKeys(init)) {
          if (!Object.prototype.propertyIsEnumerable.call(init, key)) continue;
          const name = `${String(key)}`.toWellFormed();
          const value = `${init[key]}`.toWellFormed();
          const known = this.#list.find(([each]) => each === name);
          if (known) known[1] = value;
          else this.#list.push([name, value]);
        }
      }
      return;
    }
    const text = `${init}`.toWellFormed();
    this.#list = parseQuery(text.startsWith("?") ? text.slice(1) : text);
  }

  #changed() {
    this.#owner?.(this.toString());
  }

  get size() { return this.#list.length; }

  append(name, value) {
    need(arguments, "name", "value");
    this.#list.push([`${name}`.toWellFormed(), `${value}`.toWellFormed()]);
    this.#changed();
  }

  delete(name, value = undefined) {
    need(arguments, "name");
    this.#list = this.#list.filter(([key, each]) => key !== `${name}` || (value !== undefined && each !== `${value}`));
    this.#changed();
  }

  get(name) {
    need(arguments, "name");
    return this.#list.find(([key]) => key === `${name}`)?.[1] ?? null;
  }

  getAll(name) {
    need(arguments, "name");
    return this.#list.filter(([key]) => key === `${name}`).map(([, value]) => value);
  }

  has(name, value = undefined) {
    need(arguments, "name");
    return this.#list.some(([key, each]) => key === `${name}` && (value === undefined || each === `${value}`));
  }

  set(name, value) {
    need(arguments, "name", "value");
    const key = `${name}`.toWellFormed();
    const first = this.#list.findIndex(([each]) => each === key);
    if (first < 0) this.#list.push([key, `${value}`.toWellFormed()]);
    else {
      this.#list[first][1] = `${value}`.toWellFormed();
      this.#list = this.#list.filter(([each], i) => i <= first || each !== key);
    }
    this.#changed();
  }

  sort() {
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }

  forEach(callback, receiver = undefined) {
    require("internal/validators").validateFunction(callback, "callback");
    for (let i = 0; i < this.#list.length; i++) {
      Reflect.apply(callback, receiver, [this.#list[i][1], this.#list[i][0], this]);
    }
  }

  * #each(pick) { for (let i = 0; i < this.#list.length; i++) yield pick(this.#list[i]); }

  entries() { return iterator(this.#each(([key, value]) => [key, value])); }
  keys() { return iterator(this.#each(([key]) => key)); }
  values() { return iterator(this.#each(([, value]) => value)); }

  toString() { return this.#list.map(([key, value]) => `${encodeForm(key)}=${encodeForm(value)}`).join("&"); }

  [customInspect](depth, options) {
    if (depth < 0) return "[Object]";
    const { inspect } = require("internal/inspect");
    const items = this.#list.map(([key, value]) => `${inspect(key, options)} => ${inspect(value, options)}`);
    if (items.length === 0) return "URLSearchParams {}";
    const line = `URLSearchParams { ${items.join(", ")} }`;
    return line.length <= options.breakLength ? line : `URLSearchParams {\n  ${items.join(",\n  ")} }`;
  }
}
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, writable: true, configurable: true,
});
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: "URLSearchParams", configurable: true });
for (const name of ["append", "delete", "entries", "forEach", "get", "getAll", "has", "keys", "set", "size", "sort", "toString", "values"]) {
  Object.defineProperty(URLSearchParams.prototype, name, { enumerable: true });
}

const IteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
  next: { value() { return this.generator.next(); }, writable: true, enumerable: true, configurable: true },
  [Symbol.toStringTag]: { value: "URLSearchParams Iterator", configurable: true },
});

function iterator(generator) {
  const made = Object.create(IteratorPrototype);
  Object.defineProperty(made, "generator", { value: generator });
  return made;
}

function need(given, ...names) {
  if (given.length < names.length) throw makeError("ERR_MISSING_ARGS", ...names);
}

let change;
let partOf;

class URL {
  #parts;
  #params;

  constructor(input, base = undefined) {
    need(arguments, "url");
    this.#parts = parse(`${input}`, base);
    if (this.#parts === undefined) throw invalid(input, base);
  }

  static canParse(input, base = undefined) {
    need(arguments, "url");
    return parse(`${input}`, base) !== undefined;
  }

  static createObjectURL() { throw makeError("ERR_METHOD_NOT_IMPLEMENTED", "URL.createObjectURL"); }
  static revokeObjectURL() {}

  static {
    change = (url, part, value, keepsParams) => {
      const parts = native.change(url.#parts[HREF], part, `${value}`.toWellFormed());
      if (parts === undefined || parts === null) throw invalid(value);
      url.#parts = parts;
      if (!keepsParams && url.#params !== undefined) setList(url.#params, parts[SEARCH].slice(1));
    };
    partOf = (url, index) => {
      if (!(#parts in url)) throw makeError("ERR_INVALID_THIS", "URL");
      return url.#parts[index];
    };
  }

  get href() { return partOf(this, HREF); }
  set href(value) { change(this, "href", value, false); }
  get origin() { return partOf(this, ORIGIN); }

  get searchParams() {
    if (this.#params === undefined) {
      this.#params = new URLSearchParams(this.#parts[SEARCH]);
      setOwner(this.#params, (text) => change(this, "search", text, true));
    }
    return this.#params;
  }

  toString() { return this.href; }
  toJSON() { return this.href; }

  [customInspect](depth, options) {
    if (depth < 0) return this.toString();
    const shown = {};
    for (const name of ["href", "origin", ...PARTS, "searchParams", "hash"]) shown[name] = this[name];
    const { hash } = shown;
    delete shown.hash;
    shown.hash = hash;
    return `${this.constructor.name} ${require("internal/inspect").inspect(shown, options)}`;
  }
}

PARTS.forEach((name, i) => {
  Object.defineProperty(URL.prototype, name, {
    get() { return partOf(this, i + 2); },
    set(value) { change(this, name, value, name !== "search"); },
    enumerable: true, configurable: true,
  });
});
for (const name of ["href", "origin", "searchParams", "toString", "toJSON"]) {
  Object.defineProperty(URL.prototype, name, { enumerable: true });
}
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: "URL", configurable: true });

function parse(input, base) {
  return native.parse(input.toWellFormed(), base === undefined ? undefined : `${base}`.toWellFormed()) ?? undefined;
}

function invalid(input, base) {
  const error = makeError("ERR_INVALID_URL");
  error.input = `${input}`;
  if (base !== undefined) error.base = `${base}`;
  return error;
}

module.exports = { URL, URLSearchParams };
