// Names while typing, for the search field: a list the browser shows; without it the field works the same.
export function suggestions() {
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = `${input.id}-names`;
    input.after(list);
    input.setAttribute("list", list.id);
    let latest = 0;
    input.addEventListener("input", async () => {
      const asked = ++latest;
      if (input.value.trim().length < 2) return;
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", input.value);
      try {
        const [, names] = await (await fetch(address)).json();
        if (asked === latest) list.replaceChildren(...names.map((name) => new Option(name, name)));
      } catch {
        // the field still searches
      }
    });
  }
}
