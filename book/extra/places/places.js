/* Find your place: search, address of a profile, loading of the data. Drawing is in
   places_profile.js. The data are scripts (data/*.js), because a page that is opened
   from a disk may not fetch files; they are loaded when they are needed. */
(function () {
  "use strict";

  const MOST = 12; // options shown at once
  const base = document.currentScript.src.replace(/places\.js.*$/, "data/");
  const byId = (id) => document.getElementById(id);
  const waiting = new Map();
  /* On a phone the keyboard would cover the profile: after a choice the field gives up the focus. */
  const touch = () => window.matchMedia("(pointer: coarse)").matches;
  let reveal = false; // the profile comes into view: after a choice on a phone, and at a shared address

  function data(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${base}${name}.js`;
        script.onload = () => resolve(window.coproPlaces[name]);
        script.onerror = () => {
          waiting.delete(name); // the next try loads it again
          reject(new Error(`The data file ${name}.js could not be loaded.`));
        };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
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
    for (const [country, { units, ...words }] of Object.entries(index)) {
      units.forEach(([code, label, region, kind, alias], position) => {
        const names = [label, alias || ""].join(" ");
        places.push({
          key: `${country}-${code}`, country, code, label, region, kind, position,
          where: `${words.regions[region]}, ${words.name}`, words,
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
      .sort((a, b) => a[0] - b[0] || a[1].label.localeCompare(b[1].label, "en"))
      .map(([, place]) => place);
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
      const every = matches(places, input.value);
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
      const shown = found.length > 0;
      list.hidden = !shown;
      input.setAttribute("aria-expanded", String(shown));
      mark(-1);
      if (!input.value.trim()) count.textContent = "";
      else if (!shown) count.textContent = "Not found. In Norway type the municipality of today, in Germany the Kreis or the city that is a Kreis of its own. Danish municipalities have no profile yet.";
      else if (every.length > MOST) count.textContent = `${every.length} places found, the first ${MOST} are listed.`;
      else count.textContent = `${every.length} ${every.length === 1 ? "place" : "places"} found.`;
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

  function say(text) {
    byId("place-message").textContent = text;
  }

  async function show(places) {
    const wanted = decodeURIComponent(location.hash.slice(1)).toUpperCase();
    const section = byId("place-profile");
    if (!/^[A-Z]{3}-\w+$/.test(wanted)) { // no code, but perhaps a heading of the page
      if (!wanted) section.hidden = true;
      return;
    }
    const place = places.find(({ key }) => key === wanted);
    if (!place) {
      section.hidden = true;
      say(`There is no place with the code ${wanted} in this book. It knows NOR- with the four-digit number of a `
        + "Norwegian municipality of 2024, and DEU- with the five-digit number of a German Kreis of 2021.");
      return;
    }
    say("");
    try {
      const [profiles, map, overview] = await Promise.all([
        data(place.country), data(`map-${place.country}-${place.region}`), data(`map-${place.country}`)]);
      if (decodeURIComponent(location.hash.slice(1)).toUpperCase() !== wanted) return; // overtaken by another choice
      window.coproPlaceProfile(place, profiles, { map, overview, places });
      section.hidden = false;
      byId("place-input").value = place.label;
      document.title = `${place.label}: find your place`;
      if (reveal) byId("place-heading").scrollIntoView({ block: "start" });
      reveal = false;
    } catch (problem) {
      section.hidden = true;
      say(problem.message);
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
    if (one) location.hash = one.key;
    else input.dispatchEvent(new Event("input"));
  }

  async function start() {
    byId("place-search").hidden = false;
    try {
      const places = catalogue(await data("index"));
      reveal = /^#[a-z]{3}-/i.test(location.hash);
      combobox(places, (place) => {
        if (location.hash === `#${place.key}`) show(places);
        else location.hash = place.key;
      });
      window.addEventListener("hashchange", () => show(places));
      asked(places);
      await show(places);
      byId("place-search").dataset.ready = "true";
    } catch (problem) {
      say(problem.message);
    }
  }

  start();
})();
