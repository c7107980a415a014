// Makes the single-file edition of the page that Trunk built last: single/sanyou.html, which needs nothing beside it.
//
// It holds the program undivided: the same compilation as the parts, put through wasm-bindgen as it was linked. The file is
// ASCII that calls itself windows-1252, so that style sheet, script and program can stand in it as one block of packed bytes:
// base64 would make them a third larger. web/block.js reads the block, web/unpack.js unpacks it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortened, withoutCustom } from "./module.mjs";
import { features, integrity, keepOnly, optimised, optimising, policy, read, replaced, root, run, script, web } from "./page.mjs";

const BYTES_MAX = 1_000_000;
const dist = join(root, "dist");
const build = process.env.CARGO_TARGET_DIR;
const kept = join(build, "optimised-whole");
const whole = join(build, "whole");
rmSync(whole, { recursive: true, force: true });
mkdirSync(whole);

// A way into a part is an import here and an export there, whose names differ in one word: under one name they are joined.
// The words are equally long, so nothing moves.
const WAYS = "__wasm_split_placeholder__";
// What the linker wrote for the division, and the names, no tool from here on reads.
const linked = withoutCustom(readFileSync(join(build, "parts", "whole.wasm")), /^(reloc\.\w+|linking|name)$/);
for (let at = 0; (at = linked.indexOf("00_import_", at)) >= 0; at += 1) {
  if (/__wasm_split_00\w+$/.test(linked.toString("latin1", at - 40, at))) linked.write("00_export_", at, "latin1");
}
const file = (name) => join(whole, name);
writeFileSync(file("linked.wasm"), linked);
const binding = ["--target=web", "--no-typescript", "--keep-lld-exports", "--out-dir", whole, "--out-name", "sanyou"];
await run(process.env.SANYOU_WASM_BINDGEN, file("linked.wasm"), ...binding);
await run("wasm-merge", ...features, file("sanyou_bg.wasm"), WAYS, "-o", file("joined.wasm"));
const { name: used, bytes } = await optimised(kept, file("joined.wasm"), "--remove-exports=__wasm_split_00*", ...optimising);
keepOnly(kept, [used]);
const [program, glue] = shortened(bytes, read(file("sanyou.js")));
writeFileSync(file("sanyou.js"), glue);

// What loads a part has nothing to do here but to say that the part has come.
const loads = WebAssembly.Module.imports(new WebAssembly.Module(program)).filter(({ module }) => module === WAYS);
if (loads.some(({ name }) => !/^__wasm_split_load_\w+$/.test(name))) throw new Error("a way into a part was not joined");
for (const name of ["whole.js", "damaged.js", "unpack.js"]) copyFileSync(web(name), file(name));
writeFileSync(file("ways.js"), `export { come as ${loads.map(({ name }) => name).join(", come as ")} } from "./whole.js";`);

let page = read(join(dist, "index.html"));
const styles = [];
page = replaced(page, /<link href=\.\/([^ ]+\.css) rel=stylesheet[^>]*>/g, (all, name) => {
  styles.push(read(join(dist, name)));
  return "";
});
// The last sheet is packed: without the program nothing shows that it is for.
const lateStyle = styles.pop();
// A style sheet has escapes of its own; a space ends them.
const style = styles.join("").replaceAll(/[^\x00-\x7f]/gu, (letter) => `\\${letter.codePointAt(0).toString(16)} `);

const main = await script(whole, "single.js", "start.js", "--format=iife", `--alias:${WAYS}=${file("ways.js")}`);
const contents = [Buffer.from(lateStyle), Buffer.from(main), program];
const ends = contents.map((_, place) => contents.slice(0, place + 1).reduce((sum, content) => sum + content.length, 0));
// Measured: a quarter smaller than the best deflate, which a browser would unpack by itself.
const packing = ["--format=raw", "--lzma1=preset=9e,lc=4,lp=0,pb=0", "--stdout"];
const packed = execFileSync("xz", packing, { input: Buffer.concat(contents), maxBuffer: 1 << 26 });
const sum = packed.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), -2128831035);
const facts = Object.entries({ ends, sum }).map(([name, fact]) => `export const ${name} = ${JSON.stringify(fact)};`);
writeFileSync(file("facts.js"), facts.join(""));

// NUL and CR are changed by whoever reads HTML, `<` may only stand where no tag begins, and `=` not where it is the mark.
const escaped = (bytes) => {
  const result = [];
  bytes.forEach((byte, at) => {
    const next = bytes[at + 1];
    if (byte === 0) result.push(61, 49);
    else if (byte === 13) result.push(61, 50);
    else if (byte === 60 && (next === 33 || next === 47)) result.push(61, 51);
    else if (byte === 61 && next >= 49 && next <= 52) result.push(61, 52);
    else result.push(byte);
  });
  return Buffer.from(result);
};
const block = escaped(packed);

const opening = await script(whole, undefined, "block.js", "--format=iife");
const early = await script(whole, undefined, "early.js", "--format=iife");
if (/<\/script|<!--/i.test(opening + early)) throw new Error("the script holds what would end it");

page = replaced(page, /<script [^>]*><\/script>|<link href=\.\/manifest[^>]*>/g, "");
page = replaced(page, /<meta charset=utf-8><meta http-equiv[^>]*>/g, () => `<meta charset=windows-1252>${policy({
  "script-src": `'${integrity(early)}' '${integrity(opening)}' '${integrity(main)}' 'wasm-unsafe-eval'`,
  "style-src": `'${integrity(style)}' '${integrity(lateStyle)}'`,
  "img-src": "data:",
  "connect-src": "'none'",
  "worker-src": "blob:",
})}`);
page = page.replaceAll(/[^\x00-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);
page = replaced(page, "</head>", () => `<style>${style}</style></head>`);
const [before, after] = page.split("</body>");

const result = Buffer.concat([
  Buffer.from(`${before}<script>${early}</script><script type=application/octet-stream id=block>`, "ascii"),
  block,
  Buffer.from(`</script><script>${opening}</script></body>${after}`, "ascii"),
]);
mkdirSync(join(root, "single"), { recursive: true });
writeFileSync(join(root, "single", "sanyou.html"), result);
console.log(`  single file: ${result.length} bytes of ${BYTES_MAX} (${ends.at(-1)} packed to ${packed.length})`);
if (result.length > BYTES_MAX) {
  console.error("the single file is over its limit");
  process.exitCode = 1;
}
