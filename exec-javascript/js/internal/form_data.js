// FormData of the XMLHttpRequest standard, for programs that build one.
const { File, isBlob } = require("internal/blob");

class FormData {
  #entries = [];

  append(name, value, filename = undefined) { this.#entries.push(entry(name, value, filename)); }

  set(name, value, filename = undefined) {
    const made = entry(name, value, filename);
    const at = this.#entries.findIndex(([key]) => key === made[0]);
    if (at < 0) this.#entries.push(made);
    else {
      this.#entries[at] = made;
      this.#entries = this.#entries.filter(([key], i) => i <= at || key !== made[0]);
    }
  }

  delete(name) { this.#entries = this.#entries.filter(([key]) => key !== `${name}`); }
  get(name) { return this.#entries.find(([key]) => key === `${name}`)?.[1] ?? null; }
  getAll(name) { return this.#entries.filter(([key]) => key === `${name}`).map(([, value]) => value); }
  has(name) { return this.#entries.some(([key]) => key === `${name}`); }
  forEach(callback, receiver = undefined) { for (const [key, value] of this) Reflect.apply(callback, receiver, [value, key, this]); }
  * entries() { for (const [key, value] of this.#entries) yield [key, value]; }
  * keys() { for (const [key] of this.#entries) yield key; }
  * values() { for (const [, value] of this.#entries) yield value; }
  [Symbol.iterator]() { return this.entries(); }
}
Object.defineProperty(FormData.prototype, Symbol.toStringTag, { value: "FormData", configurable: true });

function entry(name, value, filename) {
  if (!isBlob(value)) return [`${name}`, `${value}`];
  const isNamed = value instanceof File && filename === undefined;
  return [`${name}`, isNamed ? value : new File([value], filename ?? "blob", { type: value.type })];
}

module.exports = { FormData };
