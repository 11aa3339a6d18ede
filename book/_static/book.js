/* Switches of the page: dark or light, all code open, copy a citation. The page is whole without it. */
(function () {
  "use strict";

  function kept(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; }
  }

  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (error) { /* storage is switched off: this page only */ }
  }

  /* The words of this script stand in the page, in its language. */
  function say() { return JSON.parse(document.getElementById("say").textContent); }

  function darkSwitch(button) {
    const root = document.documentElement;
    const other = () => (root.dataset.theme === "dark" ? "light" : "dark");
    const show = () => { button.querySelectorAll("span").forEach((span, place) => { span.textContent = say()[other()][place]; }); };
    button.addEventListener("click", () => {
      root.dataset.theme = other();
      keep("theme", root.dataset.theme);
      show();
    });
    show();
  }

  function codeSwitch(button) {
    const cells = document.querySelectorAll("details.above-input");
    const show = (open) => {
      button.setAttribute("aria-pressed", String(open));
      for (const cell of cells) cell.open = open;
    };
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      keep("copro-code", open ? "open" : "closed");
      show(open);
    });
    if (kept("copro-code") === "open") show(true);
  }

  /* Choosing text and the old command work where the clipboard is closed, as from a file. */
  function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const said = document.querySelector(".copied");
    button.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(source.textContent);
      } catch (error) {
        getSelection().selectAllChildren(source);
        done = document.execCommand("copy");
      }
      said.textContent = done ? say().copied : say().selected;
    });
  }

  /* A short text, named in the button itself; the button says for a moment that it is done. */
  function copyText(button) {
    const words = button.textContent;
    button.setAttribute("aria-live", "polite");
    const root = new URL(document.documentElement.dataset.content_root || "./", location.href).href;
    const text = button.dataset.copyText.replace("{root}", root);
    button.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(text);
      } catch (error) {
        const field = document.createElement("textarea");
        field.value = text;
        button.after(field);
        field.select();
        done = document.execCommand("copy");
        field.remove();
        button.focus();
      }
      button.textContent = done ? say().copiedShort : say().copyClosed;
      setTimeout(() => { button.textContent = words; }, 2000);
    });
  }

  /* The contents beside the text begin where the reader is; the page itself does not move. */
  function showPlace(contents) {
    const here = contents.querySelector("[aria-current]");
    if (here) contents.scrollTop = here.offsetTop - contents.offsetTop - contents.clientHeight / 3;
  }

  /* The list of sections marks the one that is read. */
  function markSection(list) {
    const links = new Map([...list.querySelectorAll("ul ul a")].filter((link) => !link.closest("ul ul ul")).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const seen = new Set();
    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
      const here = [...links.keys()].filter((id) => seen.has(id)).pop();
      for (const [id, link] of links) {
        if (id === here) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-15% 0px -80% 0px" });
    for (const id of links.keys()) {
      const section = id && document.getElementById(id);
      if (section) watch.observe(section);
    }
  }

  /* Whoever comes for something that is folded finds its fold open. */
  function unfold() {
    let goal = null;
    try { goal = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    let closed = false;
    for (let fold = goal && goal.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      closed = closed || !fold.open;
      fold.open = true;
    }
    if (closed) goal.scrollIntoView();
  }

  /* On paper nothing can be unfolded: what is folded on the screen, code apart, is printed open. */
  const unfolded = [];
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details:not([open]):not(.above-input)")) {
      fold.open = true;
      unfolded.push(fold);
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of unfolded.splice(0)) fold.open = false;
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("#contents").forEach(showPlace);
    document.querySelectorAll("#sections").forEach(markSection);
    document.querySelectorAll('[data-switch="theme"]').forEach(darkSwitch);
    document.querySelectorAll('[data-switch="code"]').forEach(codeSwitch);
    document.querySelectorAll("[data-copy]").forEach(copy);
    document.querySelectorAll("[data-copy-text]").forEach(copyText);
    unfold();
  });
  addEventListener("hashchange", unfold);
  /* A list of sections that lies over the page makes way for the section. */
  addEventListener("click", (event) => {
    const list = event.target.closest("#sections a") && document.getElementById("sections");
    if (list && list.matches(":popover-open")) list.hidePopover();
  });
  /* The same address a second time changes nothing, so no event tells of it. */
  addEventListener("click", (event) => {
    const link = event.target.closest('a[href*="#"]');
    if (link && link.href === location.href) setTimeout(unfold);
  });
})();
