// Bundles each package that `bundles/` names into one script: node bundle.mjs NODE_MODULES OUT
//
// What a package asks for that this library has itself is left to the library: one Buffer, one
// EventEmitter, one process in a program.
//
// Beside the scripts it leaves LICENCES.txt: what each package that is in one of them asks to be told.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packTimeZones } from "./time-zones.mjs";

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

const timeZones = {
  name: "time zones",
  setup({ onLoad }) {
    onLoad({ filter: /moment-timezone\/data\/packed\/latest\.json$/ }, ({ path }) => ({
      contents: `module.exports = ${JSON.stringify(packTimeZones(readFileSync(path, "utf8")))};`,
      loader: "js",
    }));
  },
};

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("bundles/");
const { metafile } = await build({
  // What is named in the scripts is named from here: no path of this machine gets into them.
  absWorkingDir: join(packages, ".."),
  bundle: true,
  // What is hot in a program is in the library itself: here small is better than readable.
  minifySyntax: true,
  minifyWhitespace: true,
  // This is no browser: to one path-unified gives `process` a working directory of its own.
  define: { window: "undefined" },
  entryPoints: readdirSync(folder).map((name) => join(folder, name)),
  format: "cjs",
  legalComments: "none",
  mainFields: ["main"],
  metafile: true,
  nodePaths: [packages],
  outbase: folder,
  outdir: out,
  platform: "neutral",
  plugins: [ours, timeZones],
  target: "es2023",
});

/** The packages that something in the bundles is from. */
function bundled() {
  const names = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
      if (name !== undefined && bytesInOutput > 0) names.add(name);
    }
  }
  return [...names].sort();
}

/** A package's own words; for one that has none, what `licences/` says. */
function licence(name) {
  const files = readdirSync(join(packages, name)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const kept = here(`licences/${name}.txt`);
  if (files.length > 0) return files.map((file) => readFileSync(join(packages, name, file), "utf8").trim()).join("\n\n");
  if (existsSync(kept)) return readFileSync(kept, "utf8").trim();
  throw new Error(`${name} has no licence file: put what it asks for into licences/${name}.txt`);
}

const notices = bundled().map((name) => {
  const { license, version } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));
  return `=== ${name} ${version} (${license})\n\n${licence(name)}\n`;
});
// The tables of `js/internal/intl` are CLDR's; no package brings them.
const data = `--- CLDR 48, the data of Intl (Unicode-3.0)\n\n${readFileSync(here("licences/CLDR.txt"), "utf8").trim()}\n`;
const title = "The packages of npm in exec-javascript.wasm, and their licences.";
writeFileSync(join(out, "LICENCES.txt"), `${title}\n\n${notices.join("\n")}\n${data}`);
