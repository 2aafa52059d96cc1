// node:stream/consumers
const { Buffer } = require("internal/buffer");

async function chunks(stream) {
  const parts = [];
  for await (const chunk of stream) parts.push(typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk));
  return Buffer.concat(parts);
}

async function text(stream) {
  return new TextDecoder().decode(await chunks(stream));
}

module.exports = {
  arrayBuffer: async (stream) => {
    const whole = await chunks(stream);
    return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
  },
  blob: async (stream) => new Blob([await chunks(stream)]),
  buffer: chunks,
  json: async (stream) => JSON.parse(await text(stream)),
  text,
};
