// Questions asked before, kept in this browser and nowhere else.
const KEY = "widgraph.queries";
const MOST = 50;

export function questionHistory(place, texts, choose) {
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((one) => typeof one?.query === "string") : [];
    } catch {
      return [];
    }
  };
  const draw = () => {
    const kept = read();
    place.replaceChildren();
    if (!kept.length) return;
    const box = document.createElement("details");
    box.className = "asked";
    const summary = document.createElement("summary");
    summary.textContent = `${texts.history} (${kept.length})`;
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = `${texts.historyNote} `;
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "quiet";
    clear.textContent = texts.clear;
    clear.addEventListener("click", () => { localStorage.removeItem(KEY); draw(); });
    note.append(clear);
    const list = document.createElement("ol");
    list.append(...kept.map((one) => entry(one, choose)));
    box.append(summary, note, list);
    place.append(box);
  };
  draw();
  return {
    add(query) {
      try {
        const kept = [{ query, when: new Date().toISOString() }, ...read().filter((one) => one.query !== query)];
        localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
      } catch {
        return; // a browser that keeps nothing, or is full
      }
      draw();
    },
  };
}

function entry({ query, when }, choose) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const lines = query.split("\n").map((line) => line.trim()).filter((line) => line && !/^(prefix|base)\b/i.test(line));
  button.textContent = (lines.join(" ") || query).replace(/^#\s*/, "").slice(0, 120);
  button.addEventListener("click", () => choose(query));
  const time = document.createElement("time");
  time.dateTime = when;
  time.textContent = new Date(when).toLocaleString(document.documentElement.lang);
  item.append(button, " ", time);
  return item;
}
