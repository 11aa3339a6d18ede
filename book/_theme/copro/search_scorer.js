/* How results of the search are ranked, in the form that Sphinx asks for (html_search_scorer).
   Sphinx scores a page by its best single word, so long lists match everything as well as a chapter does.
   Here chapters come before other pages, lists of everything come last, and within these groups
   a page goes up with every word of the question that stands in its title. Who asks for a title finds that page first. */
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {0: 15, 1: 5, 2: -5},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,

  score: ([page, title, , , score]) => {
    const asked = (new URLSearchParams(location.search).get("q") || "").trim().toLowerCase();
    if (title.toLowerCase() === asked) return 5000;
    const lists = ["claims", "data_catalogue", "glossary", "references", "reproduce", "index"];
    const group = /^\d_/.test(page) ? 2 : lists.includes(page) ? 0 : 1;
    const inTitle = new Set(title.toLowerCase().match(/\p{Letter}+/gu) || []);
    const words = new Set(asked.match(/\p{Letter}{4,}/gu) || []);
    return 1000 * group + 20 * [...words].filter((word) => inTitle.has(word)).length + score;
  },
};
