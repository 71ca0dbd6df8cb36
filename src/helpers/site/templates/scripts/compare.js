// The page that compares: the rows chosen of the table of all, turned on their side.
(() => {
  const part = document.querySelector("[data-compares]");
  if (!part) return;
  const all = document.getElementById(part.dataset.compares);
  const side = document.getElementById(part.dataset.into);
  const told = part.querySelector("[role=status]");
  const selects = [...part.querySelectorAll("select")];
  const language = document.querySelector("[data-keeps-choice]");
  const other = language.getAttribute("href");
  const rows = new Map([...all.tBodies[0].rows].map((row) => [row.dataset.slug, row]));
  const byUnit = new Map([...rows.values()].map((row) => [row.dataset.unit, row.dataset.slug]));

  const cell = (kind, from, scope) => {
    const made = document.createElement(kind);
    made.append(...[...from.childNodes].map((node) => node.cloneNode(true)));
    if (scope) made.scope = scope;
    if (kind === "td" || scope === "col") made.className = "number";
    return made;
  };

  const show = () => {
    // Slugs or ids of units, parted by commas; whatever else is left out.
    const asked = decodeURIComponent(location.hash.slice(1)).split(",")
      .map((name) => byUnit.get(name) ?? name).filter((name) => rows.has(name));
    const chosen = [...new Set(asked)].slice(0, selects.length);
    selects.forEach((select, place) => { select.value = chosen[place] ?? ""; });
    language.setAttribute("href", other + (chosen.length ? `#${chosen.join(",")}` : ""));
    const enough = chosen.length > 1;
    told.textContent = enough ? "" : told.dataset.few;
    side.parentElement.hidden = !enough;
    const heads = [...all.tHead.rows[0].cells];
    const units = chosen.map((name) => [...rows.get(name).cells]);
    const lines = heads.map((head, place) => {
      const line = document.createElement("tr");
      line.append(cell("th", head, place ? "row" : "col"));
      line.append(...units.map((unit) => cell(place ? "td" : "th", unit[place], place ? "" : "col")));
      return line;
    });
    lines[0].cells[0].className = "";
    side.tHead.replaceChildren(lines[0]);
    side.tBodies[0].replaceChildren(...lines.slice(1));
  };
  const choose = () => {
    const chosen = [...new Set(selects.map((select) => select.value).filter(Boolean))];
    history.pushState(null, "", chosen.length ? `#${chosen.join(",")}` : location.pathname + location.search);
    show();
  };
  selects.forEach((select) => select.addEventListener("change", choose));
  window.addEventListener("popstate", show);
  window.addEventListener("hashchange", show);
  part.hidden = false;
  show();
})();
