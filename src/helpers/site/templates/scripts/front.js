// The front page: search that leads there, former units in place of those of today, an address
// that keeps what is shown. Without it both tables and maps stand on the page.
(() => {
  const box = document.getElementById("find");
  if (!box) return;
  const rows = [...document.querySelectorAll("tr[data-spelt]")];
  const tiles = [...document.querySelectorAll(".tile")];
  const linkOf = (row) => row.querySelector("th a, th [lang]");
  const places = rows.map((row) => ({
    row,
    names: row.dataset.spelt.split("|"),
    unit: row.dataset.into ?? row.dataset.unit,
    into: row.dataset.into && rows.find((one) => one.dataset.unit === row.dataset.into),
  }));

  const hitOf = ({ row, into }) => {
    const own = linkOf(row);
    const lead = into ? linkOf(into) : own;
    const hit = document.createElement(lead.href ? "a" : "span");
    if (lead.href) hit.href = lead.getAttribute("href");
    hit.lang = "vi";
    hit.textContent = own.textContent + (lead.textContent === own.textContent ? "" : ` → ${lead.textContent}`);
    const item = document.createElement("li");
    item.append(hit);
    return item;
  };

  const MOST = 8;
  const hits = document.getElementById("hits");
  const told = document.getElementById("told");
  const prefixes = box.dataset.spelling.split("|");
  const look = () => {
    const query = withoutPrefix(fold(box.value), prefixes);
    const found = query === "" ? []
      : places.filter(({ names }) => names.some((name) => means(name, query)));
    // One that begins so goes first; a former unit that lives on under its name is one hit.
    const starts = ({ names }) => names.some((name) => name.startsWith(query)) ? 0 : 1;
    const seen = new Set();
    const shown = found
      .sort((one, other) => starts(one) - starts(other))
      .filter(({ row, unit }) => {
        const key = `${unit} ${linkOf(row).textContent}`;
        return !seen.has(key) && seen.add(key);
      });
    hits.replaceChildren(...shown.slice(0, MOST).map(hitOf));
    const units = new Set(found.map(({ unit }) => unit));
    tiles.forEach((tile) => tile.classList.toggle("dim", query !== "" && !units.has(tile.dataset.now)));
    const { found: some, none } = told.dataset;
    told.textContent = query === "" ? "" : shown.length ? `${some}: ${shown.length}` : none;
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    const links = [...hits.querySelectorAll("a")];
    if (event.key === "Enter" && links.length) links[0].click();
    if (event.key === "ArrowDown" && links.length) {
      event.preventDefault();
      links[0].focus();
    }
    if (event.key === "Escape") {
      box.value = "";
      look();
    }
  });
  hits.addEventListener("keydown", (event) => {
    const links = [...hits.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    (links[links.indexOf(document.activeElement) + step] ?? box).focus();
  });
  box.closest(".find").hidden = false;
  look();

  const choice = document.querySelector(".choice");
  const former = document.getElementById("former");
  if (!choice || !former) return;
  const buttons = [...choice.querySelectorAll("button")];
  const [living, gone] = buttons.map((button) => button.dataset.shows);
  const regions = choice.querySelector("select");
  const map = former.querySelector(".map-of");
  if (map) document.querySelector(".moved").append(map);

  // Of former units also the region: #u=63&r=tay-nguyen.
  const show = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const universe = asked.get("u") === gone ? gone : living;
    const isGone = universe === gone;
    buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.shows === universe));
    document.querySelectorAll(".set").forEach((set) => { set.hidden = set.dataset.universe !== universe; });
    former.open = isGone;
    if (!regions) return;
    regions.closest("label").hidden = !isGone;
    const known = [...regions.options].some((option) => option.value === asked.get("r"));
    regions.value = isGone && known ? asked.get("r") : "";
    rows.filter((row) => row.dataset.region).forEach((row) => {
      row.hidden = regions.value !== "" && row.dataset.region !== regions.value;
    });
    const outside = new Set(rows.filter((row) => row.hidden).map((row) => row.dataset.unit));
    tiles.forEach((tile) => tile.classList.toggle("outside", outside.has(tile.dataset.tile)));
  };
  const go = (universe, region) => {
    const asked = new URLSearchParams();
    if (universe === gone) asked.set("u", gone);
    if (universe === gone && region) asked.set("r", region);
    // The page itself, without a mark that would lead to its top.
    history.pushState(null, "", asked.size ? `#${asked}` : location.pathname + location.search);
    show();
  };
  buttons.forEach((button) => button.addEventListener("click", () => go(button.dataset.shows, "")));
  regions?.addEventListener("change", () => go(gone, regions.value));
  window.addEventListener("popstate", show);
  window.addEventListener("hashchange", show);
  choice.hidden = false;
  show();
})();
