// Tables of answers sort by a column: up, down, and back to the order of the answer.
export function sortableTables(root = document) {
  for (const table of root.querySelectorAll("table[data-sort]")) {
    const [body] = table.tBodies;
    const given = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        body.append(...(next ? ordered(given, column, head.classList.contains("number"), next) : given));
      });
    });
  }
}

function ordered(rows, column, numeric, direction) {
  const language = document.documentElement.lang;
  const text = (row) => (row.cells[column].firstElementChild ?? row.cells[column]).textContent.trim();
  const compare = numeric
    ? (a, b) => Number(text(a)) - Number(text(b))
    : (a, b) => text(a).localeCompare(text(b), language, { numeric: true });
  const sign = direction === "ascending" ? 1 : -1;
  // an empty cell is no value: it comes last either way
  const filled = rows.filter((row) => text(row));
  return [...filled.sort((a, b) => sign * compare(a, b)), ...rows.filter((row) => !text(row))];
}
