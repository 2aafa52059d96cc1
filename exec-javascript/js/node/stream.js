// node:stream: the package readable-stream, which is Node's own, and the ways to web streams.
const Stream = require("package/readable-stream");
const { adapters } = require("internal/stream_adapters");

adapters(Stream);
Stream.Stream = Stream;
Stream.promises ??= require("node:stream/promises");

module.exports = Stream;
