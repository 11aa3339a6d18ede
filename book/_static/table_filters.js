/* Filters above a long table. The table is complete without this script: it only hides rows.
   A figure with data-filters="1 3" gets a choice for its columns 1 and 3 (counted from 0)
   and a field for any text. A cell may hold several labels, joined by "; ". */
(function () {
  "use strict";

  function labelled(id, text, control) {
    const box = document.createElement("div");
    const label = document.createElement("label");
    control.id = id;
    label.htmlFor = id;
    label.textContent = text;
    box.append(label, control);
    return box;
  }

  function labelsOf(row, column) {
    return row.cells[column].textContent.split("; ").map((words) => words.trim());
  }

  function choice(rows, column) {
    const counts = new Map();
    for (const row of rows) {
      for (const words of labelsOf(row, column)) counts.set(words, (counts.get(words) || 0) + 1);
    }
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const words of [...counts.keys()].sort((a, b) => a.localeCompare(b, "en"))) {
      select.append(new Option(`${words} (${counts.get(words)})`, words));
    }
    return select;
  }

  function enhance(figure) {
    const table = figure.querySelector("table");
    const box = figure.querySelector(".table-scroll");
    if (!table || !box || !table.tHead) return;
    const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
    const rows = [...table.tBodies[0].rows];
    const columns = figure.dataset.filters.split(" ").map(Number);

    const form = document.createElement("form");
    form.className = "table-filters";
    form.setAttribute("aria-label", "Filters for the table below");
    form.addEventListener("submit", (event) => event.preventDefault());
    const selects = columns.map((column) => {
      const select = choice(rows, column);
      form.append(labelled(`${figure.id}-filter-${column}`, heads[column].textContent.trim(), select));
      return select;
    });
    const search = document.createElement("input");
    search.type = "search";
    search.autocomplete = "off";
    form.append(labelled(`${figure.id}-filter-text`, "Any text", search));
    const reset = document.createElement("button");
    reset.type = "reset";
    reset.textContent = "Show all";
    form.append(reset);

    const count = document.createElement("p");
    count.className = "table-count";
    count.setAttribute("aria-live", "polite");

    function apply() {
      const wanted = search.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = selects.every((select, i) => !select.value || labelsOf(row, columns[i]).includes(select.value))
          && row.textContent.toLocaleLowerCase().includes(wanted);
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      count.textContent = `${shown} of ${rows.length} rows shown`;
    }

    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply)); // once the fields are empty again
    box.before(form, count);
    apply(); // a browser may have kept the fields of the last visit
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("figure[data-filters]").forEach(enhance);
  });
})();
