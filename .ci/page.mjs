// What both editions of the page are made with: digests, minified scripts, the page's own text.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const web = (name) => join(root, "web", name);

export const read = (path) => readFileSync(path, "utf8");

export const digest = (bytes) => createHash("sha256").update(bytes).digest();
export const integrity = (bytes) => `sha256-${digest(bytes).toString("base64")}`;
export const contentName = (stem, bytes, ending) => `${stem}-${digest(bytes).toString("hex").slice(0, 16)}.${ending}`;

export const run = (program, ...words) => promisify(execFile)(program, words, { maxBuffer: 1 << 26 });

// How Trunk optimises the main part, so that everything else is optimised like it.
const attribute = (name) => read(join(root, "index.html")).match(new RegExp(`${name}="([^"]*)"`))[1];
const words = attribute("data-wasm-opt-params").split(" ");
export const features = words.filter((word) => word.startsWith("--enable-"));
export const optimising = [`-O${attribute("data-wasm-opt")}`, ...words, "--strip-debug"];

// What was optimised once is taken from the last build: it is most of the time that a build takes.
export const optimised = async (folder, from, ...words) => {
  mkdirSync(folder, { recursive: true });
  const name = `${digest(Buffer.concat([readFileSync(from), Buffer.from(words.join(" "))])).toString("hex")}.wasm`;
  const kept = join(folder, name);
  if (!existsSync(kept)) {
    await run("wasm-opt", ...words, from, "-o", `${kept}.new`);
    renameSync(`${kept}.new`, kept);
  }
  return { name, bytes: readFileSync(kept) };
};
// Forgets what the build did not use.
export const keepOnly = (folder, names) =>
  readdirSync(folder).filter((name) => !names.includes(name)).forEach((name) => rmSync(join(folder, name)));

// Like `replaceAll`, but what is to be replaced must be there.
export const replaced = (text, from, to) => {
  const result = text.replaceAll(from, to);
  if (result === text) throw new Error(`this is not there any more: ${from}`);
  return result;
};

// Makes one script of an entry and all it imports, in a folder that has what was built; `edition` stands in for
// `./edition.js`. Plain ASCII.
export const script = async (folder, edition, entry, ...words) => {
  copyFileSync(web(entry), join(folder, entry));
  if (edition) copyFileSync(web(edition), join(folder, "edition.js"));
  const options = ["--bundle", "--minify", "--charset=ascii", "--log-level=error", "--legal-comments=none"];
  const { stdout } = await run("esbuild", join(folder, entry), ...options, ...words);
  return stdout.trimEnd();
};

// The policy of a page: nothing that is not named here.
export const policy = (rules) => {
  const all = { "default-src": "'none'", ...rules, "base-uri": "'none'", "form-action": "'none'" };
  const text = Object.entries(all).map(([name, sources]) => `${name} ${sources}`).join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${text}">`;
};
