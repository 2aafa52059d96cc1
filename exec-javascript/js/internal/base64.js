// atob and btoa of the HTML standard.
const { encode, decode } = binding("text");

function refuse(message) {
  const { DOMException } = require("internal/dom_exception");
  return new DOMException(message, "InvalidCharacterError");
}

function btoa(input) {
  if (arguments.length === 0) throw require("internal/errors").makeError("ERR_MISSING_ARGS", "input");
  const text = `${input}`;
  if (/[^\0-\xff]/.test(text)) throw refuse("Invalid character");
  const bytes = encode(text, "latin1");
  return decode(bytes, 0, bytes.length, "base64");
}

function atob(input) {
  if (arguments.length === 0) throw require("internal/errors").makeError("ERR_MISSING_ARGS", "input");
  let text = `${input}`.replace(/[\t\n\f\r ]/g, "");
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, "");
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw refuse("The string to be decoded is not correctly encoded.");
  }
  const bytes = encode(text, "base64");
  return decode(bytes, 0, bytes.length, "latin1");
}

module.exports = { atob, btoa };
