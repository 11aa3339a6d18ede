/* The search as one types. What it knows (search/index.js) and the library that ranks it
   (search/lunr.js) are scripts, since a page that is opened from a disk may not fetch; they are
   loaded when a reader opens the search, not before. */
(function () {
  "use strict";

  const base = new URL("../", document.currentScript.src).href;
  const LISTED = 8; // hits in the list below the field of a page
  const STEP = 30; // hits on the page of the search, and with each "Show more"
  const EXCERPT = 170; // characters of text around what was found
  const LETTERS = { æ: "ae", ø: "o", ß: "ss", đ: "d", ŋ: "n", ŧ: "t" };
  const WORD = /\d+(?:[.,]\d+)*\s?%?|[\p{L}\p{M}\p{N}]+/gu;
  const COMMON = new Set("a an and are as at by das de dem den der det die do does en er et for from har how i im in is it mit of og on or på som the to und was what which with".split(" "));
  // The other words of the search come with its index; these are for when it does not come.
  const FAILED = {
    en: "The search could not be loaded.", nb: "Søket kunne ikke lastes.",
    de: "Die Suche konnte nicht geladen werden.", da: "Søgningen kunne ikke hentes.",
  };
  let ready = null;

  const asked = new URLSearchParams(location.search);
  const language = () => (/^(nb|de|da)$/.test(asked.get("lang")) && document.querySelector(".search-page")
    ? asked.get("lang") : document.documentElement.lang) || "en";

  function load(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}search/${name}.js`;
      script.onload = resolve;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
  }

  /* Without marks and capitals; "oe" and "ø", "ue" and "ü" are one, since readers write either. */
  function fold(word) {
    return word.toLowerCase().replace(/[æøßđŋŧ]/g, (letter) => LETTERS[letter])
      .normalize("NFD").replace(/\p{M}/gu, "").replace(/(ae|oe|ue|aa)/g, (pair) => pair[0]);
  }

  /* The words of a text; a percentage is two, "83" and "83%", and 3,200 is 3200. */
  function split(text) {
    return (text.normalize("NFC").match(WORD) || []).flatMap((word) => {
      if (!/^\d/.test(word)) return [fold(word)];
      const number = word.replace(/[\s%]/g, "").replace(/,(?=\d{3}(\D|$))/g, "").replace(",", ".");
      return word.endsWith("%") ? [number, `${number}%`] : [number];
    });
  }

  function start() {
    ready ??= load("lunr").then(() => load("index")).then(build)
      .catch((error) => { ready = null; throw error; });
    return ready;
  }

  /* An address without its language. */
  const bare = (address) => address.replace(/^(nb|de|da)\//, "").replace(/^summaries\/.*/, "summaries");

  /* The hits with their address, and an index of their words as they are and as stems. */
  function build() {
    const { pages, hits, concepts, places, words } = window.coproSearch;
    const stem = (word) => window.lunr.stemmer(new window.lunr.Token(word, {})).toString();
    const said = words[language()] || words.en;
    // Of a page in several languages a reader gets that in the own, and no term twice.
    const own = new Map(pages.filter(([, , lang]) => lang === language()).map(([address]) => [bare(address), address]));
    const twice = ([kind, page]) => {
      const [address, , lang] = pages[page];
      return (own.get(bare(address)) ?? address) !== address && (kind === "term" || lang === "en");
    };
    const found = hits.filter((hit) => !twice(hit)).map(([kind, page, place, title, text, terms]) => ({
      kind, title, text, id: (/^(?:claim|fig|tbl)-(.+)/.exec(place) || [])[1], where: pages[page][1], top: !place, lang: pages[page][2],
      page: pages[page][0], address: `${pages[page][0]}${place && "#"}${place}`,
      also: terms.flatMap((term) => concepts[term]).join(" "), names: kind === "term" && terms.length ? concepts[terms[0]] : [],
    }));
    const profiles = {};
    const profile = own.get("find_your_place.html") || "find_your_place.html";
    for (const [country, { regions, units, about }] of Object.entries(places)) {
      const subjects = [about[0], ...about[1].flatMap((term) => concepts[term])].join(" ");
      profiles[country] = new Set(split(subjects).flatMap((word) => [word, stem(word)]));
      for (const [code, label, region, alias] of units) {
        found.push({
          kind: "place", title: label, text: said.profile, where: `${regions[region]}, ${said[country]}`, also: alias || "", names: alias ? [alias] : [],
          lang: "en", page: profile, address: `${profile}#${country}-${code}`, country,
        });
      }
    }
    const both = (token) => {
      const short = stem(token.toString());
      return short === token.toString() ? token : [token, token.clone(() => short)];
    };
    window.lunr.Pipeline.registerFunction(both, "both");
    const builder = new window.lunr.Builder();
    builder.tokenizer = (text) => split(text || "").map((word) => new window.lunr.Token(word, {}));
    builder.pipeline.add(both);
    builder.ref("ref");
    builder.field("title", { boost: 6 });
    builder.field("also", { boost: 3 });
    builder.field("text");
    builder.field("where", { boost: 0.6 });
    found.forEach((hit, ref) => builder.add({ ...hit, ref, text: hit.country ? "" : hit.text }));
    return { index: builder.build(), found, profiles, stem, said };
  }

  /* Lists of everything come last, pages in the language of the reader first. */
  function weight(hit, query) {
    const lists = /^(claims|data_catalogue|references|reproduce|glossary)\.html$/.test(bare(hit.page)) && hit.kind !== "term";
    const foreign = hit.lang !== "en" && hit.lang !== language();
    const named = [hit.title, ...hit.names].some((name) => split(name).join(" ") === query);
    return (lists ? 0.4 : 1) * (foreign ? 0.5 : 1) * (hit.lang === language() && hit.lang !== "en" ? 2 : 1)
      * (hit.top ? 1.6 : 1) * (named ? 10 : hit.kind === "term" ? 0.6 : 1);
  }

  /* Hits that hold every word, best first; where none does, those that hold the most (``some``). */
  function find({ index, found, profiles, stem }, text) {
    const every = (text.normalize("NFC").match(WORD) || []).map((word) => split(word).pop());
    const telling = every.filter((word) => !COMMON.has(word));
    const words = [...new Set(telling.length ? telling : every)];
    const scores = new Map();
    const term = (word, options) => index.query((query) => {
      query.term(word, { boost: 6, usePipeline: false, ...options });
      if (options) return;
      query.term(stem(word), { boost: 4, usePipeline: false });
      if (!/\d/.test(word)) query.term(word, { wildcard: window.lunr.Query.wildcard.TRAILING, usePipeline: false });
    });
    words.forEach((word, place) => {
      let matches = term(word);
      if (!matches.length && word.length > 4) matches = term(word, { editDistance: 1 });
      for (const { ref, score } of matches) {
        if (!scores.has(ref)) scores.set(ref, new Array(words.length).fill(0));
        scores.get(ref)[place] = score;
      }
    });
    const query = every.join(" ");
    const ranked = [...scores].map(([ref, of]) => {
      const hit = found[ref];
      const topic = (word) => hit.country && [...profiles[hit.country]].some((one) => one === stem(word) || one.startsWith(word));
      const held = of.map((score, place) => score || (topic(words[place]) ? 1 : 0));
      return { hit, held: held.filter(Boolean).length, score: held.reduce((a, b) => a + b) * weight(hit, query) };
    });
    const most = Math.max(0, ...ranked.map((one) => one.held));
    const hits = ranked.filter((one) => one.held === most).sort((a, b) => b.score - a.score).map((one) => one.hit);
    // Findings, figures and tables are cited by their id: who types one is led to it.
    const cited = found.filter((hit) => hit.id && hit.id === text.trim().toLowerCase());
    if (cited.length) return { hits: [...cited, ...hits.filter((hit) => !cited.includes(hit))], words, some: false };
    return { hits, words, some: most < words.length && hits.length > 0 };
  }

  /* A text around the first word that was found, with all of them marked. */
  function excerpt(text, words, stem, long) {
    const marks = [...text.matchAll(WORD)].filter(([word]) => split(word).some((one) => words.some(
      (asked) => one === asked || stem(one) === stem(asked) || (!/\d/.test(asked) && one.startsWith(asked)))));
    let from = 0;
    if (text.length > long && marks.length && marks[0].index > long / 2) {
      from = text.indexOf(" ", marks[0].index - long / 3) + 1;
    }
    let to = text.length;
    if (text.length > from + long) to = text.lastIndexOf(" ", from + long);
    const parts = [from ? "… " : ""];
    let at = from;
    for (const { 0: word, index } of marks) {
      if (index < from || index + word.length > to) continue;
      parts.push(text.slice(at, index), Object.assign(document.createElement("mark"), { textContent: word }));
      at = index + word.length;
    }
    parts.push(text.slice(at, to), to < text.length ? " …" : "");
    return parts;
  }

  function piece(name, ...parts) {
    const element = document.createElement("span");
    element.className = name;
    element.append(...parts);
    return element;
  }

  /* A hit as one link: what it is, its words, where it stands. */
  function link(hit, words, { stem, said }) {
    const item = document.createElement("a");
    item.className = "hit";
    item.href = base + hit.address;
    const claim = !hit.title;
    item.append(
      piece("hit-kind", said[hit.kind]), " ",
      piece("hit-title", ...excerpt(hit.title || hit.text, words, stem, claim ? 260 : 160)), " ",
      ...(hit.top ? [] : [piece("hit-where", hit.where), " "]));
    if (!claim && hit.text) item.append(piece("hit-text", ...excerpt(hit.text, words, stem, EXCERPT)));
    if (hit.lang !== language()) item.lang = hit.lang;
    return item;
  }

  /* The page of the search for a text, in the language of this page. */
  function address(text) {
    const asks = new URLSearchParams(text && { q: text });
    return `${base}${language() === "en" ? "" : `${language()}/`}search.html${asks.size ? "?" : ""}${asks}`;
  }

  const count = (said, n) => (n === 1 ? said.one : said.many.replace("{n}", n));
  const summary = (said, { hits, some }) => (!hits.length ? said.none : some ? said.some : count(said, hits.length));

  /* The field in the head of a page: a combobox with a list of links below it. */
  function header(form, input) {
    const list = document.createElement("div");
    const state = document.createElement("p");
    const box = document.createElement("div");
    let active = -1;
    Object.assign(list, { id: "search-hits", role: "listbox" });
    Object.assign(state, { className: "hits-state", role: "status" });
    Object.assign(box, { className: "hits", hidden: true });
    box.append(state, list);
    form.append(box);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "search-hits", "aria-expanded": "false", "aria-keyshortcuts": "/" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

    function mark(place) {
      active = place;
      [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[active].id);
      return list.children[active].scrollIntoView({ block: "nearest" });
    }

    function show(open) {
      box.hidden = !open;
      input.setAttribute("aria-expanded", String(open && list.children.length > 0));
      if (!open) mark(-1);
    }

    async function search() {
      const text = input.value.trim();
      if (!text) { list.replaceChildren(); return show(false); }
      let tools;
      try {
        tools = await start();
      } catch (error) {
        state.textContent = FAILED[language()] || FAILED.en;
        return show(true);
      }
      if (input.value.trim() !== text) return null; // overtaken by the next letter
      list.setAttribute("aria-label", tools.said.list);
      const result = find(tools, text);
      list.replaceChildren(...result.hits.slice(0, LISTED).map((hit, i) => {
        const option = link(hit, result.words, tools);
        Object.assign(option, { id: `search-hit-${i}`, role: "option", tabIndex: -1 });
        option.setAttribute("aria-selected", "false");
        return option;
      }));
      state.textContent = summary(tools.said, result);
      box.querySelector(".hits-all")?.remove();
      if (result.hits.length > LISTED) {
        const all = document.createElement("a");
        Object.assign(all, { className: "hits-all", textContent: tools.said.every, href: address(text) });
        box.append(all);
      }
      active = -1;
      input.removeAttribute("aria-activedescendant");
      return show(true);
    }

    input.addEventListener("focus", () => start().catch(() => null));
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const n = list.children.length;
      if (move && n && !box.hidden) {
        event.preventDefault();
        mark(active < 0 && move < 0 ? n - 1 : (active + move + n) % n);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        list.children[active].click();
        show(false);
      } else if (event.key === "Escape" && !box.hidden) {
        event.preventDefault(); // the text stays
        show(false);
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = address(input.value.trim());
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show(false); });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", () => show(false));
  }

  /* The page of the search: all hits, its words in the language of the reader, an address to share. */
  function searchPage(form, input) {
    const list = document.getElementById("search-results");
    const state = document.getElementById("search-state");
    const more = document.getElementById("search-more");
    let result = { hits: [], words: [] };
    let tools = null;

    function add() {
      const shown = list.children.length;
      list.append(...result.hits.slice(shown, shown + STEP).map((hit) => {
        const item = document.createElement("li");
        item.append(link(hit, result.words, tools));
        return item;
      }));
      more.hidden = list.children.length >= result.hits.length;
      return list.children[shown];
    }

    async function search() {
      const text = input.value.trim();
      try {
        tools = await start();
      } catch (error) {
        state.textContent = FAILED[language()] || FAILED.en;
        return;
      }
      if (input.value.trim() !== text) return;
      const { said } = tools;
      document.querySelector("h1").firstChild.textContent = said.heading;
      document.querySelector("article").lang = language();
      more.textContent = said.more;
      result = text ? find(tools, text) : { hits: [], words: [] };
      list.replaceChildren();
      add();
      state.textContent = text ? summary(said, result) : said.hint;
      form.dataset.found = text;
      try {
        const address = new URL(location.href);
        if (text) address.searchParams.set("q", text); else address.searchParams.delete("q");
        history.replaceState(null, "", address);
      } catch (error) { /* some browsers keep the address of a file */ }
    }

    input.value = asked.get("q") || "";
    input.addEventListener("input", search);
    form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
    more.addEventListener("click", () => add()?.querySelector("a").focus());
    document.addEventListener("keydown", (event) => {
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...list.querySelectorAll("a")];
      const here = stops.indexOf(document.activeElement);
      if (!move || here < 0 || !stops[here + move]) return;
      event.preventDefault();
      stops[here + move].focus();
    });
    if (!input.value) input.focus();
    search();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const page = document.querySelector(".search-page");
    const field = document.querySelector(".bar .search input");
    if (field) header(field.form, field);
    if (page) searchPage(page, page.querySelector("input"));
    const own = page ? page.querySelector("input") : field;
    if (!page) for (const link of document.querySelectorAll(".search-link")) link.href = address("");
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (own && own.checkVisibility()) own.select(); // and is in focus then
      else location.href = address("");
    });
  });
})();
