// Search and sort for the tables of a page. Without it they stand complete, in their first order.
(() => {
  const search = (box) => {
    const prefixes = box.dataset.prefixes.split("|");
    // What is said of a row beside what stands in it; without it its id, title and publisher.
    const named = (row) => row.dataset.names ? row.dataset.names.split("|")
      : [row.cells[0], row.cells[1].firstChild, row.cells[2]].map((part) => fold(part.textContent));
    const rows = [...document.querySelectorAll("tbody tr[id]")]
      .map((row) => ({ row, names: named(row) }));
    const told = document.getElementById(box.dataset.told);
    const look = () => {
      const query = withoutPrefix(fold(box.value), prefixes);
      let found = 0;
      for (const { row, names } of rows) {
        const fits = query === "" || names.some((name) => means(name, query));
        row.hidden = !fits;
        found += fits;
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
