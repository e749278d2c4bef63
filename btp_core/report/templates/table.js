"use strict";
// Sorts and filters the table of scans. Without it the table stands as it is, the worst first.
(() => {
  const table = document.getElementById("table");
  const form = document.getElementById("filter");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const search = document.getElementById("filter-name");
  const said = document.getElementById("filter-count");
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
  const letters = new Intl.Collator(undefined, { numeric: true });

  // Text ascends and numbers descend at first; a row without a number comes last either way.
  const values = {
    name: (row) => row.dataset.name,
    outcome: (row) => Number(row.dataset.rank),
    score: (row) => Number(row.dataset.score),
    regions: (row) => Number(row.dataset.regions),
    points: (row) => Number(row.dataset.points),
    seconds: (row) => Number(row.dataset.seconds),
  };
  const rising = { name: true, outcome: true };

  function compare(a, b, up) {
    if (typeof a === "string") return up ? letters.compare(a, b) : letters.compare(b, a);
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    return up ? a - b : b - a;
  }

  function sort(heading, key) {
    const now = heading.getAttribute("aria-sort");
    const up = now ? now === "descending" : Boolean(rising[key]);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort((a, b) => compare(values[key](a), values[key](b), up));
    body.append(...rows);
  }

  function filter() {
    const word = search.value.trim().toLocaleLowerCase();
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.has(row.dataset.outcome)
        && row.dataset.name.toLocaleLowerCase().includes(word);
      row.hidden = !fits;
      shown += fits;
    }
    said.textContent = shown === rows.length ? `${shown} scans` : `${shown} of ${rows.length} scans`;
  }

  for (const heading of table.tHead.querySelectorAll("th[data-key]")) {
    // The button lies over the words: headings that a browser repeats on paper show no buttons.
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `Sort by ${heading.textContent}`);
    button.addEventListener("click", () => sort(heading, heading.dataset.key));
    heading.append(button);
  }
  search.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  table.classList.add("sortable");
  filter();
})();
