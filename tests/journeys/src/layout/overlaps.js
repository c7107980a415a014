// Returns the texts of the content that lie over each other, as "one | other". What is fixed or sticks to the window lies
// over other things on purpose and is left out.
const content = document.querySelector('main');
const above = element => {
    const all = [];
    for (; element !== null && element !== content; element = element.parentElement) all.push(element);
    return all;
};
const cut = (rect, frame) => ({
    left: Math.max(rect.left, frame.left), right: Math.min(rect.right, frame.right),
    top: Math.max(rect.top, frame.top), bottom: Math.min(rect.bottom, frame.bottom),
});
const pieces = [];
const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
    const text = texts.currentNode, parents = above(text.parentElement);
    const styles = parents.map(parent => getComputedStyle(parent));
    const isApart = styles.some(({ position }) => position !== 'static' && position !== 'relative');
    // What is folded away has a place although it is not shown.
    if (!text.parentElement.checkVisibility()) continue;
    if (text.data.trim() === '' || isApart || text.parentElement.closest('select')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const frames = parents.filter((_, place) => styles[place].overflowX !== 'visible').map(frame => frame.getBoundingClientRect());
    for (const rect of range.getClientRects()) {
        pieces.push({ text: text.data.trim(), node: text, ...frames.reduce(cut, cut(rect, rect)) });
    };
}
// The boxes of letters in neighbouring lines overlap by a little; letters do not.
const found = new Set();
pieces.forEach((one, place) => pieces.slice(place + 1).forEach(other => {
    const both = cut(one, other);
    if (one.node !== other.node && both.right - both.left > 2 && both.bottom - both.top > 6) found.add(one.text + ' | ' + other.text);
}));
return [...found];
