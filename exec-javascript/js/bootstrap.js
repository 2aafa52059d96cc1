// Gives a new context its globals. Runs before the program, once.
import { console } from "internal:console";
import { Buffer, TextDecoder, TextEncoder } from "internal:buffer";
import { process } from "internal:process";
import {
  clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout,
} from "internal:timers";

const globals = {
  Buffer, TextDecoder, TextEncoder, clearImmediate, clearInterval, clearTimeout, console, process,
  setImmediate, setInterval, setTimeout,
};

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, {
    value, writable: true, enumerable: false, configurable: true,
  });
}
Object.defineProperty(globalThis, "global", {
  value: globalThis, writable: true, enumerable: false, configurable: true,
});
