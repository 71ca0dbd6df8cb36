// A table or picture that goes on beyond its edge can be reached by keyboard and scrolled; one that
// does not is no stop. Without this every table is one.
(() => {
  const regions = document.querySelectorAll(".table, .map, figure");
  const look = () => {
    for (const region of regions) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  look();
  addEventListener("load", look);
  addEventListener("resize", look);
  // What stood folded had no width.
  document.addEventListener("toggle", look, true);
})();
