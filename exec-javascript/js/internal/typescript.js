// TypeScript without its types, line by line what it was.
const transform = require("package/sucrase");

module.exports = function withoutTypes(text, filename) {
  try {
    return transform(text, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (error) {
    if (error?.loc === undefined) throw error;
    const { line, column } = error.loc;
    const message = error.message.replace(/^Error transforming .*?: /s, "").replace(/ \(\d+:\d+\)$/, "");
    const told = new SyntaxError(message);
    Object.defineProperty(told, "stack", {
      value: `    at ${filename}:${line}:${column + 1}\n`, writable: true, enumerable: false, configurable: true,
    });
    throw told;
  }
};
