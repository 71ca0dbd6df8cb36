// Search and sort for the tables of a page. Without it they stand complete, in their first order.
(() => {
  const search = (box) => {
    const prefixes = box.dataset.prefixes.split("|");
    const places = [...document.querySelectorAll("[data-names]")]
      .map((element) => ({ element, names: element.dataset.names.split("|") }));
    const told = document.getElementById(box.dataset.told);
    const look = () => {
      const query = withoutPrefix(fold(box.value), prefixes);
      let found = 0;
      for (const { element, names } of places) {
        const fits = query === "" || names.some((name) => means(name, query));
        if (element.tagName === "TR") {
          element.hidden = !fits;
          found += fits;
          // Former units are folded away; who looks for one sees it.
          const folded = element.closest("details");
          if (folded && fits && query !== "") folded.open = true;
        } else {
          element.classList.toggle("dim", !fits);
        }
      }
      told.textContent = query === "" ? "" : `${told.dataset.words}: ${found}`;
    };
    box.closest(".search").hidden = false;
    box.addEventListener("input", look);
    look();
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      if (!("sortable" in head.dataset)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        const place = (row) => row.cells[column].dataset.place;
        const order = [...body.rows].sort((one, other) => {
          const [a, b] = [place(one), place(other)];
          // What is not known comes last, either way.
          if (a === "" || b === "") return (a === "") - (b === "");
          return down ? b - a : a - b;
        });
        body.append(...order);
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  };

  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("input[data-prefixes]").forEach(search);
})();
