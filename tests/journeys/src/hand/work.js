// Makes edits one after another through the form of the page, as fast as the page lets it, and notes which of them the
// page has shown as saved. Nothing here waits for a time: each step begins when the page shows that it may.
const [edits, isInStep] = arguments;
const hand = window.hand;
const work = { begun: 0, shown: 0, failed: null };
hand.work = work;

const all = css => document.querySelectorAll(css);
const path = address => address.split('?')[0];

// Resolves once a look finds something; looks again whenever the page changes.
const until = look => new Promise(resolve => {
    const found = look();
    if (found) return resolve(found);
    const observer = new MutationObserver(() => {
        const found = look();
        if (!found) return;
        observer.disconnect();
        resolve(found);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});

const otherForm = before => until(() => Array.from(all('form.record')).find(form => form !== before));

const meet = async round => {
    hand.channel.postMessage(round);
    while (hand.other < round) await new Promise(resolve => { hand.wake = resolve; });
};

const isSaved = () => all('form.record').length === 1 && all('.field.changed').length === 0
    && document.querySelector('.state').dataset.standing === 'good';

const make = async (edit, round) => {
    const before = document.querySelector('form.record');
    let form = before;
    if (path(location.hash) !== path(edit.place)) {
        location.hash = edit.place;
        form = await otherForm(before);
    }
    for (const [name, value] of edit.fields) {
        const control = form.querySelector('#field-' + name);
        control.value = value;
        control.dispatchEvent(new Event(control.matches('select') ? 'change' : 'input', { bubbles: true }));
    }
    await until(() => all('.field.changed').length > 0);
    // Both tabs press "save" before either looks at what comes of it, so that the saves overlap.
    if (isInStep) await meet(round);
    work.begun += 1;
    document.querySelector('#save').click();
    // A record that was new gets an address of its own, and the page a form for it.
    if (path(edit.place).endsWith('/new')) await otherForm(form);
    await until(isSaved);
    work.shown += 1;
};

(async () => {
    for (const [round, edit] of edits.entries()) await make(edit, round);
})().catch(error => { work.failed = String(error && error.stack || error); });
return null;
