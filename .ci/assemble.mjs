// Trunk's last step. Puts the late parts beside the page, optimised like the main one and named by their content, and
// makes one small script of the bindings and the loader of parts.
// The script is minified here because Trunk's own minifier does not know all that wasm-bindgen writes.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const LOADER = "__wasm_split.js";
const parts = join(process.env.CARGO_TARGET_DIR, "parts");
const staging = process.env.TRUNK_STAGING_DIR;
const page = readFileSync(join(process.env.TRUNK_SOURCE_DIR, "index.html"), "utf8");

const attribute = (name) => page.match(new RegExp(`${name}="([^"]*)"`))[1];
const run = (program, ...words) => promisify(execFile)(program, words, { cwd: staging });
const replaced = (text, from, to) => {
  if (!text.includes(from)) throw new Error(`the loader of parts does not say ${from}`);
  return text.replaceAll(from, to);
};

const optimise = async (file) => {
  const optimised = join(parts, `late-${file}`);
  const options = attribute("data-wasm-opt-params").split(" ");
  await run("wasm-opt", `-O${attribute("data-wasm-opt")}`, ...options, "--strip-debug", join(parts, file), "-o", optimised);
  const bytes = readFileSync(optimised);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const name = `late-${file.replace(/^split_|\.wasm$/g, "").replace("chunk_", "shared-")}-${hash}.wasm`;
  writeFileSync(join(staging, name), bytes);
  return [file, name];
};
const files = readdirSync(parts).filter((file) => /^(split|chunk)_\w+\.wasm$/.test(file));

let loader = readFileSync(join(parts, LOADER), "utf8");
for (const [file, name] of await Promise.all(files.map(optimise))) loader = replaced(loader, `"./${file}"`, `"./${name}"`);

const script = readdirSync(staging).find((name) => /^sanyou-\w+\.js$/.test(name));
loader = replaced(loader, '"./sanyou.js"', `"./${script}"`);
// A host that calls wasm by another type is no reason to fail; the main part does not fail there either.
loader = replaced(loader, "instantiateStreaming(src, imports)", "instantiate(await (await src).arrayBuffer(), imports)");
writeFileSync(join(staging, LOADER), loader);
await run("esbuild", script, "--bundle", "--minify", "--format=esm", "--log-level=error", "--allow-overwrite", `--outfile=${script}`);
rmSync(join(staging, LOADER));
