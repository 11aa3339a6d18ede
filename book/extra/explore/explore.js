/* The page of interactive charts: own controls (labelled, reached by keyboard) set the parameters
   of the Vega charts. Data and library come as scripts, so the page works from disk. */
(() => {
  "use strict";

  const NAMES = ["first", "second", "third"];
  const data = () => window.COPRO_EXPLORE;

  // Rows as objects; texts are stored once and pointed to.
  function rows(name) {
    const { columns, words, rows: packed } = data().frames[name];
    return packed.map((row) => Object.fromEntries(
      columns.map((column, i) => [column, column in words ? words[column][row[i]] : row[i]])));
  }

  const choices = (name, column) => data().frames[name].words[column];

  function chooser(form, label, options, chosen, colour) {
    const id = `explore-${form.dataset.country || form.closest(".explore").dataset.tool}-${form.children.length}`;
    const box = document.createElement("label");
    box.htmlFor = id;
    box.textContent = label;
    if (colour) box.className = `explore-${colour}`;
    const select = document.createElement("select");
    select.id = id;
    select.append(...options.map((name) => new Option(name, name, name === chosen, name === chosen)));
    const pair = document.createElement("div");
    pair.append(box, select);
    form.append(pair);
    return select;
  }

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
    const text = box.querySelector(".explore-text");
    const { units } = data();
    const places = rows("places");
    const indicator = chooser(form, "Indicator", Object.keys(units), Object.keys(units)[0]);
    const start = ["Norway", "Germany", "Denmark"];
    const picks = start.map((name, i) => chooser(form, `Country ${i + 1}`, choices("places", "country"), name, NAMES[i]));
    const values = () => Object.fromEntries([["indicator", indicator.value], ...picks.map((p, i) => [NAMES[i], p.value])]);
    const views = await Promise.all(["country-dots", "country-lines"].map((id) => draw(id, values())));

    function say() {
      const known = places.filter((row) => row.indicator === indicator.value).sort((a, b) => b.value - a.value);
      text.textContent = `${indicator.value} (${units[indicator.value]}), ${known.length} countries. ` + picks.map((pick) => {
        const place = known.findIndex((row) => row.country === pick.value);
        return place < 0 ? `${pick.value}: no value.`
          : `${pick.value}: ${known[place].value.toFixed(1)} in ${known[place].years}, place ${place + 1}.`;
      }).join(" ");
    }

    form.addEventListener("input", () => { say(); views.forEach((view) => set(view, values())); });
    say();
  }

  async function terms(box) {
    for (const form of box.querySelectorAll("form")) {
      const country = form.dataset.country;
      const picks = data().start[country].map((name, i) => chooser(form, `Words ${i + 1}`, choices(`terms_${country}`, "term"), name, NAMES[i]));
      const values = () => Object.fromEntries(picks.map((p, i) => [NAMES[i], p.value]));
      const view = await draw(`terms-${country.toLowerCase()}`, values());
      form.addEventListener("input", () => set(view, values()));
    }
  }

  async function gaps(box) {
    const form = box.querySelector("form");
    const list = box.querySelector(".explore-list");
    const works = rows("works");
    const reading = chooser(form, "Coding pass", ["first", "second"], "first");
    const field = chooser(form, "Policy field", data().fields, "elderly care");
    const theme = chooser(form, "Outcome", data().themes, data().themes[0]);
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
