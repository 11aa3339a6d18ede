/* Maps of places: name and value under the pointer, a click to the profile of the place, and the same
   as a list for the keyboard and for phones. The outlines (maps/ID.js) are loaded when a reader comes
   near. The page is whole without. */
(function () {
  "use strict";

  const base = new URL("../", document.currentScript.src).href;
  const NAMESPACE = "http://www.w3.org/2000/svg";

  function load(id) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}maps/${id}.js`;
      script.onload = () => resolve(window.coproMaps[id]);
      script.onerror = reject;
      document.head.append(script);
    });
  }

  const profile = (map, code) => `${base}find_your_place.html#${map.country}-${code}`;
  const words = (value) => (value === null ? "no value" : `${value.toFixed(1)} %`);

  /* The outlines over the picture; who reads with the keyboard has the list instead. */
  function lay(figure, map) {
    const pictures = [...figure.querySelectorAll("picture")];
    const box = document.createElement("div");
    const said = document.createElement("div");
    const svg = document.createElementNS(NAMESPACE, "svg");
    box.className = "map-box";
    said.className = "map-words";
    said.hidden = true;
    svg.setAttribute("viewBox", `0 0 ${map.box.join(" ")}`);
    svg.setAttribute("aria-hidden", "true");
    for (const [place, path] of map.shapes) {
      const [code] = map.units[place];
      const link = document.createElementNS(NAMESPACE, "a");
      const shape = document.createElementNS(NAMESPACE, "path");
      link.setAttribute("href", profile(map, code));
      link.setAttribute("tabindex", "-1");
      link.dataset.place = place;
      shape.setAttribute("d", path);
      link.append(shape);
      svg.append(link);
    }
    pictures[0].before(box);
    box.append(...pictures, svg, said);
    svg.addEventListener("pointermove", (event) => {
      const link = event.target.closest("a");
      said.hidden = !link;
      if (!link) return;
      const [, name, value] = map.units[link.dataset.place];
      said.textContent = `${name}: ${words(value)}`;
      const frame = box.getBoundingClientRect();
      const left = event.clientX - frame.left;
      said.style.top = `${event.clientY - frame.top + 16}px`;
      said.style.left = `${Math.max(0, Math.min(left + 12, frame.width - said.offsetWidth))}px`;
    });
    svg.addEventListener("pointerleave", () => { said.hidden = true; });
  }

  /* Every place with its value, by name. */
  function list(figure, map) {
    const fold = document.createElement("details");
    const items = document.createElement("ul");
    fold.className = "map-list";
    fold.append(Object.assign(document.createElement("summary"), {
      textContent: `All ${map.units.length} places of this map, ${map.unit}` }), items);
    items.append(...map.units.map(([code, name, value]) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: profile(map, code), textContent: name }), ` ${words(value)}`);
      return item;
    }));
    figure.querySelector("figcaption").append(fold);
  }

  async function dress(mark) {
    const figure = mark.closest("figure");
    try {
      const map = await load(mark.dataset.map);
      lay(figure, map);
      list(figure, map);
      figure.dataset.laid = "true";
    } catch (error) { /* the picture and its table are there */ }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        dress(target.querySelector("[data-map]"));
      }
    }, { rootMargin: "600px" });
    document.querySelectorAll("[data-map]").forEach((mark) => near.observe(mark.closest("figure")));
  });
})();
