// node:url: the standard's classes, paths as URLs, and the parser of before.
const native = binding("url");
const { makeError } = require("internal/errors");
const { URL, URLSearchParams } = require("internal/url");
const { validateString } = require("internal/validators");

const legacy = () => require("package/legacy-url");

function fileURLToPath(input) {
  const url = typeof input === "string" ? new URL(input) : input;
  if (url === null || typeof url !== "object" || typeof url.href !== "string") {
    throw makeError("ERR_INVALID_ARG_TYPE", "path", ["string", "URL"], input);
  }
  if (url.protocol !== "file:") throw makeError("ERR_INVALID_URL_SCHEME", "file");
  if (url.hostname !== "") throw makeError("ERR_INVALID_FILE_URL_HOST", "linux");
  if (/%2f/i.test(url.pathname)) throw makeError("ERR_INVALID_FILE_URL_PATH", "must not include encoded / characters");
  return decodeURIComponent(url.pathname);
}

function pathToFileURL(path) {
  validateString(path, "path");
  let resolved = require("node:path").resolve(path);
  if (path.endsWith("/") && !resolved.endsWith("/")) resolved += "/";
  const escapes = { "%": "%25", "\\": "%5C", "\n": "%0A", "\r": "%0D", "\t": "%09", "?": "%3F", "#": "%23" };
  return new URL(`file://${resolved.replace(/[%\\\n\r\t?#]/g, (character) => escapes[character])}`);
}

function urlToHttpOptions(url) {
  const options = {
    __proto__: null, ...url, protocol: url.protocol,
    hostname: url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname,
    hash: url.hash, search: url.search, pathname: url.pathname,
    path: `${url.pathname || ""}${url.search || ""}`, href: url.href,
  };
  if (url.port !== "") options.port = Number(url.port);
  if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return options;
}

function format(url, options) {
  if (!(url instanceof URL)) return legacy().format(url);
  const { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
  const copy = new URL(url.href);
  if (!fragment) copy.hash = "";
  if (!search) copy.search = "";
  if (!auth) { copy.username = ""; copy.password = ""; }
  return unicode ? copy.href.replace(copy.host, native.toUnicode(copy.hostname) + (copy.port && `:${copy.port}`)) : copy.href;
}

function parse(text, parseQuery, slashes) {
  validateString(text, "url");
  return legacy().parse(text, parseQuery, slashes);
}

module.exports = {
  URL, URLSearchParams,
  Url: function Url() { return new (legacy().Url)(); },
  domainToASCII: (domain) => native.toAscii(`${domain}`),
  domainToUnicode: (domain) => native.toUnicode(`${domain}`),
  fileURLToPath, format, parse, pathToFileURL,
  resolve: (from, to) => legacy().resolve(from, to),
  resolveObject: (from, to) => legacy().resolveObject(from, to),
  urlToHttpOptions,
};
