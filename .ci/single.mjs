// Makes the single-file edition of the page that Trunk built last: single/sanyou.html, which needs nothing beside it.
//
// The file is ASCII that calls itself windows-1252, so that the parts can stand in it as one block of packed bytes: base64
// would make them a third larger. web/single.js reads the block, web/unpack.js unpacks it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { integrity, pieces, policy, read, replaced, root, script, web } from "./page.mjs";

// What it is to weigh, and what it may weigh until it does: past that the build fails.
const BYTES_MEANT = 1_000_000;
const BYTES_MAX = 1_120_000;
const dist = join(root, "dist");

// One stream for all parts: what they have in common is written once. The main part comes first, for it is wanted first.
const isLate = (name) => name !== "main.wasm";
const names = readdirSync(pieces).filter((name) => name.endsWith(".wasm")).sort((a, b) => isLate(a) - isLate(b) || (a < b ? -1 : 1));
const contents = names.map((name) => readFileSync(join(pieces, name)));
const parts = {};
let size = 0;
names.forEach((name, place) => (parts[name] = [size, (size += contents[place].length)]));
// Measured: a quarter smaller than the best deflate, which a browser would unpack by itself.
const packing = ["--format=raw", "--lzma1=preset=9e,lc=4,lp=0,pb=0", "--stdout"];
const packed = execFileSync("xz", packing, { input: Buffer.concat(contents), maxBuffer: 1 << 26 });
const sum = packed.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), -2128831035);
const facts = Object.entries({ parts, size, sum }).map(([name, fact]) => `export const ${name} = ${JSON.stringify(fact)};`);
writeFileSync(join(pieces, "parts.js"), facts.join(""));
copyFileSync(web("unpack.js"), join(pieces, "unpack.js"));

// NUL and CR are changed by whoever reads HTML, `=` is the mark itself, and `<` may only stand where no tag begins.
const escaped = (bytes) => {
  const result = [];
  bytes.forEach((byte, at) => {
    const isTag = byte === 60 && (bytes[at + 1] === 33 || bytes[at + 1] === 47);
    if (byte === 0 || byte === 13 || byte === 61 || isTag) result.push(61, byte + 64);
    else result.push(byte);
  });
  return Buffer.from(result);
};
const block = escaped(packed);

const program = await script("single.js", "start.js", "--format=iife");
const early = await script(undefined, "early.js", "--format=iife");
if (/<\/script|<!--/i.test(program + early)) throw new Error("the script holds what would end it");

let page = read(join(dist, "index.html"));
const styles = [];
page = replaced(page, /<link href=\.\/([^ ]+\.css) rel=stylesheet[^>]*>/g, (all, name) => {
  styles.push(read(join(dist, name)));
  return "";
});
// A style sheet has escapes of its own; a space ends them.
const style = styles.join("").replaceAll(/[^\x00-\x7f]/gu, (letter) => `\\${letter.codePointAt(0).toString(16)} `);
page = replaced(page, /<script [^>]*><\/script>|<link href=\.\/manifest[^>]*>/g, "");
page = replaced(page, /<meta charset=utf-8><meta http-equiv[^>]*>/g, () => `<meta charset=windows-1252>${policy({
  "script-src": `'${integrity(program)}' '${integrity(early)}' 'wasm-unsafe-eval'`,
  "style-src": `'${integrity(style)}'`,
  "img-src": "data:",
  "connect-src": "'none'",
  "worker-src": "blob:",
})}`);
page = page.replaceAll(/[^\x00-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);
page = replaced(page, "</head>", () => `<style>${style}</style></head>`);
const [before, after] = page.split("</body>");

const file = Buffer.concat([
  Buffer.from(`${before}<script>${early}</script><script type=application/octet-stream id=parts>`, "ascii"),
  block,
  Buffer.from(`</script><script>${program}</script></body>${after}`, "ascii"),
]);
mkdirSync(join(root, "single"), { recursive: true });
writeFileSync(join(root, "single", "sanyou.html"), file);
console.log(`  single file: ${file.length} bytes (${size} of parts, packed ${packed.length}); meant to be ${BYTES_MEANT}, never more than ${BYTES_MAX}`);
if (file.length > BYTES_MAX) {
  console.error("the single file is over its limit");
  process.exitCode = 1;
}
