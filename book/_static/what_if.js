/* "What if?" at the head of a chapter: a list of the choices that stand in the fold below it. What is
   chosen is shown above the fold and stands in the address. Without this script the fold has it all. */
(function () {
  "use strict";

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /* The link to a picture becomes the picture, in both themes; the style sheet shows the one that fits. */
  function draw(link) {
    const picture = (address, theme) => element("img", { src: address, alt: link.dataset.alt, className: `in-${theme}`, loading: "lazy", width: 860, height: 800 });
    const title = element("p", { className: "what-if-title", textContent: link.textContent });
    link.parentElement.after(title, element("div", { className: "what-if-pictures" }, picture(link.href, "light"), picture(link.dataset.dark, "dark")));
    link.remove();
  }

  function enhance(box) {
    const fold = box.querySelector("details");
    const choices = [...fold.querySelectorAll("section")];
    if (!choices.length) return;
    const select = element("select", { id: "what-if-choice" }, new Option("as in the book", ""));
    for (const choice of choices) {
      const { group, said } = choice.dataset;
      let list = group ? select.querySelector("optgroup") : select;
      if (!list) { list = element("optgroup", { label: group }); select.append(list); }
      list.append(new Option(said, choices.indexOf(choice)));
    }
    const back = element("button", { type: "reset", textContent: "Back to the book" });
    const form = element("form", { className: "table-filters" },
      element("div", {}, element("label", { htmlFor: select.id, textContent: "What if?" }), select), back);
    const said = element("p", { className: "table-count" });
    said.setAttribute("aria-live", "polite");
    const shown = element("div", { className: "what-if-shown" });

    function show() {
      const choice = choices[select.value];
      back.hidden = !choice;
      shown.replaceChildren();
      said.textContent = choice ? choice.querySelector(".what-if-said").textContent : "";
      if (!choice) return;
      const copy = choice.cloneNode(true);
      copy.querySelectorAll(".what-if-choice, .what-if-said").forEach((one) => one.remove());
      copy.querySelectorAll(".what-if-picture").forEach(draw);
      shown.append(...copy.children);
    }

    function keep() {
      const address = new URL(location.href);
      for (const choice of choices) address.searchParams.delete(choice.dataset.key);
      const choice = choices[select.value];
      if (choice) address.searchParams.set(choice.dataset.key, choice.dataset.value);
      try { history.replaceState(null, "", address); } catch (error) { /* forbidden here: the page works all the same */ }
    }

    const asked = new URLSearchParams(location.search);
    const named = choices.findIndex((choice) => asked.get(choice.dataset.key) === choice.dataset.value);
    if (named >= 0) select.value = String(named);
    form.addEventListener("submit", (event) => event.preventDefault());
    select.addEventListener("input", () => { show(); keep(); });
    form.addEventListener("reset", () => setTimeout(() => { select.value = ""; show(); keep(); select.focus(); }));
    box.prepend(form, said, shown);
    show();
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".what-if").forEach(enhance));
})();
