// The hosted edition: the parts are files beside the script, kept by a service worker once they have come.
import parts from "./parts.js";

const here = import.meta.url;

export const failed =
  "程序没有完整下载，数据没有受影响。请检查网络，然后重新打开本页。 The program did not arrive whole; your data is not affected. Check the connection and reload this page.";

// What the program may know of its edition. It hears `sanyou-edition` when something of it changes.
export const edition = {
  name: "hosted",
  // Whether everything is kept for work without a network.
  isKept: false,
  // Set while a newer version waits: takes it over and opens the page again.
  update: undefined,
  // Files that the system asked to be opened with this program.
  opened: [],
};

const fetched = ([name, integrity]) => fetch(new URL(name, here), { integrity });

export const main = () => fetched(parts.main);

export const part = async (file) => (await fetched(parts[file])).arrayBuffer();

export const worker = () => new Worker(here, { type: "module" });

const changed = () => dispatchEvent(new Event("sanyou-edition"));

// Takes files that the system hands over to an installed program.
const takeOpened = () =>
  globalThis.launchQueue?.setConsumer(async ({ files }) => {
    const opened = await Promise.all(files.map((file) => file.getFile()));
    if (opened.length === 0) return;
    edition.opened.push(...opened);
    changed();
  });

// Lets the newer version in and opens the page again once it stands. Other tabs go on with what they have loaded.
const takeOver = (host, waiting) => {
  host.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over");
};

// Follows the service worker, for as long as the page is open.
export const stand = async () => {
  takeOpened();
  let host;
  let held;
  try {
    host = navigator.serviceWorker;
    // There is none on plain http, and a browser that may store nothing refuses.
    held = await host?.register(new URL("service-worker.js", here));
  } catch (error) {
    console.info("no work without a network:", error);
  }
  if (!held) return;
  const look = () => {
    edition.isKept = Boolean(held.active);
    edition.update = held.waiting && host.controller ? takeOver.bind(undefined, host, held.waiting) : undefined;
    changed();
  };
  const follow = (coming) => coming?.addEventListener("statechange", look);
  held.addEventListener("updatefound", () => follow(held.installing));
  [held.installing, held.waiting].forEach(follow);
  look();
};
