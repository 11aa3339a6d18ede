/* Find your place: draws the profile of one place. All numbers and sentences were computed when
   the book was built; here they are only set out. Higher and lower, never better and worse. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const MINUS = "\u2212";
  const THIN = "\u202f";
  const byId = (id) => document.getElementById(id);

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function shape(name, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /* As copro/report/words/numbers.py writes numbers. */
  function number(value, digits) {
    const text = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return (Number(text.replaceAll(",", "")) === 0 ? text.replace("-", "") : text).replace("-", MINUS);
  }

  function quantity(value, indicator) {
    const text = number(value, indicator.digits);
    if (indicator.unit === "percent") return `${text}${THIN}%`;
    if (indicator.unit === "NOK" || indicator.unit === "EUR") return `${indicator.unit}${THIN}${text}`;
    return text;
  }

  /* One dot for each unit of the group, a stroke at the median, a large dot for this place. */
  function strip(column, group, own, indicator, place, profiles) {
    const others = column.values.filter((value, i) => value !== null && profiles.group[i] === group);
    if (!others.length) return "";
    const [low, high, median] = [Math.min(...others), Math.max(...others), column.median[group]];
    const at = (value) => `${high === low ? 50 : (2 + (96 * (value - low)) / (high - low)).toFixed(1)}%`;
    const words = `Lowest of the group ${quantity(low, indicator)}, median ${quantity(median, indicator)}, highest `
      + `${quantity(high, indicator)}; ${place.label} ${own === null ? "has no value" : quantity(own, indicator)}.`;
    const drawn = shape("svg", { class: "place-strip", role: "img", "aria-label": words, width: "100%", height: 26 });
    drawn.append(shape("line", { x1: "1%", x2: "99%", y1: 13, y2: 13, class: "axis" }));
    for (const value of others) drawn.append(shape("circle", { cx: at(value), cy: 13, r: 3, class: "other" }));
    drawn.append(shape("line", { x1: at(median), x2: at(median), y1: 3, y2: 23, class: "median" }));
    if (own !== null) drawn.append(shape("circle", { cx: at(own), cy: 13, r: 6.5, class: "own" }));
    const ends = element("span", { class: "place-ends", "aria-hidden": "true" },
      element("span", {}, quantity(low, indicator)), element("span", {}, quantity(high, indicator)));
    return element("div", { class: "place-drawing" }, drawn, ends);
  }

  function position(column, place, others) {
    const [lower, equal] = [column.lower[place.position], column.equal[place.position]];
    if (others > 0 && lower === others) return `higher than all ${others} others`;
    if (others > 0 && lower + equal === 0) return `lower than all ${others} others`;
    const parts = [`higher than ${lower}`, `lower than ${others - lower - equal}`];
    if (equal) parts.push(`the same as ${equal}`);
    return `${parts.join(", ")} of ${others} others`;
  }

  /* Definition, source and limits of an indicator: one click away from each of its numbers. */
  function explanation(indicator) {
    const sources = element("ul");
    for (const source of indicator.sources) {
      sources.append(element("li", {}, element("a", { href: `data_catalogue.html#${source.card}` }, source.title),
        `: ${source.credit} (${source.licence})${source.via.length ? `; read in a copy, via ${source.via.join(" and ")}` : ""}`));
    }
    return element("details", {}, element("summary", {}, "Meaning, limits, source"),
      element("p", {}, indicator.definition),
      element("p", {}, "Limits: ", element("a", { href: indicator.chapter }, indicator.chapterTitle), "."), sources);
  }

  function cell(name, label, ...children) {
    return element("td", { role: "cell", class: name, "data-label": label }, ...children);
  }

  function line(indicator, columns, place, profiles) {
    const column = columns[columns.length - 1];
    const group = profiles.group[place.position];
    const own = column.values[place.position];
    const head = element("th", { role: "rowheader", scope: "row" }, `${indicator.label} (${column.year})`,
      element("span", { class: "place-unit" }, indicator.unit), explanation(indicator));
    const value = cell("place-value", place.label, own === null ? "no value" : quantity(own, indicator));
    for (const earlier of columns.slice(0, -1)) {
      const before = earlier.values[place.position];
      value.append(element("span", { class: "place-earlier" }, `${earlier.year}: `
        + (before === null ? `no value (${reason(earlier, place, profiles)})` : quantity(before, indicator))));
    }
    if (place.code in column.notes) value.append(element("span", { class: "place-earlier" }, column.notes[place.code]));
    const row = element("tr", { role: "row" }, head, value);
    if (!indicator.compare) {
      row.className = "place-count-row";
      row.append(cell("place-median", "Group median", "–"), cell("place-position", "Position", "a count, not compared"));
      return row;
    }
    const known = column.values.filter((found, i) => found !== null && profiles.group[i] === group).length;
    const words = own === null ? `No value: ${reason(column, place, profiles)}.` : position(column, place, known - 1);
    const median = column.median[group];
    row.append(cell("place-median", "Group median", median === null ? "–" : quantity(median, indicator)),
      cell("place-position", "Position", strip(column, group, own, indicator, place, profiles),
        element("span", { class: "place-words" }, words)));
    return row;
  }

  function reason(column, place, profiles) {
    return profiles.reasons[column.missing[place.code]];
  }

  function table(place, profiles) {
    const group = profiles.groups[profiles.group[place.position]];
    const size = profiles.group.filter((other) => profiles.groups[other] === group).length;
    const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" },
      ...["Indicator", "Value", "Group median", "Position in the group"].map((text) =>
        element("th", { role: "columnheader", scope: "col" }, text))));
    const made = element("table", { role: "table", class: "place-table" },
      element("caption", {}, `${place.label} among the ${size} ${place.words.plural} of its group: `
        + `${profiles.groupedBy}, ${group}. Each dot is one of them, the stroke is their median, the large dot is `
        + `${place.label}. Higher or lower does not mean better or worse.`), head);
    const sections = [...new Set(profiles.indicators.map((indicator) => indicator.section))];
    for (const section of sections) {
      const body = element("tbody", { role: "rowgroup" }, element("tr", { role: "row" },
        element("th", { role: "rowheader", scope: "rowgroup", colspan: 4, class: "place-section" }, section)));
      for (const indicator of profiles.indicators.filter((one) => one.section === section)) {
        const columns = profiles.columns.filter((column) => column.id === indicator.id);
        body.append(line(indicator, columns, place, profiles));
      }
      made.append(body);
    }
    return made;
  }

  function map(place, profiles, { map: local, overview, places }) {
    const region = place.words.regions[place.region];
    const outline = ({ box: [width, height], paths }, chosen, name, words) => {
      const drawn = shape("svg", { viewBox: `0 0 ${width} ${height}`, class: name, role: "img", "aria-label": words });
      const draw = (code) => {
        const path = shape("path", { d: paths[code], class: code === chosen ? "chosen" : "rest" });
        const unit = name === "place-local" && places.find((one) => one.country === place.country && one.code === code);
        if (unit) {
          path.append(shape("title", {}, unit.label));
          path.addEventListener("click", () => { location.hash = unit.key; });
        }
        drawn.append(path);
      };
      Object.keys(paths).filter((code) => code !== chosen).forEach(draw);
      draw(chosen); // last, so that its border is on top
      return drawn;
    };
    const far = outline(overview, place.region, "place-overview", `Map of ${place.words.name} with ${region} filled in.`);
    const credit = `Outlines: ${profiles.mapCredit}.`;
    if (Object.keys(local.paths).length === 1) { // the place is the whole region
      return element("figure", { class: "place-map" }, element("div", {}, far),
        element("figcaption", {}, `${place.label} in ${place.words.name}. ${credit}`));
    }
    const near = outline(local, place.code, "place-local", `Map of ${region} with ${place.label} filled in.`);
    return element("figure", { class: "place-map" }, element("div", {}, near, far), element("figcaption", {},
      `${place.label} in ${region}, and ${region} in ${place.words.name}. ${credit}`));
  }

  function origin(place) {
    return element("p", { class: "place-origin" }, "Computed from the tables named above by ",
      element("code", {}, `copro/measures/${place.words.file}/profiles.py`), "; how to run it again: ",
      element("a", { href: "reproduce.html" }, "reproduce"), ".");
  }

  window.coproPlaceProfile = function (place, profiles, maps) {
    byId("place-heading").textContent = place.label;
    byId("place-where").textContent = `${place.kind} in ${place.where}, number ${place.code}`;
    byId("place-summary").replaceChildren(...profiles.summary[place.position].map((text) => element("p", {}, text)));
    byId("place-body").replaceChildren(map(place, profiles, maps), table(place, profiles), origin(place));
  };
})();
