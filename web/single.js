// The single-file edition: everything is in the page; nothing is ever fetched.
//
// web/block.js put this script into the page and goes on unpacking the program, which comes after the script.
export { failed } from "./damaged.js";

export const edition = { name: "single", isKept: true, update: undefined, opened: [] };

const isPage = typeof document !== "undefined";

// A worker is sent the program before anything else.
const received = () =>
  new Promise((resolve) => {
    const take = (event) => {
      event.stopImmediatePropagation();
      removeEventListener("message", take);
      resolve(event.data);
    };
    addEventListener("message", take);
  });

const script = isPage ? document.currentScript.textContent : "";
const { stream, whole } = isPage ? globalThis.sanyouBlock : { whole: received() };

// The browser compiles what is there already while the rest is unpacked.
export const main = () =>
  isPage ? new Response(stream, { headers: { "Content-Type": "application/wasm" } }) : whole;

export const worker = () => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const made = new Worker(address);
  // Nothing can fail here: without the whole program nobody would have asked for a worker.
  whole.then((bytes) => made.postMessage(bytes));
  // The program sends its own messages only after the worker said that it is ready.
  made.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return made;
};

export const stand = async () => {};
