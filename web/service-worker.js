// Keeps the files of one build, and answers for them without a network. Touches no other path of its origin.
//
// `build` is put before this by .ci/assemble.mjs: the version, and each file with its digest.

// Caches belong to the whole origin, so the name says whose this is. A scope ends with a slash and holds no space.
const own = `sanyou ${registration.scope} `;
const name = own + build.version;
const files = new Map(build.files.map(([file, integrity]) => [new URL(file, registration.scope).pathname, integrity]));
const root = new URL(registration.scope).pathname;

// What is named by its content may come from anywhere, the rest is asked for anew; the digest decides in any case.
const wanted = ([path, integrity]) =>
  new Request(path, { integrity, cache: /-[0-9a-f]{16}\./.test(path) ? "default" : "no-cache" });

const keep = async () => (await caches.open(name)).addAll([...files].map(wanted));

const clear = async () => {
  const old = (await caches.keys()).filter((cache) => cache.startsWith(own) && cache !== name);
  await Promise.all(old.map((cache) => caches.delete(cache)));
  await clients.claim();
};

const answer = async (path, request) => (await (await caches.open(name)).match(path)) ?? fetch(request);

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(clear()));

// A newer version waits until somebody asks for it: nobody's page changes under their hands.
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const path = pathname === `${root}index.html` ? root : pathname;
  if (event.request.method === "GET" && origin === location.origin && files.has(path)) {
    event.respondWith(answer(path, event.request));
  }
});
