// Returns what sticks out of the window sideways, where no scrolling leads: texts and controls, as their markup begins. The
// headings of a table may stand outside for those who listen; what can be pressed may not.
const width = document.documentElement.clientWidth;
const isHeld = element => {
    for (let parent = element.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflowX !== 'visible') return true;
    }
    return false;
};
const isOut = element => {
    const { left, right } = element.getBoundingClientRect();
    return (left < -1 || right > width + 1) && element.checkVisibility() && !isHeld(element);
};
return Array.from(document.querySelectorAll('body :is(a, button, input, select, textarea, label, p, li, h1, h2, span)'))
    .filter(element => !element.closest('.skip, .visually-hidden') && isOut(element))
    .map(element => element.outerHTML.slice(0, 80));
