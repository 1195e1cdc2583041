// A field above a table that hides the rows without the words typed.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export function tableFilters() {
  for (const table of document.querySelectorAll("table[data-filter]")) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (rows.length < 8) continue;
    const label = document.createElement("label");
    label.className = "filter";
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    const status = document.createElement("output");
    label.append(table.dataset.filter, input, status);
    const texts = rows.map((row) => folded(row.textContent));
    input.addEventListener("input", () => {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !words.every((word) => texts[index].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      status.textContent = words.length ? `${shown} / ${rows.length}` : "";
    });
    (table.closest(".scroll") ?? table).before(label);
  }
}
