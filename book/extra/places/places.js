/* Find your place: search, map to choose from, address of a profile, loading of the data. Drawing
   is in places_profile.js. The data are scripts (data/*.js), because a page that is opened
   from a disk may not fetch files; they are loaded when they are needed. All words come from the
   file of the page's language. */
(function () {
  "use strict";

  const MOST = 12; // options shown at once
  const SIDE_BY_SIDE = 3; // places
  const language = document.documentElement.lang;
  const base = document.currentScript.src.replace(/places\.js.*$/, "data/");
  const byId = (id) => document.getElementById(id);
  const waiting = new Map();
  /* On a phone the keyboard would cover the profile: after a choice the field gives up the focus. */
  const touch = () => window.matchMedia("(pointer: coarse)").matches;
  let say = {}; // the words of the page
  let shown = []; // places of the profile
  let adding = false; // the next choice joins the place that is shown
  let reveal = false; // the profile comes into view: after a choice on a phone, and at a shared address

  function data(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${base}${name}.js`;
        script.onload = () => resolve(window.coproPlaces[name]);
        script.onerror = () => {
          waiting.delete(name); // the next try loads it again
          reject(new Error(fill("ui.not_loaded", { name: `${name}.js` }) || `${name}.js`));
        };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  function fill(name, values = {}) {
    return (say[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  /* Two spellings of a name without marks: "tromso" and "tromsoe", so that readers find it by either. */
  const LETTERS = {
    æ: ["a", "ae"], ø: ["o", "oe"], å: ["a", "aa"], ä: ["a", "ae"], ö: ["o", "oe"], ü: ["u", "ue"],
    ß: ["ss", "ss"], đ: ["d", "d"], ŋ: ["n", "n"], ŧ: ["t", "t"], č: ["c", "c"], š: ["s", "s"], ž: ["z", "z"],
  };
  function fold(text, spelling) {
    return text.normalize("NFC").toLocaleLowerCase("nb")
      .replace(/[æøåäöüßđŋŧčšž]/g, (letter) => LETTERS[letter][spelling])
      .normalize("NFD").replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, " ").trim();
  }

  function catalogue(index) {
    const places = [];
    for (const [country, { units, regions, file }] of Object.entries(index)) {
      units.forEach(([code, label, region, kind, alias], position) => {
        const names = [label, alias || ""].join(" ");
        places.push({
          key: `${country}-${code}`, country, code, label, region, kind, position,
          regionName: regions[region], countryName: say[`country.${country}`], file,
          where: `${regions[region]}, ${say[`country.${country}`]}`,
          spellings: [fold(names, 0), fold(names, 1)],
        });
      });
    }
    return places;
  }

  /* Words that readers put before or behind a name, in the spellings of ``fold``. */
  const KINDS = /\b(kommune|herred|landkreis|kreis|lk|stadt|stadtkreis|kreisfreie)\b/g;

  /* Best first: the name begins with the query, then one of its words, then any part of it; a query
     that names nothing is tried again without words like kommune or Landkreis. */
  function matches(places, query) {
    const plain = fold(query, 0);
    const found = ranked(places, plain, query);
    const bare = plain.replace(KINDS, " ").replace(/ +/g, " ").trim();
    return found.length || bare === plain ? found : ranked(places, bare, query);
  }

  function ranked(places, plain, query) {
    if (!plain) return [];
    const rank = (place) => {
      if (place.code === plain || place.key.toLowerCase() === query.trim().toLowerCase()) return 0;
      if (place.spellings.some((name) => name.startsWith(plain))) return 1;
      if (place.spellings.some((name) => ` ${name}`.includes(` ${plain}`))) return 2;
      return place.spellings.some((name) => name.includes(plain)) ? 3 : 9;
    };
    return places.map((place) => [rank(place), place]).filter(([order]) => order < 9)
      .sort((a, b) => a[0] - b[0] || a[1].label.localeCompare(b[1].label, language))
      .map(([, place]) => place);
  }

  /* Letters to be changed, added or left out between two names. */
  function apart(one, other) {
    let above = [...Array(other.length + 1).keys()];
    [...one].forEach((letter, i) => {
      const line = [i + 1];
      for (let j = 0; j < other.length; j += 1) line.push(Math.min(above[j + 1] + 1, line[j] + 1, above[j] + (letter !== other[j])));
      above = line;
    });
    return above[other.length];
  }

  /* Names nearest to one that is none: a letter in four may be wrong. */
  function near(places, query) {
    const plain = fold(query, 0).replace(KINDS, " ").trim();
    const typed = [plain, ...plain.split(" ")].filter((word) => word.length > 3);
    const off = ({ spellings }) => Math.min(...spellings.flatMap((name) => [name, ...name.split(" ")])
      .filter((name) => name.length > 2).flatMap((name) => typed.map((word) => apart(word, name) / word.length)));
    return places.map((place) => [off(place), place]).filter(([far]) => far <= 1 / 4)
      .sort((a, b) => a[0] - b[0] || a[1].label.localeCompare(b[1].label, language)).slice(0, 5).map(([, place]) => place);
  }

  /* The combobox of the WAI-ARIA practices, with a list that opens below the field. */
  function combobox(places, choose) {
    const input = byId("place-input");
    const list = byId("place-list");
    const count = byId("place-count");
    let found = [];
    let active = -1;

    function mark(position) {
      active = position;
      [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[active].id);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }

    function open() {
      const within = adding ? places.filter(({ country }) => country === shown[0].country) : places;
      const named = matches(within, input.value);
      const every = named.length ? named : near(within, input.value);
      found = every.slice(0, MOST);
      list.replaceChildren(...found.map((place, i) => {
        const option = document.createElement("li");
        option.id = `place-option-${i}`;
        option.setAttribute("role", "option");
        const where = document.createElement("span");
        where.textContent = place.where;
        option.append(place.label, " ", where);
        option.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
        option.addEventListener("click", () => pick(i));
        return option;
      }));
      const any = found.length > 0;
      list.hidden = !any;
      input.setAttribute("aria-expanded", String(any));
      mark(-1);
      if (!input.value.trim()) count.textContent = "";
      else if (!any) count.textContent = fill("ui.not_found");
      else if (!named.length) count.textContent = fill("ui.near");
      else if (every.length > MOST) count.textContent = fill("ui.found_many", { n: every.length, m: MOST });
      else count.textContent = fill(every.length === 1 ? "ui.found_one" : "ui.found", { n: every.length });
    }

    function pick(position) {
      const place = found[position];
      input.value = place.label;
      count.textContent = "";
      close();
      reveal = touch();
      if (reveal) input.blur();
      choose(place);
    }

    const keys = {
      ArrowDown: () => (list.hidden ? open() : mark((active + 1) % found.length)),
      ArrowUp: () => (list.hidden ? open() : mark((Math.max(active, 0) + found.length - 1) % found.length)),
      Home: () => mark(0),
      End: () => mark(found.length - 1),
      Enter: () => pick(Math.max(active, 0)),
    };
    input.addEventListener("input", open);
    input.addEventListener("blur", close);
    input.addEventListener("focus", () => input.select());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        if (list.hidden) input.value = "";
        count.textContent = "";
        close();
      } else if (event.key in keys && !event.altKey && !event.ctrlKey && !event.metaKey) {
        const arrows = event.key.startsWith("Arrow");
        // Home and End move in the text until an option is active.
        if (list.hidden ? !(arrows && input.value) : active < 0 && !arrows && event.key !== "Enter") return;
        event.preventDefault();
        keys[event.key]();
      }
    });
    input.form.addEventListener("submit", (event) => event.preventDefault());
  }

  function tell(text) {
    byId("place-message").textContent = text;
  }

  const address = (list) => list.map(({ key }) => key).join("+");

  /* Search adds to the profile (``true``) or opens a new one. */
  function compare(on) {
    adding = on;
    const input = byId("place-input");
    byId("place-label").textContent = on ? fill("ui.compare_label", { country: shown[0].countryName }) : fill("ui.label");
    input.value = on ? "" : shown.map(({ label }) => label).join(", ");
    if (on) input.focus();
  }

  async function show(places) {
    const wanted = decodeURIComponent(location.hash.slice(1)).toUpperCase();
    const section = byId("place-profile");
    if (!/^[A-Z]{3}-\w+(\+[A-Z]{3}-\w+)*$/.test(wanted)) { // no code, but perhaps a heading of the page
      if (!wanted) {
        section.hidden = true;
        byId("place-start").hidden = false;
        delete document.body.dataset.place;
      }
      return;
    }
    const codes = [...new Set(wanted.split("+"))];
    const found = codes.map((code) => places.find(({ key }) => key === code));
    const unknown = codes.find((_, i) => !found[i]);
    if (unknown) {
      section.hidden = true;
      byId("place-start").hidden = false;
      tell(fill("ui.unknown", { code: unknown }));
      return;
    }
    const side = found.filter(({ country }) => country === found[0].country).slice(0, SIDE_BY_SIDE);
    const { country, region } = side[0];
    tell("");
    try {
      const [numbers, texts, local, overview] = await Promise.all([
        data(country), data(`${country}-${language}`), data(`map-${country}-${region}`), data(`map-${country}`)]);
      const more = await Promise.all(side.map(async (one) => ({
        ...one,
        lines: await data(`years-${country}-${one.region}`),
        summary: (await data(`${country}-${one.region}-${language}`))[one.code],
      })));
      if (decodeURIComponent(location.hash.slice(1)).toUpperCase() !== wanted) return; // overtaken by another choice
      shown = side;
      window.coproPlaceProfile(more, { ...numbers, ...texts }, { say, fill, language, map: local, overview, places, address,
        add: side.length < SIDE_BY_SIDE ? () => compare(true) : null });
      section.hidden = false;
      byId("place-start").hidden = true;
      document.body.dataset.place = wanted;
      compare(false);
      if (location.search) {
        try { history.replaceState(null, "", location.pathname + location.hash); } catch (error) { /* some browsers keep the address of a file */ }
      }
      document.title = fill("ui.title", { place: side.map(({ label }) => label).join(", ") });
      if (reveal) byId("place-heading").scrollIntoView({ block: "start" });
      reveal = false;
    } catch (problem) {
      section.hidden = true;
      tell(problem.message);
    }
  }

  /* A name that another page sends along (?q=Bergen): the one place of that name is shown, of several
     the list opens. */
  function asked(places) {
    const query = new URLSearchParams(location.search).get("q");
    if (!query || location.hash) return;
    const input = byId("place-input");
    input.value = query;
    const found = matches(places, query);
    const exact = found.filter((place) => place.spellings.includes(fold(query, 0)));
    const [one] = exact.length === 1 ? exact : found.length === 1 ? found : [];
    if (one) {
      reveal = touch();
      location.hash = one.key;
    }
    else input.dispatchEvent(new Event("input"));
  }

  /* Without a place: a map of each country, whose regions lead to their places. */
  async function chooser(places, index) {
    const box = byId("place-choose");
    const { draw, element } = window.coproPlaceDrawing;
    for (const [country, { regions }] of Object.entries(index)) {
      const name = say[`country.${country}`];
      const overview = await data(`map-${country}`);
      const below = element("div", { class: "place-below", "aria-live": "polite" });
      const pick = async (region) => {
        const local = await data(`map-${country}-${region}`);
        const inside = places.filter((one) => one.country === country && one.region === region);
        const go = (code) => { location.hash = `${country}-${code}`; };
        const links = inside.sort((a, b) => a.label.localeCompare(b.label, language))
          .map((one) => element("li", {}, element("a", { href: `#${one.key}` }, one.label)));
        below.replaceChildren(element("h4", {}, fill("ui.choose_place", { region: regions[region] })),
          draw(local, "", "place-local", "", (code) => inside.find((one) => one.code === code)?.label, go),
          element("ul", { class: "place-names" }, ...links));
      };
      const named = Object.entries(regions).sort((a, b) => a[1].localeCompare(b[1], language));
      const buttons = named.map(([code, text]) => {
        const button = element("button", { type: "button" }, text);
        button.addEventListener("click", () => pick(code));
        return element("li", {}, button);
      });
      box.append(element("section", { class: "place-country" }, element("h3", {}, name),
        draw(overview, "", "place-regions", "", (code) => regions[code], pick),
        element("ul", { class: "place-names", "aria-label": fill("ui.choose_region", { country: name }) }, ...buttons), below));
    }
  }

  async function start() {
    byId("place-search").hidden = false;
    try {
      say = await data(`page-${language}`);
      const index = await data("index");
      const places = catalogue(index);
      reveal = /^#[a-z]{3}-/i.test(location.hash);
      combobox(places, (place) => {
        const goal = adding ? address([...shown.filter(({ key }) => key !== place.key), place]) : place.key;
        if (location.hash === `#${goal}`) show(places);
        else location.hash = goal;
      });
      window.addEventListener("hashchange", () => show(places));
      asked(places);
      const empty = !location.hash;
      await show(places);
      if (empty) await chooser(places, index);
      else window.addEventListener("hashchange", () => { if (!location.hash && !byId("place-choose").children.length) chooser(places, index); });
      byId("place-search").dataset.ready = "true";
    } catch (problem) {
      tell(problem.message);
    }
  }

  start();
})();
