// Reads all texts of the app in both homes. Asked to unpack, it gives what a packed part holds in place of its packing.
const [isUnpacking, done] = arguments;

// Fifteen bits to a unit, deflated. The last unit may carry no more than the bits that were left over.
const bytesOf = packed => {
    const bytes = [];
    let bits = 0, count = 0;
    for (let place = 0; place < packed.length; place += 1) {
        bits = (bits << 15) | (packed.charCodeAt(place) - 0x3400);
        count += 15;
        while (count >= 8) {
            count -= 8;
            bytes.push((bits >> count) & 0xff);
        }
        bits &= (1 << count) - 1;
    }
    return new Uint8Array(bytes);
};

const inflate = bytes => new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();

const unpack = async text => {
    const at = text.indexOf('"packed":"');
    if (!isUnpacking || at < 0) return text;
    const bytes = bytesOf(JSON.parse(text).packed);
    return text.slice(0, at) + await inflate(bytes).catch(() => inflate(bytes.slice(0, -1)));
};

const settled = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});

(async () => {
    const own = Object.keys(localStorage).filter(key => key.startsWith('sanyou1/'));
    const parts = own.map(key => ['local ' + key, localStorage.getItem(key)]);
    const database = await settled(indexedDB.open('sanyou'));
    const store = database.transaction('texts').objectStore('texts');
    const [keys, texts] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    database.close();
    keys.forEach((key, place) => parts.push(['durable ' + key, texts[place]]));
    return Promise.all(parts.map(async ([key, text]) => [key, await unpack(text)]));
})().then(done, error => done([['failed', String(error)]]));
