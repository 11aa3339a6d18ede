"""The pages of the book, and what makes one whole in a real browser."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from copro.paths import ROOT

# axe reads the same few colours thousands of times, keeps the private fields of each in a WeakMap
# and looks up what it knows of an element in a list of all. Here each text of a colour is read
# once, a field is a property, a long list, which only grows, has a map of its places, and the HTML
# of what it finds is not kept: the rules and what they find are the same.
QUICKER = """
    const {Color} = axe.commons.color, read = Color.prototype.parseString, known = {};
    Color.prototype.parseString = function (text) {
        if (known[text]) return Object.assign(this, known[text]);
        read.call(this, text);
        const {r, g, b, alpha} = this;
        known[text] = {r, g, b, alpha};
        return this}
    axe.configure({noHtml: true});
"""
FIELDS = """[0, 1].map(() => class {
    key = Symbol();
    get(of) {return of[this.key]}
    set(of, value) {of[this.key] = value; return this}
    add(of) {return this.set(of, true)}
    has(of) {return this.key in of}
    delete(of) {return delete of[this.key]}
})"""
PLACE = """function (sought, ...from) {
    if (this.length < 50 || from.length) return indexOf.call(this, sought, ...from);
    const known = this[places] ??= new Map();
    for (let i = known.size; i < this.length; i++) known.set(this[i], i);
    return known.get(sought) ?? -1}"""
SHIPPED = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
AXE = f"""((WeakMap, WeakSet) => {{
    const places = Symbol(), {{indexOf}} = Array.prototype;
    Array.prototype.indexOf = {PLACE};
    {SHIPPED}
    Array.prototype.indexOf = indexOf;
    {QUICKER}}})(...{FIELDS})"""
# What is folded away is most of a chapter. axe reads names and ids there, which no theme and no
# width changes, and no colours: here it is away while axe looks at what is shown.
NEW_LOOKS = Path(__file__).with_name("new_looks.js").read_text(encoding="utf-8")
RUN_AXE = f"""async ({{part, shown, fresh, options}}) => {{
    const folds = shown ? document.querySelectorAll('details:not([open]) > :not(summary)') : [];
    const back = [...folds].map(fold => {{
        const place = new Text();
        fold.replaceWith(place);
        return () => place.replaceWith(fold)}});
    const marks = fresh ? ({NEW_LOOKS})() : () => {{}};
    const {{violations}} = marks ? await axe.run(
        part ? document.querySelector(part) : document,
        {{resultTypes: ['violations'], preload: false, ...options}}) : {{violations: []}};
    marks?.();
    back.forEach(put => put());
    return violations.map(v => `${{v.id}} (${{v.impact}}): `
        + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))}}"""
COLOURS = ["color-contrast", "link-in-text-block"]
NO_COLOURS = {rule: {"enabled": False} for rule in COLOURS}
# Another width lets the browser choose another file for a picture: what counts is what it has in
# the end.
BROKEN_IMAGES = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const shown = [...document.images].filter(i => i.getClientRects().length);
    shown.forEach(i => {i.loading = 'eager'});
    const chosen = shown.some(i => i.closest('picture'));
    for (let i = 0; chosen && i < 2 || shown.some(i => !i.complete); i++) await frame();
    return shown.filter(i => !i.naturalWidth).map(i => i.src)}"""
# The page itself never scrolls sideways; wide tables and formulas do so inside their own box.
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# As on a page that was just opened: the next stop of the tab key is its first.
FROM_THE_TOP = """() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex')}"""


@cache
def contents() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]


ALL = [*contents(), "search", "nb/search"]
CHAPTERS = [name for name in contents() if name[:2] in ("1_", "2_", "3_", "4_")]


def faults(page, part=None, *, shown=True, fresh=False, **options):
    """What axe finds on a page, or in a part of it that a selector names: in what is shown, or also
    in what is folded away; with ``fresh`` by the colours of what looks like nothing that it was
    asked for so before, since the page was opened. By itself it goes by all its rules, those that
    only advise too: reading by a screen reader is the point. ``options`` are its own.
    """
    if fresh:
        options["runOnly"] = COLOURS
    return page.evaluate(
        RUN_AXE, {"part": part, "shown": shown, "fresh": fresh, "options": options}
    )


def check(visit, name):
    """A page is whole at every width and in both themes: phone, tablet and desk, without a network.

    Every rule counts in each theme and at each width. Colours, which are most of the work, count
    in each theme at each width, once for all that looks alike. The page is opened once, and the
    switch is the reader's.
    """
    page = visit(name, width=1280)
    page.evaluate(AXE)
    for theme, widths in (("light", (1280, 768, 390)), ("dark", (390, 768, 1280))):
        page.emulate_media(color_scheme=theme)
        if theme == "dark":
            page.locator('[data-switch="theme"]').click()
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(TOO_WIDE) <= 0, f"{name} scrolls sideways at {width} px, {theme}"
            assert page.evaluate(BROKEN_IMAGES) == []
            found = []
            if (theme, width) == ("light", 1280):
                found += faults(page, shown=False, rules=NO_COLOURS)
            if (theme, width) == ("dark", 390):
                found += faults(page, rules=NO_COLOURS)
            if width != 768:  # the two layouts of the theme
                found += faults(page, fresh=True)
            assert found == [], f"{name} at {width} px, {theme}"
    assert page.problems == [] and page.requests == []
