// The single-file edition: the parts are one packed block of bytes inside the page; nothing is ever fetched.
//
// The page says that it is windows-1252, so that each byte of the block is one character. The four that HTML would not
// leave alone follow a `=`, moved by 64; .ci/single.mjs writes them.
import { parts, size, sum } from "./parts.js";
import { unpack } from "./unpack.js";

export const failed =
  "这份文件不完整，可能没有复制完，或被别的程序改动过。数据没有受影响。请重新取得这个文件。 This file is not whole: it was not copied to its end, or another program altered it. Your data is not affected. Get the file again.";

export const edition = { name: "single", isKept: true, update: undefined, opened: [] };

const isPage = typeof document !== "undefined";

const unescaped = (text) => {
  const odd = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, place) => 128 + place));
  const byte = new Map(Array.from(odd, (letter, place) => [letter.charCodeAt(0), 128 + place]));
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 61) bytes[length++] = text.charCodeAt(++at) - 64;
    else bytes[length++] = byte.get(code) ?? code;
  }
  return bytes.subarray(0, length);
};

const packed = () => {
  const block = document.getElementById("parts");
  const bytes = unescaped(block.textContent);
  block.remove();
  // FNV-1a: a block that was not copied to its end, or was saved in another encoding, is an error and no riddle.
  if (bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), -2128831035) !== sum) throw new Error("damaged");
  return bytes;
};

const pause = () => new Promise((resume) => setTimeout(resume));

// Unpacks as far as is asked for, the main part first, in slices between which the page can do other things.
const unpacking = () => {
  const bytes = new Uint8Array(size);
  let slices;
  let filled = 0;
  const advance = async (end) => {
    slices ??= unpack(packed(), bytes);
    while (filled < end) {
      filled = slices.next().value;
      await pause();
    }
    return bytes;
  };
  let work = Promise.resolve();
  return (end) => (work = work.then(() => advance(end)));
};

// A worker is sent the bytes before anything else.
const receiving = () => {
  const sent = new Promise((resolve) => {
    const take = (event) => {
      event.stopImmediatePropagation();
      removeEventListener("message", take);
      resolve(event.data);
    };
    addEventListener("message", take);
  });
  return () => sent;
};

const script = isPage ? document.currentScript.textContent : "";
const until = isPage ? unpacking() : receiving();

export const part = async (file) => {
  const [begin, end] = parts[file];
  return (await until(end)).subarray(begin, end);
};

export const main = () => part("main.wasm");

export const worker = () => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const made = new Worker(address);
  // A page whose own block is damaged does not run, so nothing can fail here.
  until(size).then((all) => made.postMessage(all));
  // The program sends its own messages only after the worker said that it is ready.
  made.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return made;
};

export const stand = async () => {};
