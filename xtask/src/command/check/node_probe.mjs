// Says what a platform has: one line for each export of each module of Node's, and for each global.
const names = `assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram
  diagnostics_channel dns dns/promises events fs fs/promises http http2 https inspector module net os path path/posix
  path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers
  stream/promises stream/web string_decoder test timers timers/promises tls tty url util util/types v8 vm wasi
  worker_threads zlib`.split(/\s+/);
const globals = `AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CompressionStream
  CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DecompressionStream Event EventTarget File FormData Headers
  Intl MessageChannel MessageEvent MessagePort PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver
  ReadableStream Request Response SubtleCrypto TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream URL
  URLSearchParams WebAssembly WritableStream atob btoa clearImmediate clearInterval clearTimeout console crypto fetch global
  navigator performance process queueMicrotask setImmediate setInterval setTimeout structuredClone`.split(/\s+/);

const kind = (object, name) => {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (descriptor?.get === undefined) return typeof object[name];
  try {
    return typeof object[name];
  } catch {
    return "accessor";
  }
};
const isPublic = (name) => typeof name === "string" && !name.startsWith("_") && !["constructor", "default", "length", "name", "prototype"].includes(name);

function tell(module, prefix, object) {
  for (const name of Object.getOwnPropertyNames(object).filter(isPublic)) {
    const type = kind(object, name);
    console.log(`${module}\t${prefix}${name}\t${type}`);
    if (type !== "function" || prefix !== "" || !/^[A-Z]/.test(name)) continue;
    const { prototype } = object[name];
    if (prototype === undefined || prototype === null) continue;
    for (const method of Object.getOwnPropertyNames(prototype).filter(isPublic)) console.log(`${module}\t${name}#${method}\tmember`);
  }
}

for (const name of names) {
  let module;
  try {
    module = await import(`node:${name}`);
  } catch {
    continue;
  }
  tell(name, "", module.default);
}
if ("Intl" in globalThis) tell("Intl", "", Intl);
for (const name of globals) if (name in globalThis) console.log(`globals\t${name}\t${typeof globalThis[name]}`);
