// Stands in the single file beside its block of packed bytes: a style sheet, the script and the program. Puts the first two
// into the page, whose policy names their digests, and gives the program on as it is unpacked.
//
// The page says that it is windows-1252, so that each byte of the block is one character. What HTML would not leave alone
// is a `=` and a digit; .ci/single.mjs writes them.
import { failed } from "./damaged.js";
import { ends, sum } from "./facts.js";
import { unpack } from "./unpack.js";

// What follows the mark instead of a byte, from the digit 1 on.
const ESCAPED = [0, 13, 60, 61];

const packed = () => {
  const block = document.getElementById("block");
  const text = block.textContent;
  block.remove();
  const byteOf = new Uint8Array(0x10000);
  const letters = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  for (let byte = 0; byte < 256; byte += 1) byteOf[letters.charCodeAt(byte)] = byte;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  // FNV-1a: a block that was not copied to its end, or was saved in another encoding, is an error and no riddle.
  let hash = -2128831035;
  for (let at = 0; at < text.length; at += 1) {
    let byte = byteOf[text.charCodeAt(at)];
    if (byte === 61) {
      const digit = text.charCodeAt(at + 1) - 49;
      if (digit >= 0 && digit < ESCAPED.length) {
        byte = ESCAPED[digit];
        at += 1;
      }
    }
    bytes[length++] = byte;
    hash = Math.imul(hash ^ byte, 16777619);
  }
  if (hash !== sum) throw new Error("damaged");
  return bytes.subarray(0, length);
};

const pause = () => new Promise((resume) => setTimeout(resume));

const add = (name, bytes) => {
  const element = document.createElement(name);
  element.textContent = new TextDecoder().decode(bytes);
  document.head.append(element);
};

const open = async () => {
  const bytes = new Uint8Array(ends.at(-1));
  const slices = unpack(packed(), bytes);
  let filled = 0;
  const advance = () => (filled = slices.next().value);
  const [style, script] = ends;
  while (filled < script) advance();
  let give;
  let hand;
  const stream = new ReadableStream({ start: (controller) => (give = controller) });
  const whole = new Promise((resolve) => (hand = resolve));
  globalThis.sanyouBlock = { stream, whole };
  add("style", bytes.subarray(0, style));
  add("script", bytes.subarray(style, script));
  for (let given = script; ; advance()) {
    give.enqueue(bytes.slice(given, filled));
    given = filled;
    if (filled === bytes.length) break;
    await pause();
  }
  give.close();
  hand(bytes.subarray(script));
};

open().catch((error) => {
  console.error(error);
  document.getElementById("opening").textContent = failed;
});
