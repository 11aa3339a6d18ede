// Marks for axe, of what is shown, what looks like nothing that it was asked for on this page, and
// hides the rest, which keeps its place. Returns what takes all marks away, or null if nothing is
// new.
//
// Whether a text has contrast enough follows from its colour, size and weight and from the grounds
// below it, and whether a link is told from its text by its looks and those of the text. In the
// flow of a page all this is the looks of an element and of what is around it: of a thousand rows
// that look alike one is asked for, and at another width what looks otherwise there.
//
// By itself, always, is asked for: what leaves the box of its ground or of what clips it; what
// stands out of the flow and has no ground of its own; what such a thing, or a neighbour, lies
// over; drawings, controls and labels. What these lie over is not hidden. An element with something
// drawn before or after it, or around it, stands for no other.
() => {
    const asked = window.asked ??= new Set();
    const CONTROL = 'label, input, select, textarea, button, :disabled, [aria-disabled], svg';
    const PLAIN = 'rgba(0, 0, 0, 0)|none|1|none|normal|none|visible';
    const ANYWHERE = {left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity};
    const items = [], lifted = [];

    const inside = (one, other) => one.left >= other.left - 1 && one.right <= other.right + 1
        && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
    const over = (one, other) => one.left < other.right - 1 && one.right > other.left + 1
        && one.top < other.bottom - 1 && one.bottom > other.top + 1;
    const both = (one, other) => ({
        left: Math.max(one.left, other.left), right: Math.min(one.right, other.right),
        top: Math.max(one.top, other.top), bottom: Math.min(one.bottom, other.bottom)});
    const leaves = style => ['absolute', 'fixed', 'sticky'].includes(style.position)
        || style.position === 'relative' && /[1-9]/.test(style.inset) || style.float !== 'none'
        || style.transform !== 'none' || style.margin.includes('-');
    const decorated = one => one && (
        ['::before', '::after'].some(part => getComputedStyle(one, part).content !== 'none')
        || decorated(one.parentElement));
    const ownText = element => [...element.childNodes].filter(one => one.nodeType === 3)
        .map(one => one.nodeValue.trim()).join('');

    // `around` an element: the `grounds` below it, the `box` it may not leave, whether it is asked
    // for `alone`, whether it hangs `bare` over what is not around it, and the element around it.
    function walk(element, around, neighbour) {
        const style = getComputedStyle(element), display = style.display;
        if (display === 'none') return neighbour;
        let {grounds, box, alone, bare} = around;
        const rect = element.getBoundingClientRect(), inline = display.startsWith('inline');
        const ground = style.backgroundColor, image = style.backgroundImage;
        const {opacity, overflow} = style;
        const looks = [ground, image, opacity, style.filter, style.mixBlendMode, style.clipPath,
            style.visibility].join('|');
        const paints = image !== 'none' || !/^rgba.*, 0\)$/.test(ground);
        if (looks !== PLAIN) grounds += '/' + looks;
        if (leaves(style) || !inline && neighbour && over(rect, neighbour)) {
            bare = true;
            lifted.push({element, rect});
        } else if (bare && paints) lifted.push({element, rect});
        if (ground.startsWith('rgb(') && opacity === '1') bare = false;
        alone ||= display !== 'contents' && !inside(rect, box) || element.matches(CONTROL);
        if (paints || overflow.includes('hidden') || overflow.includes('clip'))
            box = both(box, rect);
        if (overflow.includes('auto') || overflow.includes('scroll')) box = ANYWHERE;

        const here = {element, style, inline, grounds, box, alone, bare, around};
        const text = ownText(element), apart = alone || bare;
        if (text || element.matches('input, select, textarea')) {
            const said = /[\p{L}\p{N}]/u.test(text) ? text.length > 1 : text;
            items.push({element, rect, mark: 'text', key: type(here) + said, apart});
        }
        if (element.matches('a[href]') && axe.commons.dom.isInTextBlock(element))
            items.push({element, rect, mark: 'link', key: line(here) + element.role, apart});
        let last;
        for (const child of element.children) last = walk(child, here, last);
        return inline ? neighbour : rect;
    }
    const type = ({grounds, style}) => [grounds, style.color, style.fontSize, style.fontWeight,
        style.fontFamily, style.textShadow, style.webkitTextStroke].join('|') + '\n';
    const line = here => [type(here), here.style.fontStyle, here.style.display,
        here.style.textDecoration, here.style.border].join('|')
        + (here.inline ? line(here.around) : '');
    axe.setup(document);
    const root = getComputedStyle(document.documentElement).background;
    const odd = !!document.querySelector('[aria-labelledby]:is(:disabled, [aria-disabled])');
    walk(document.body, {grounds: root, box: ANYWHERE, alone: odd, bare: false});
    axe.teardown();

    const kept = new Set(), ask = [];
    const keep = one => {
        for (; one && !kept.has(one); one = one.parentElement) kept.add(one)};
    for (const {element, rect, mark, key, apart} of items) {
        const twins = !apart && !lifted.some(
            one => over(rect, one.rect) && !one.element.contains(element));
        if (twins && asked.has(mark + key)) continue;
        if (twins && !decorated(element)) asked.add(mark + key);
        ask.push({element, mark, rect, apart: !twins});
        keep(element);
    }
    if (!ask.length) return null;
    lifted.forEach(one => keep(one.element));
    const apart = ask.filter(one => one.apart);
    const below = rect => apart.some(one => over(one.rect, rect));
    const rest = [...kept].flatMap(one => [...one.children])
        .filter(one => !kept.has(one) && !below(one.getBoundingClientRect()));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('[data-asked] {visibility: hidden !important}');
    document.adoptedStyleSheets.push(sheet);
    rest.forEach(one => one.setAttribute('data-asked', ''));
    ask.forEach(({element, mark}) => element.setAttribute(
        'aria-grabbed', `${element.getAttribute('aria-grabbed') ?? ''} ${mark}`));
    // axe names no element by this attribute, which nothing has.
    const selectors = {
        'color-contrast': '[aria-grabbed~=text]', 'link-in-text-block': '[aria-grabbed~=link]'};
    const rules = axe._audit.rules.filter(rule => rule.id in selectors);
    const usual = rules.map(rule => rule.selector);
    rules.forEach(rule => {rule.selector = selectors[rule.id]});
    return () => {
        rules.forEach((rule, i) => {rule.selector = usual[i]});
        document.adoptedStyleSheets.pop();
        rest.forEach(one => one.removeAttribute('data-asked'));
        ask.forEach(({element, mark}) => element.removeAttribute('aria-grabbed'))}
}
