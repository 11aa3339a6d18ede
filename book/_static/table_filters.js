/* Filters above a long table or list. The page is complete without this script: it only hides.
   A table: a figure or box with data-filters="1 3" gets a choice for its columns 1 and 3 (counted
   from 0) and a field for any text. A cell may hold several labels, joined by "; ".
   A list: an element with data-filters="li" data-labels="Chapter|Evidence" data-noun="claims" stands
   before it; every item of that kind carries a mark with data-facts="label|label; label".
   What is chosen stands in the address, so that it can be shared. An address with the anchor of an
   item leads to that item, whatever is chosen. */
(function () {
  "use strict";

  const sets = [];

  /* What can be filtered: {names, labels, items: [{row, facts}], noun, before, sorted}. */
  function ofTable(place) {
    const table = place.querySelector("table");
    const before = place.querySelector(".table-scroll");
    if (!table || !before || !table.tHead) return null;
    const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
    const columns = place.dataset.filters.split(" ").map(Number);
    return {
      names: columns.map((column) => `${place.id}-${column}`), labels: columns.map((column) => heads[column].textContent.trim()),
      items: [...table.tBodies[0].rows].map((row) => ({row, facts: columns.map((column) => row.cells[column].textContent)})),
      text: `${place.id}-text`, noun: "rows", before, sorted: true,
    };
  }

  function ofList(place) {
    const labels = place.dataset.labels.split("|");
    const marks = [...document.querySelectorAll("article [data-facts]")];
    return {
      names: labels.map((label) => label.toLowerCase().replace(/\W+/g, "-")), labels,
      items: marks.map((mark) => ({row: mark.closest(place.dataset.filters), facts: mark.dataset.facts.split("|")})),
      text: "text", noun: place.dataset.noun, before: place, sorted: place.dataset.order !== "as listed",
    };
  }

  function choice(set, which) {
    const counts = new Map();
    for (const item of set.items) {
      for (const words of item.facts[which]) counts.set(words, (counts.get(words) || 0) + 1);
    }
    const names = [...counts.keys()];
    if (set.sorted) names.sort((a, b) => a.localeCompare(b, "en"));
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const words of names) select.append(new Option(`${words} (${counts.get(words)})`, words));
    return select;
  }

  function add(form, name, text, control) {
    const box = document.createElement("div");
    const label = document.createElement("label");
    control.id = `filter-${name}`;
    control.name = name;
    label.htmlFor = control.id;
    label.textContent = text;
    box.append(label, control);
    form.append(box);
    return control;
  }

  /* A heading whose items are all hidden is hidden with them. */
  function hideEmpty(items) {
    const sections = new Set(items.map((item) => item.row.parentElement.closest("section section")).filter(Boolean));
    for (const section of sections) {
      section.hidden = !items.some((item) => !item.row.hidden && section.contains(item.row));
    }
  }

  function enhance(place) {
    const set = place.dataset.labels ? ofList(place) : ofTable(place);
    if (!set || !set.items.length) return;
    for (const item of set.items) {
      item.facts = item.facts.map((labels) => labels.split("; ").map((words) => words.trim()));
      item.text = item.row.textContent.toLocaleLowerCase();
    }
    const form = document.createElement("form");
    form.className = "table-filters";
    form.setAttribute("aria-label", `Filters for the ${set.noun} below`);
    form.addEventListener("submit", (event) => event.preventDefault());
    const selects = set.names.map((name, i) => add(form, name, set.labels[i], choice(set, i)));
    const search = document.createElement("input");
    search.type = "search";
    search.autocomplete = "off";
    add(form, set.text, "Any text", search);
    const reset = document.createElement("button");
    reset.type = "reset";
    reset.textContent = "Show all";
    form.append(reset);

    const count = document.createElement("p");
    count.className = "table-count";
    count.setAttribute("aria-live", "polite");

    function apply() {
      const wanted = search.value.trim().toLocaleLowerCase().split(/\s+/);
      let shown = 0;
      for (const item of set.items) {
        const fits = selects.every((select, i) => !select.value || item.facts[i].includes(select.value))
          && wanted.every((word) => item.text.includes(word));
        item.row.hidden = !fits;
        if (fits) shown += 1;
      }
      if (place.dataset.labels) hideEmpty(set.items);
      count.textContent = `${shown} of ${set.items.length} ${set.noun} shown`;
    }

    form.addEventListener("input", () => { apply(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); })); // once the fields are empty
    set.before.before(form, count);
    sets.push({form, fields: [...selects, search], apply});
  }

  /* The address says what is chosen. Its anchor may be hidden after a choice: then it is dropped. */
  function remember(anchor = "") {
    const address = new URL(location.href);
    address.hash = anchor;
    for (const {fields} of sets) {
      for (const field of fields) {
        if (field.value) address.searchParams.set(field.name, field.value);
        else address.searchParams.delete(field.name);
      }
    }
    try { history.replaceState(null, "", address); } catch (error) { /* forbidden here: the page works all the same */ }
  }

  function recall() {
    const asked = new URLSearchParams(location.search);
    for (const {fields, apply} of sets) {
      const named = fields.some((field) => asked.has(field.name));
      // A browser may have kept the fields of the last visit: they stay unless the address says otherwise.
      for (const field of named ? fields : []) field.value = asked.get(field.name) || "";
      for (const field of fields) if (field.selectedIndex === -1) field.value = "";
      apply();
    }
  }

  /* Whoever comes for one item, or one heading, sees it. */
  function lead() {
    const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!goal) return;
    if (goal.closest("[hidden]")) {
      for (const {fields, apply} of sets) {
        for (const field of fields) field.value = "";
        apply();
      }
      remember(location.hash);
    }
    if (sets.length) goal.scrollIntoView(); // the form above has moved it
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-filters]").forEach(enhance);
    recall();
    lead();
  });
  window.addEventListener("hashchange", lead);
})();
