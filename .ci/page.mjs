// What both editions of the page are made with: digests, minified scripts, the page's own text.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const web = (name) => join(root, "web", name);
// Where the pieces of the script wait: bindings, loader of late parts, and every part in its final form.
export const pieces = join(process.env.CARGO_TARGET_DIR, "pieces");

export const digest = (bytes) => createHash("sha256").update(bytes).digest();
export const integrity = (bytes) => `sha256-${digest(bytes).toString("base64")}`;
export const contentName = (stem, bytes, ending) => `${stem}-${digest(bytes).toString("hex").slice(0, 16)}.${ending}`;

export const run = (program, ...words) => promisify(execFile)(program, words, { maxBuffer: 1 << 26 });

// Like `replaceAll`, but what is to be replaced must be there.
export const replaced = (text, from, to) => {
  const result = text.replaceAll(from, to);
  if (result === text) throw new Error(`this is not there any more: ${from}`);
  return result;
};

// Makes one script of an entry and all it imports; `edition` stands in for `./edition.js`. Plain ASCII.
export const script = async (edition, entry, ...words) => {
  copyFileSync(web(entry), join(pieces, entry));
  if (edition) copyFileSync(web(edition), join(pieces, "edition.js"));
  const options = ["--bundle", "--minify", "--charset=ascii", "--log-level=error", "--legal-comments=none"];
  const { stdout } = await run("esbuild", join(pieces, entry), ...options, ...words);
  return stdout.trimEnd();
};

// The policy of a page: nothing that is not named here.
export const policy = (rules) => {
  const all = { "default-src": "'none'", ...rules, "base-uri": "'none'", "form-action": "'none'" };
  const text = Object.entries(all).map(([name, sources]) => `${name} ${sources}`).join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${text}">`;
};

export const read = (path) => readFileSync(path, "utf8");
