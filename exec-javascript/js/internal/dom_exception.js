// DOMException of Web IDL.
const CODES = {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
  NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10,
  InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
  InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
  URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
};

class DOMException {

  constructor(message = "", options = "Error") {
    // A real error underneath, so that it has a stack and is known as one.
    const error = new Error(`${message}`);
    Object.setPrototypeOf(error, new.target.prototype);
    const isObject = options !== null && typeof options === "object";
    const name = isObject ? `${options.name ?? "Error"}` : `${options}`;
    DOMException.#fill(error, `${message}`, name);
    if (isObject && "cause" in options) {
      Object.defineProperty(error, "cause", { value: options.cause, writable: true, configurable: true });
    }
    return error;
  }

  static #parts = new WeakMap();
  static #fill(error, message, name) {
    delete error.message;
    DOMException.#parts.set(error, { message, name });
  }
  static #of(error) {
    const parts = DOMException.#parts.get(error);
    if (parts === undefined) throw require("internal/errors").makeError("ERR_INVALID_THIS", "DOMException");
    return parts;
  }

  get name() { return DOMException.#of(this).name; }
  get message() { return DOMException.#of(this).message; }
  get code() { return CODES[DOMException.#of(this).name] ?? 0; }
}
Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: "DOMException", configurable: true });
for (const name of ["name", "message", "code"]) {
  Object.defineProperty(DOMException.prototype, name, { enumerable: true });
}
for (const [name, code] of Object.entries(CODES)) {
  const constant = `${name.replace(/Error$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}_ERR`;
  for (const owner of [DOMException, DOMException.prototype]) {
    Object.defineProperty(owner, constant, { value: code, enumerable: true });
  }
}

module.exports = { DOMException };
