// Trunk's last step. Puts the late parts beside the page, optimised like the main one and named by their content; makes
// one script that starts itself; and adds what a hosted page has: policy, digests, service worker, manifest.
// The script is minified here because Trunk's own minifier does not know all that wasm-bindgen writes.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentName, digest, integrity, pieces, policy, read, replaced, root, run, script, web } from "./page.mjs";

const LOADER = "__wasm_split.js";
const split = join(process.env.CARGO_TARGET_DIR, "parts");
const optimised = join(process.env.CARGO_TARGET_DIR, "optimised");
const staging = process.env.TRUNK_STAGING_DIR;
const source = read(join(root, "index.html"));
const attribute = (name) => source.match(new RegExp(`${name}="([^"]*)"`))[1];

rmSync(pieces, { recursive: true, force: true });
mkdirSync(pieces);
mkdirSync(optimised, { recursive: true });

// Puts a file beside the page; gives its name and digest.
const publish = (name, content) => {
  writeFileSync(join(staging, name), content);
  return [name, integrity(content)];
};

// What was optimised once is taken from the last build: it is most of the time that a build takes.
const options = [`-O${attribute("data-wasm-opt")}`, ...attribute("data-wasm-opt-params").split(" "), "--strip-debug"];
const optimise = async (file) => {
  const input = readFileSync(join(split, file));
  const cached = `${digest(Buffer.concat([input, Buffer.from(options.join(" "))])).toString("hex")}.wasm`;
  if (!existsSync(join(optimised, cached))) {
    await run("wasm-opt", ...options, join(split, file), "-o", join(pieces, file));
    renameSync(join(pieces, file), join(optimised, cached));
  }
  const bytes = readFileSync(join(optimised, cached));
  writeFileSync(join(pieces, file), bytes);
  const stem = `late-${file.replace(/^split_|\.wasm$/g, "").replace("chunk_", "shared-")}`;
  return { cached, part: [file, publish(contentName(stem, bytes, "wasm"), bytes)] };
};

// Trunk's own main part and script, under the names that the pieces know them by.
const taken = (pattern, piece) => {
  const name = readdirSync(staging).find((name) => pattern.test(name));
  copyFileSync(join(staging, name), join(pieces, piece));
  rmSync(join(staging, name));
  return readFileSync(join(pieces, piece));
};
const main = taken(/^sanyou-\w+\.wasm$/, "main.wasm");
taken(/^sanyou-\w+\.js$/, "sanyou.js");

// Parts come from wherever the edition has them, as bytes: a host that calls wasm by another type is no reason to fail.
const fetching = /fetch\(new URL\("\.\/(\w+\.wasm)", import\.meta\.url\)\)/g;
const streaming = "instantiateStreaming(src, imports)";
const loader = replaced(replaced(read(join(split, LOADER)), fetching, 'part("$1")'), streaming, "instantiate(await src, imports)");
writeFileSync(join(pieces, LOADER), `import { part } from "./edition.js";\n${loader}`);

const files = readdirSync(split).filter((file) => /^(split|chunk)_\w+\.wasm$/.test(file));
// One at a time: wasm-opt keeps all cores busy by itself.
const made = [];
for (const file of files) made.push(await optimise(file));
const parts = Object.fromEntries(made.map(({ part }) => part));
const isUsed = new Set(made.map(({ cached }) => cached));
readdirSync(optimised).filter((name) => !isUsed.has(name)).forEach((name) => rmSync(join(optimised, name)));
parts.main = publish(contentName("sanyou", main, "wasm"), main);
writeFileSync(join(pieces, "parts.js"), `export default ${JSON.stringify(parts)};`);

const program = await script("hosted.js", "start.js", "--format=esm");
const [programName, programDigest] = publish(contentName("sanyou", program, "js"), program);
const early = await script(undefined, "early.js", "--format=iife");
const [earlyName, earlyDigest] = publish(contentName("early", early, "js"), early);
for (const name of ["manifest.webmanifest", "icon.svg", "icon-maskable.svg"]) publish(name, readFileSync(web(name)));

// The page, with nothing left that stands in it and runs.
let page = read(join(staging, "index.html"));
page = replaced(page, /<script type=module>.*?<\/script>/gs, "");
page = replaced(page, /<link [^>]*rel=(modulepreload|preload)[^>]*>/g, "");
page = replaced(page, /<link href=\.\/([^ ]+\.css) rel=stylesheet>/g, (all, name) =>
  `<link href=./${name} rel=stylesheet integrity="${integrity(readFileSync(join(staging, name)))}">`);
page = replaced(page, "<meta charset=utf-8>", (charset) => charset + policy({
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "manifest-src": "'self'",
}));
const module = `<script type=module src=./${programName} integrity="${programDigest}"></script>`;
page = replaced(page, "</head>", `<link href=./manifest.webmanifest rel=manifest>${module}</head>`);
page = replaced(page, "</body>", `<script src=./${earlyName} integrity="${earlyDigest}"></script></body>`);
writeFileSync(join(staging, "index.html"), page);

// The service worker keeps exactly these files, so it is made last; the page itself is kept under its folder's name.
const kept = readdirSync(staging).map((name) => [name === "index.html" ? "./" : name, integrity(readFileSync(join(staging, name)))]);
const version = digest(JSON.stringify(kept)).toString("hex").slice(0, 16);
const worker = `const build=${JSON.stringify({ version, files: kept })};${await script(undefined, "service-worker.js", "--format=iife")}`;
publish("service-worker.js", worker);
