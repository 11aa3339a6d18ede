/* Find your place: draws the profile of a place, or of up to three side by side. All numbers and
   sentences were computed when the book was built; here they are only set out, in the words of the
   page's language. Higher and lower, never better and worse. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const MINUS = "\u2212";
  const THIN = "\u202f";
  const byId = (id) => document.getElementById(id);
  const root = (document.documentElement.dataset.content_root ?? "").replace(/^\.\//, ""); // of the book
  let fill; // a text of the page with its values
  let language;

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

  /* As copro/report/words/languages.py writes numbers: thousands by comma, space or point. */
  const MARKS = { en: [",", "."], nb: ["\u00a0", ","], de: [".", ","], da: [".", ","] };
  function number(value, digits) {
    const [thousands, decimal] = MARKS[language] ?? MARKS.en;
    const [whole, rest] = Math.abs(value).toFixed(digits).split(".");
    const text = whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (rest ? decimal + rest : "");
    return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  }

  function quantity(value, indicator) {
    const text = number(value, indicator.digits);
    if (indicator.unit === "percent") return `${text}${THIN}%`;
    return fill(`ui.money.${indicator.unit}`, { value: text }).replace(" ", THIN) || text;
  }

  /* A place in digits, with its ending in English (as copro/report/words/places.py says it). */
  function nth(n) {
    if (language !== "en") return String(n);
    return n + (n % 100 >= 10 && n % 100 <= 20 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th");
  }

  function rank(lower, equal, all) {
    if (equal === all - 1) return fill("rank.same", { all, whom: "" });
    const [below, above] = [lower + 1, all - lower - equal];
    const low = below <= above;
    const n = Math.min(below, above);
    const text = fill((low ? "rank.low" : "rank.high") + (n > 1 ? "" : "est"), { n: nth(n), all, whom: "" });
    return text + (equal ? fill(equal === 1 ? "rank.shared_one" : "rank.shared", { n: equal }) : "");
  }

  /* Counted from the same end as the rank. */
  function chance(column, place, all) {
    if (!column.low) return "";
    const [low, high, lower, equal] = ["low", "high", "lower", "equal"].map((name) => column[name][place.position]);
    if (low === null) return "";
    if (low === high) return fill("chance_none");
    return lower + 1 <= all - lower - equal ? fill("chance.low", { low: nth(low), high: nth(high) })
      : fill("chance.high", { low: nth(all + 1 - high), high: nth(all + 1 - low) });
  }

  /* One dot for each unit of the group, a stroke at the median, a large dot for this place. */
  function strip(column, group, own, indicator, place, profiles) {
    const others = column.values.filter((value, i) => value !== null && profiles.group[i] === group);
    if (!others.length) return "";
    const [low, high, median] = [Math.min(...others), Math.max(...others), column.median[group]];
    const at = (value) => `${high === low ? 50 : (2 + (96 * (value - low)) / (high - low)).toFixed(1)}%`;
    const said = (value) => quantity(value, indicator);
    const words = fill("ui.strip", { low: said(low), median: said(median), high: said(high), place: place.label,
      own: own === null ? fill("ui.none") : said(own) });
    const drawn = shape("svg", { class: "place-strip", role: "img", "aria-label": words, width: "100%", height: 26 });
    drawn.append(shape("line", { x1: "1%", x2: "99%", y1: 13, y2: 13, class: "axis" }));
    for (const value of others) drawn.append(shape("circle", { cx: at(value), cy: 13, r: 3, class: "other" }));
    drawn.append(shape("line", { x1: at(median), x2: at(median), y1: 3, y2: 23, class: "median" }));
    if (own !== null) drawn.append(shape("circle", { cx: at(own), cy: 13, r: 6.5, class: "own" }));
    const ends = element("span", { class: "place-ends", "aria-hidden": "true" },
      element("span", {}, said(low)), element("span", {}, said(high)));
    return element("div", { class: "place-drawing" }, drawn, ends);
  }

  /* Every year there is as a small line: it stops where a year has no value and where a definition
     changed. Shares have the same scale for places side by side. */
  function line(indicator, place, side) {
    const found = place.lines[indicator.id]?.values[place.code];
    if (!found || found.filter((value) => value !== null).length < 3) return "";
    const { from, breaks } = place.lines[indicator.id];
    const scaled = indicator.compare ? side : [place]; // of counts, each has its own scale
    const every = scaled.flatMap((one) => one.lines[indicator.id]?.values[one.code] ?? []).filter((value) => value !== null);
    const [low, high] = [Math.min(...every), Math.max(...every)];
    const x = (i) => (2 + (116 * i) / (found.length - 1)).toFixed(1);
    const y = (value) => (high === low ? 14 : 25 - (22 * (value - low)) / (high - low)).toFixed(1);
    const parts = [];
    let before = -9; // years without a figure between two surveys are bridged, a missing one is not
    const step = Math.max(1, Math.min(...found.map((value, i) => [value, i]).filter(([value]) => value !== null)
      .map(([, i], k, all) => (k ? i - all[k - 1][1] : 99))));
    found.forEach((value, i) => {
      if (value === null) return;
      const broken = breaks.some((year) => year > from + before && year <= from + i);
      if (i - before > Math.max(step, 2) || broken) parts.push([]);
      parts[parts.length - 1].push([x(i), y(value)]);
      before = i;
    });
    const ends = [found.findIndex((value) => value !== null), found.findLastIndex((value) => value !== null)];
    const words = fill("ui.line", { place: place.label, first: quantity(found[ends[0]], indicator), from: from + ends[0],
      last: quantity(found[ends[1]], indicator), to: from + ends[1] });
    const drawn = shape("svg", { class: "place-line", role: "img", "aria-label": words, viewBox: "0 0 120 28" });
    for (const part of parts) {
      drawn.append(part.length > 1 ? shape("polyline", { points: part.map((point) => point.join(",")).join(" ") })
        : shape("circle", { cx: part[0][0], cy: part[0][1], r: 1.6 }));
    }
    drawn.append(shape("circle", { cx: x(ends[1]), cy: y(found[ends[1]]), r: 2.6, class: "own" }));
    return element("span", { class: "place-years" }, drawn,
      element("span", { class: "place-ends", "aria-hidden": "true" },
        element("span", {}, String(from + ends[0])), element("span", {}, String(from + ends[1]))));
  }

  /* Definition, source and limits of an indicator: one click away from each of its numbers. */
  function explanation(indicator, profiles) {
    const sources = element("ul");
    for (const source of indicator.sources) sources.append(element("li", {}, ...sourced(source, profiles)));
    const [title, goal] = profiles.limits[indicator.chapter];
    return element("details", {}, element("summary", {}, fill("ui.meaning")),
      element("p", {}, profiles.means[indicator.id]),
      element("p", {}, fill("ui.limits"), element("a", { href: root + goal }, title), "."), sources);
  }

  /* What a card says, in the language of the page as far as it is a text and no name. */
  const own = (text, profiles) => profiles.cards[text] ?? text;

  function sourced(source, profiles) {
    const via = source.via.length ? `; ${fill("ui.via", { names: source.via.join(fill("ui.and")) })}` : "";
    return [element("a", { href: `${root}data_catalogue.html#${source.card}`, hreflang: "en" }, own(source.title, profiles)),
      `: ${own(source.credit, profiles)} (${own(source.licence, profiles)})${via}`];
  }

  function cell(name, label, ...children) {
    return element("td", { role: "cell", class: name, "data-label": label }, ...children);
  }

  function reason(column, place, profiles) {
    return profiles.reasons[column.missing[place.code]];
  }

  /* What is to be known of a value: an earlier year, how small the place is, where it was read. */
  function remarks(indicator, columns, place, profiles) {
    const column = columns[columns.length - 1];
    const lines = columns.slice(0, -1).map((earlier) => {
      const before = earlier.values[place.position];
      const note = profiles.notes[earlier.notes[place.code]];
      return `${earlier.year}: ${before === null ? `${fill("ui.none")} (${reason(earlier, place, profiles)})`
        : quantity(before, indicator)}${note ? ` (${note})` : ""}`;
    });
    const base = column.base[place.code];
    if (base) lines.push(fill(indicator.unit === "percent" ? "small.percent" : "small.other", { n: base, by: number(100 / base, 1) }));
    if (column.notes[place.code]) lines.push(profiles.notes[column.notes[place.code]]);
    return lines.map((text) => element("span", { class: "place-earlier" }, text));
  }

  function head(indicator, columns, profiles, notes) {
    const column = columns[columns.length - 1];
    return element("th", { role: "rowheader", scope: "row" }, `${profiles.labels[indicator.id]} (${column.year})`,
      element("sup", { class: "place-note" }, notes.of(indicator)),
      element("span", { class: "place-unit" }, profiles.units[indicator.unit]), explanation(indicator, profiles));
  }

  function row(indicator, columns, place, profiles, notes) {
    const column = columns[columns.length - 1];
    const group = profiles.group[place.position];
    const own = column.values[place.position];
    const value = cell("place-value", place.label, own === null ? fill("ui.none") : quantity(own, indicator),
      line(indicator, place, [place]), ...remarks(indicator, columns, place, profiles));
    const made = element("tr", { role: "row" }, head(indicator, columns, profiles, notes), value);
    if (!indicator.compare) {
      made.className = "place-count-row";
      made.append(cell("place-median", fill("ui.typical"), "–"), cell("place-position", fill("ui.position"), fill("ui.count")));
      return made;
    }
    const median = column.median[group];
    made.append(cell("place-median", fill("ui.typical"), median === null ? "–" : quantity(median, indicator)),
      cell("place-position", fill("ui.position"), strip(column, group, own, indicator, place, profiles),
        element("span", { class: "place-words" }, position(column, place, profiles),
          own !== null && !column.low ? fill("chance_unknown") : "")));
    return made;
  }

  function position(column, place, profiles) {
    if (column.values[place.position] === null) return fill("ui.no_value", { reason: reason(column, place, profiles) });
    const group = profiles.group[place.position];
    const known = column.values.filter((found, i) => found !== null && profiles.group[i] === group).length;
    const text = rank(column.lower[place.position], column.equal[place.position], known);
    return `${text[0].toLocaleUpperCase(language)}${text.slice(1)}. ${chance(column, place, known)}`;
  }

  function beside(indicator, columns, side, profiles, notes) {
    const column = columns[columns.length - 1];
    return element("tr", { role: "row" }, head(indicator, columns, profiles, notes), ...side.map((place) => {
      const own = column.values[place.position];
      const words = indicator.compare || own === null ? [element("span", { class: "place-words" },
        own === null || indicator.compare ? position(column, place, profiles) : "")] : [];
      return cell("place-value", place.label, own === null ? fill("ui.none") : quantity(own, indicator),
        line(indicator, place, side), ...words, ...remarks(indicator, columns, place, profiles));
    }));
  }

  /* Sources as numbered notes, for a print. */
  function noted(indicators) {
    const list = [];
    const numbers = new Map();
    for (const { sources } of indicators) {
      for (const source of sources) {
        if (!numbers.has(source.card)) numbers.set(source.card, list.push(source));
      }
    }
    return { list, of: ({ sources }) => sources.map(({ card }) => numbers.get(card)).join(", ") };
  }

  function table(side, profiles, notes, country) {
    const [place] = side;
    const single = side.length === 1;
    const group = profiles.group[place.position];
    const values = { place: place.label, places: new Intl.ListFormat(language).format(side.map(({ label }) => label)),
      n: profiles.group.filter((other) => other === group).length, plural: fill(`plural.${country}`),
      grouped: fill(`grouped.${country}`), group: profiles.groups[group] };
    const titles = single ? ["ui.indicator", "ui.value", "ui.typical", "ui.position"].map((name) => fill(name))
      : [fill("ui.indicator"), ...side.map(({ label }) => label)];
    const made = element("table", { role: "table", class: single ? "place-table" : "place-table place-beside", "data-places": side.length },
      element("caption", {}, fill(single ? "ui.caption" : "ui.caption_compare", values)),
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" },
        ...titles.map((text) => element("th", { role: "columnheader", scope: "col" }, text)))));
    const sections = [...new Set(profiles.indicators.map((indicator) => indicator.section))];
    for (const section of sections) {
      const body = element("tbody", { role: "rowgroup" }, element("tr", { role: "row" },
        element("th", { role: "rowheader", scope: "rowgroup", colspan: titles.length, class: "place-section" }, profiles.sections[section])));
      for (const indicator of profiles.indicators.filter((one) => one.section === section)) {
        const columns = profiles.columns.filter((column) => column.id === indicator.id);
        body.append(single ? row(indicator, columns, place, profiles, notes) : beside(indicator, columns, side, profiles, notes));
      }
      made.append(body);
    }
    return made;
  }

  /* Outlines of regions or places; ``name`` and ``go`` make those that have a name lead somewhere. */
  function draw({ box: [width, height], paths }, chosen, kind, words, name, go) {
    const drawn = shape("svg", { viewBox: `0 0 ${width} ${height}`, class: kind,
      ...(words ? { role: "img", "aria-label": words } : { "aria-hidden": "true" }) });
    const outline = (code) => {
      const path = shape("path", { d: paths[code], class: code === chosen ? "chosen" : "rest" });
      const label = name?.(code);
      if (label) {
        path.append(shape("title", {}, label));
        path.addEventListener("click", () => go(code));
      }
      drawn.append(path);
    };
    Object.keys(paths).filter((code) => code !== chosen).forEach(outline);
    if (chosen) outline(chosen); // last, so that its border is on top
    return drawn;
  }

  function map(place, profiles, { map: local, overview, places }) {
    const { label, region, regionName, countryName, country } = place;
    const values = { place: label, region: regionName, country: countryName, credit: own(profiles.mapCredit, profiles) };
    const far = draw(overview, region, "place-overview", fill("ui.map_country", values));
    const one = Object.keys(local.paths).length === 1; // the place is the whole region
    const near = one ? [] : [draw(local, place.code, "place-local", fill("ui.map_local", values),
      (code) => places.find((other) => other.country === country && other.code === code)?.label,
      (code) => { location.hash = `${country}-${code}`; })];
    return element("figure", { class: "place-map" }, element("div", {}, ...near, far),
      element("figcaption", {}, fill("ui.outlines", values)));
  }

  function origin(place) {
    const [before, between, after] = fill("ui.origin").split(/\{code\}|\{link\}/);
    return element("p", { class: "place-origin" }, before, element("code", {}, `copro/measures/${place.file}/profiles.py`),
      between, element("a", { href: `${root}reproduce.html`, hreflang: "en" }, fill("ui.reproduce")), after);
  }

  /* What the profile lacks, and the tables of the publisher that have it. */
  function absent(profiles) {
    if (!profiles.absent) return [];
    const rows = profiles.absent.map(({ what, tables }) => element("li", {}, `${what}: `, ...tables.flatMap(([id, title, years], i) => [
      i ? ", " : "", element("a", { href: `https://www.statbank.dk/${id}`, title, hreflang: "en" }, id), ` (${years})`])));
    return [element("section", { class: "place-absent" }, element("h3", {}, fill("absent.head")),
      element("p", {}, fill("absent.lead")), element("ul", {}, ...rows))];
  }

  function printed(notes, say, profiles) {
    const date = new Date().toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
    return element("footer", { class: "place-print" },
      element("p", {}, fill("ui.printed", { date, address: address + location.hash, edition: say.edition })),
      element("p", {}, element("strong", {}, fill("ui.sources"))),
      element("ol", {}, ...notes.list.map((source) => element("li", {},
        `${own(source.title, profiles)}: ${own(source.credit, profiles)} (${own(source.licence, profiles)})`))));
  }

  function button(text, act) {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  }

  function actions(side, context) {
    const copied = element("span", { role: "status" });
    const copy = button(fill("ui.copy"), async () => {
      await navigator.clipboard?.writeText(location.href);
      copied.textContent = fill("ui.copied");
    });
    const others = (side.length > 1 ? side : []).map((place) => button(fill("ui.remove", { place: place.label }), () => {
      location.hash = context.address(side.filter(({ key }) => key !== place.key));
    }));
    return [...(context.add ? [button(fill("ui.compare"), context.add)] : []), ...others,
      button(fill("ui.print"), () => window.print()), copy, copied];
  }

  window.coproPlaceDrawing = { draw, element };

  window.coproPlaceProfile = function (side, profiles, context) {
    ({ fill, language } = context);
    const [place] = side;
    const notes = noted(profiles.indicators);
    byId("place-heading").textContent = side.map(({ label }) => label).join(" · ");
    byId("place-where").textContent = side.length > 1
      ? `${place.countryName}. ${side.map(({ label, position: at }) => `${label}: ${profiles.groups[profiles.group[at]]}`).join(" · ")}` : fill("ui.where",
      { kind: place.kind, region: place.regionName, country: place.countryName, code: place.code });
    byId("place-actions").replaceChildren(...actions(side, context));
    byId("place-summary").hidden = side.length > 1;
    byId("place-summary").replaceChildren(...(side.length > 1 ? [] : place.summary.map((text) => element("p", {}, text))));
    byId("place-body").replaceChildren(...(side.length > 1 ? [] : [map(place, profiles, context)]),
      table(side, profiles, notes, place.country), ...absent(profiles), origin(place), printed(notes, context.say, profiles));
  };
})();
