// Trunk's last step. Puts the late parts beside the page, optimised like the main one and named by their content; makes
// one script that starts itself; and adds what a hosted page has: policy, digests, service worker, manifest.
// The script is minified here because Trunk's own minifier does not know all that wasm-bindgen writes.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortened } from "./module.mjs";
import { contentName, digest, integrity, keepOnly, optimised, optimising, policy, read, replaced, root, script, web } from "./page.mjs";

const LOADER = "__wasm_split.js";
const split = join(process.env.CARGO_TARGET_DIR, "parts");
const kept = join(process.env.CARGO_TARGET_DIR, "optimised");
// Where the pieces of the script wait: bindings and the loader of late parts.
const pieces = join(process.env.CARGO_TARGET_DIR, "pieces");
const staging = process.env.TRUNK_STAGING_DIR;

rmSync(pieces, { recursive: true, force: true });
mkdirSync(pieces);

// Puts a file beside the page; gives its name and digest.
const publish = (name, content) => {
  writeFileSync(join(staging, name), content);
  return [name, integrity(content)];
};

const optimise = async (file) => {
  const { name, bytes } = await optimised(kept, join(split, file), ...optimising);
  const stem = `late-${file.replace(/^split_|\.wasm$/g, "").replace("chunk_", "shared-")}`;
  return { name, part: [file, publish(contentName(stem, bytes, "wasm"), bytes)] };
};

// Trunk's own main part and script, which get other contents and so other names.
const taken = (pattern) => {
  const path = join(staging, readdirSync(staging).find((name) => pattern.test(name)));
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
};
const [main, glue] = shortened(taken(/^sanyou-\w+\.wasm$/), taken(/^sanyou-\w+\.js$/).toString());
writeFileSync(join(pieces, "sanyou.js"), glue);

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
keepOnly(kept, made.map(({ name }) => name));
parts.main = publish(contentName("sanyou", main, "wasm"), main);
writeFileSync(join(pieces, "parts.js"), `export default ${JSON.stringify(parts)};`);

const program = await script(pieces, "hosted.js", "start.js", "--format=esm");
const [programName, programDigest] = publish(contentName("sanyou", program, "js"), program);
const early = await script(pieces, undefined, "early.js", "--format=iife");
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
const listed = readdirSync(staging).map((name) => [name === "index.html" ? "./" : name, integrity(readFileSync(join(staging, name)))]);
const version = digest(JSON.stringify(listed)).toString("hex").slice(0, 16);
const worker = `const build=${JSON.stringify({ version, files: listed })};${await script(pieces, undefined, "service-worker.js", "--format=iife")}`;
publish("service-worker.js", worker);
