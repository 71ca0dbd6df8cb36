// What if a province had more or fewer points, the others standing still? Whole numbers only, as in
// what_if.py: printed totals × 10,000, points × 10. Without the script the tables say what they say.
(() => {
  const unit = 10000;
  const lang = document.documentElement.lang;
  const inTenths = (count, signed) => (count / 10).toLocaleString(lang, {
    minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: signed ? "exceptZero" : "auto",
  }).replace("-", "−");
  const inScore = (total) => (total / unit).toLocaleString(lang, { minimumFractionDigits: 4 });

  const make = (name, parent, text) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };

  const start = (box) => {
    const said = box.dataset;
    const numbers = (text) => text.split(" ").map(Number);
    const own = Number(said.own);
    const whole = Number(said.whole);
    const others = numbers(said.others);
    const tenths = numbers(said.tenths);
    const rank = (change) => 1 + others
      .filter((other) => other * whole > own * whole + change * unit).length;
    const total = (change) => Math.floor(
      (2 * (own * whole + change * unit) + whole) / (2 * whole));

    const fold = make("details", box);
    fold.open = window.matchMedia("(min-width: 47rem)").matches;
    make("summary", fold, said.title);
    const inputs = numbers(said.scores).map((score, place) => {
      const label = make("label", fold, said.names.split("|")[place]);
      const input = make("input", label);
      Object.assign(input, {
        type: "range", step: 1,
        min: -Math.floor(score * tenths[place] / unit),
        max: Math.floor((unit - score) * tenths[place] / unit),
      });
      make("output", label);
      return input;
    });
    const told = make("p", fold);
    told.setAttribute("aria-live", "polite");
    const reset = make("button", fold, said.reset);
    reset.type = "button";

    const show = () => {
      let change = 0;
      for (const input of inputs) {
        change += input.valueAsNumber;
        const words = `${inTenths(input.valueAsNumber, true)} ${said.points}`;
        input.nextElementSibling.textContent = words;
        input.setAttribute("aria-valuetext", words);
      }
      told.textContent = `${said.rank} ${rank(0)} → ${rank(change)} · `
        + `${inScore(own)} → ${inScore(total(change))} (${inTenths(change, true)} ${said.points}). `
        + said.noForecast;
    };
    const clear = () => {
      for (const input of inputs) input.value = 0;
      show();
    };
    box.addEventListener("input", show);
    reset.addEventListener("click", clear);
    clear();
  };

  document.querySelectorAll(".what-if").forEach(start);
})();
