// Bundles each package that `bundles/` names into one script: node bundle.mjs NODE_MODULES OUT
//
// What a package asks for that this library has itself is left to the library: one Buffer, one
// EventEmitter, one process in a program.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [packages, out] = process.argv.slice(2);
const { build } = createRequire(join(packages, "/"))("esbuild");

const OURS = {
  "abort-controller": "internal/abort",
  buffer: "node:buffer",
  events: "node:events",
  process: "node:process",
  qs: "node:querystring",
  "safe-buffer": "node:buffer",
  stream: "node:stream",
  string_decoder: "node:string_decoder",
};

const ours = {
  name: "ours",
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z_-]+\/?$/ }, ({ path }) => {
      const name = path.replace(/\/$/, "");
      return Object.hasOwn(OURS, name) ? { path: OURS[name], external: true } : undefined;
    });
  },
};

const folder = fileURLToPath(new URL("bundles/", import.meta.url));
await build({
  absWorkingDir: folder,
  bundle: true,
  // What is hot in a program is in the library itself: here small is better than readable.
  minifySyntax: true,
  minifyWhitespace: true,
  define: { window: "globalThis" },
  entryPoints: readdirSync(folder),
  format: "cjs",
  legalComments: "none",
  mainFields: ["main"],
  nodePaths: [packages],
  outdir: out,
  platform: "neutral",
  plugins: [ours],
  target: "es2023",
});
