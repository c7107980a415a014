// Runs first in the page, and in each of its workers: starts the program there.
//
// What differs between the editions, hosted and single file, is in edition.js and nowhere else.
import init from "./sanyou.js";
import { edition, failed, main, stand, worker } from "./edition.js";

const isPage = typeof document !== "undefined";

// A worker that runs this very program; there `main` serves instead of mounting.
globalThis.sanyouWorker = worker;
globalThis.sanyouEdition = edition;

// Says in the page why nothing opens; in a worker there is nobody to tell but the browser's own log.
const tell = (error) => {
  console.error(error);
  const opening = isPage && document.getElementById("opening");
  if (opening) opening.textContent = failed;
};

const start = async () => {
  // The page for browsers that are too old is shown already.
  if (isPage && "old" in document.documentElement.dataset) return;
  const wasm = await init({ module_or_path: await main() });
  if (!isPage) return;
  dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } }));
  await stand();
};

start().catch(tell);
