// The names under which an object says how it is to be shown, and promisified.
module.exports = {
  customInspect: Symbol.for("nodejs.util.inspect.custom"),
  customPromisify: Symbol.for("nodejs.util.promisify.custom"),
};
