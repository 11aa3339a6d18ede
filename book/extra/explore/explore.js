/* The page of interactive charts: own controls (labelled, reached by keyboard) set the parameters
   of the Vega charts. Data and library come as scripts, so the page works from disk. */
(() => {
  "use strict";

  const ROW = 15; // pixels of a country
  const OWN = ["Norway", "Germany", "Denmark"]; // each has its colour wherever it is shown
  const NAMES = ["first", "second", "third"];
  const data = () => window.COPRO_EXPLORE;

  // Rows as objects; texts are stored once and pointed to.
  function rows(name) {
    const { columns, words, rows: packed } = data().frames[name];
    return packed.map((row) => Object.fromEntries(
      columns.map((column, i) => [column, column in words ? words[column][row[i]] : row[i]])));
  }

  const choices = (name, column) => data().frames[name].words[column];

  /* What is chosen stands in the address, so that it can be shared; a choice that does not exist is
     passed over. */
  const address = new URLSearchParams(location.search);
  function keep(key, value) {
    address.set(key, value);
    try {
      history.replaceState(null, "", `${location.pathname}?${address}${location.hash}`);
    } catch (error) { /* some browsers keep the address of a file */ }
  }

  function chooser(form, label, options, chosen, key, colour) {
    const id = `explore-${key}`;
    const box = document.createElement("label");
    box.htmlFor = id;
    box.textContent = label;
    if (colour) box.className = `explore-${colour}`;
    const asked = address.get(key);
    const start = options.map(String).includes(asked) ? asked : String(chosen);
    const select = document.createElement("select");
    select.id = id;
    select.append(...options.map((name) => new Option(name, name, String(name) === start, String(name) === start)));
    select.addEventListener("input", () => keep(key, select.value));
    const pair = document.createElement("div");
    pair.append(box, select);
    form.append(pair);
    return select;
  }

  /* What a chart shows, as a table and as a drawing. */
  function offer(place, name, table, view) {
    const save = (ending, make, type) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: `Download ${ending.toUpperCase()} of what is shown` });
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([await make()], { type }));
        link.download = `${name()}.${ending}`;
        link.click();
        URL.revokeObjectURL(link.href);
      });
      return button;
    };
    const cell = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
    const csv = () => {
      const shown = table();
      return shown.length ? [Object.keys(shown[0]), ...shown.map(Object.values)].map((row) => row.map(cell).join(",")).join("\n") + "\n" : "";
    };
    place.append(save("csv", csv, "text/csv"), " ", save("svg", () => view.toSVG(), "image/svg+xml"));
  }

  const slug = (...words) => words.join(" ").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  async function draw(id, values) {
    const spec = structuredClone(data().specs[id]);
    spec.data = { values: rows(spec.data.name) };
    spec.params.forEach((p) => { if (p.name in values) p.value = values[p.name]; });
    const options = { actions: false, renderer: "svg", logLevel: 1, tooltip: { theme: "custom" } };
    const place = document.getElementById(id);
    const inside = document.createElement("div");
    inside.style.width = "100%";
    inside.setAttribute("aria-hidden", "true");
    place.append(inside);
    return (await window.vegaEmbed(inside, spec, options)).view;
  }

  function set(view, values) {
    Object.entries(values).forEach(([name, value]) => view.signal(name, value));
    view.runAsync();
  }

  async function countries(box) {
    const form = box.querySelector("form");
    const [title, later] = box.querySelectorAll(".explore-title");
    const text = box.querySelector(".explore-text");
    const chips = box.querySelector(".explore-chips");
    const { units, colours } = data();
    const places = rows("places");
    const series = rows("series");
    const known = choices("places", "country");
    const indicator = chooser(form, "Indicator", Object.keys(units), Object.keys(units)[0], "indicator");
    const add = chooser(form, "Another country", known, known[0], "country");
    const more = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Add this country" });
    add.parentElement.append(more);
    const years = [...new Set(series.map((row) => row.year))].sort((a, b) => a - b);
    const from = chooser(form, "From", years, years[0], "from");
    const to = chooser(form, "To", years, years.at(-1), "to");
    const asked = (address.get("countries") || "").split(",").filter((name) => known.includes(name));
    let chosen = asked.length ? [...new Set(asked)] : OWN;
    const slots = () => [...OWN.map((name) => (chosen.includes(name) ? name : "")), ...chosen.filter((name) => !OWN.includes(name))];
    const values = () => ({ indicator: indicator.value, chosen: slots(), first_year: +from.value, last_year: +to.value });
    const [dots, lines] = await Promise.all(["country-dots", "country-lines"].map((id) => draw(id, values())));

    const shown = () => series.filter((row) => row.indicator === indicator.value && row.year >= +from.value && row.year <= +to.value);

    function chip(name) {
      const place = slots().indexOf(name);
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: `${name} ×` });
      button.setAttribute("aria-label", `Remove ${name}`);
      button.style.borderColor = colours[place < 3 ? place : 3 + (place - 3) % (colours.length - 3)];
      button.addEventListener("click", () => { chosen = chosen.filter((one) => one !== name); change(); (chips.querySelector("button") || add).focus(); });
      item.append(button);
      return item;
    }

    function say() {
      const unit = units[indicator.value];
      const ranked = places.filter((row) => row.indicator === indicator.value).sort((a, b) => b.value - a.value);
      title.textContent = `${indicator.value}: ${ranked.length} countries, newest value`;
      const own = shown().map((row) => row.year);
      later.textContent = own.length ? `${indicator.value}, ${Math.min(...own)} to ${Math.max(...own)}` : `${indicator.value}: no year from ${from.value} to ${to.value}`;
      dots.height(ROW * ranked.length);
      box.querySelectorAll(".explore-axis").forEach((axis) => { axis.textContent = `Unit: ${unit}`; });
      text.textContent = chosen.map((name) => {
        const place = ranked.findIndex((row) => row.country === name);
        return place < 0 ? `${name}: no value.`
          : `${name}: ${ranked[place].value.toFixed(1)} in ${ranked[place].years}, place ${place + 1}.`;
      }).join(" ");
      chips.replaceChildren(...chosen.map(chip));
    }

    function change() {
      keep("countries", chosen.join(","));
      say();
      const { indicator: shown, chosen: named, ...period } = values();
      set(dots, { indicator: shown, chosen: named });
      set(lines, { indicator: shown, chosen: named, ...period });
    }

    more.addEventListener("click", () => {
      if (!chosen.includes(add.value)) chosen = [...chosen, add.value];
      change();
    });
    form.addEventListener("input", (event) => {
      if (event.target === add) return; // until it is added
      if (+from.value > +to.value) { to.value = from.value; keep("to", to.value); }
      change();
    });
    offer(box.querySelector(".explore-save"), () => slug(indicator.value, from.value, to.value), shown, lines);
    say();
    dots.runAsync();
  }

  async function terms(box) {
    for (const form of box.querySelectorAll("form")) {
      const country = form.dataset.country;
      const picks = data().start[country].map((name, i) => chooser(
        form, `Words ${i + 1}`, choices(`terms_${country}`, "term"), name, `${country.toLowerCase()}-${i + 1}`, NAMES[i]));
      const values = () => Object.fromEntries(picks.map((p, i) => [NAMES[i], p.value]));
      const view = await draw(`terms-${country.toLowerCase()}`, values());
      form.addEventListener("input", () => set(view, values()));
      const shown = () => rows(`terms_${country}`).filter((row) => picks.some((pick) => pick.value === row.term));
      offer(box.querySelector(`.explore-save[data-country=${country}]`), () => slug(country, ...picks.map((p) => p.value)), shown, view);
    }
  }

  async function gaps(box) {
    const form = box.querySelector("form");
    const list = box.querySelector(".explore-list");
    const works = rows("works");
    const reading = chooser(form, "Coding pass", ["first", "second"], "first", "pass");
    const field = chooser(form, "Policy field", data().fields, "elderly care", "field");
    const theme = chooser(form, "Outcome", data().themes, data().themes[0], "outcome");
    const values = () => ({ reading: reading.value, field: field.value, theme: theme.value });
    const view = await draw("gap-map", values());

    function show() {
      const found = works.filter(
        (row) => row.reading === reading.value && row.field === field.value && row.theme === theme.value);
      const head = document.createElement("p");
      head.textContent = `${field.value}, ${theme.value}, ${reading.value} pass: `
        + (found.length ? `${found.length} ${found.length === 1 ? "work" : "works"}` : "no work in this set");
      const items = document.createElement("ul");
      items.append(...found.map((row) => Object.assign(document.createElement("li"), { textContent: row.work })));
      list.replaceChildren(head, ...(found.length ? [items] : []));
    }

    form.addEventListener("input", () => { show(); set(view, values()); });
    view.addEventListener("click", (event, item) => {
      const cell = item && item.datum;
      if (!cell || !cell.field) return;
      field.value = cell.field;
      theme.value = cell.theme;
      keep("field", field.value);
      keep("outcome", theme.value);
      show();
      set(view, values());
    });
    show();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const tools = { countries, terms, gaps };
    document.querySelectorAll(".explore").forEach((box) => {
      box.querySelectorAll("form").forEach((form) => form.addEventListener("submit", (e) => e.preventDefault()));
      tools[box.dataset.tool](box);
    });
  });
})();
