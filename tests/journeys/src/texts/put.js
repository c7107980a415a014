// Puts a text under a key of one home, or removes the key where no text is given.
const [home, key, text, done] = arguments;
if (home === 'local') {
    if (text === null) localStorage.removeItem(key); else localStorage.setItem(key, text);
    done(null);
} else {
    const opening = indexedDB.open('sanyou');
    opening.onerror = () => done(String(opening.error));
    opening.onsuccess = () => {
        const transaction = opening.result.transaction('texts', 'readwrite', { durability: 'strict' });
        const store = transaction.objectStore('texts');
        if (text === null) store.delete(key); else store.put(text, key);
        transaction.oncomplete = () => { opening.result.close(); done(null); };
        transaction.onabort = () => done(String(transaction.error));
    };
}
