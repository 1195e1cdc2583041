// Asking without leaving the page. The server makes the answer; here it only takes the place of the one before.
import { copyButtons } from "./copy.js";
import { questionHistory } from "./query-history.js";
import { sortableTables } from "./sort.js";

const LONGEST_ADDRESS = 8000;

export function queryPage() {
  const form = document.querySelector("form#ask");
  const editor = form?.querySelector("sparql-editor");
  if (!form || !editor) return;
  const parts = { form, editor, status: document.querySelector("#status"), outcome: document.querySelector("#outcome") };
  const hint = document.createElement("span");
  hint.className = "keys";
  hint.textContent = form.dataset.keys;
  form.querySelector(".actions").append(hint);
  parts.history = questionHistory(document.querySelector("#history"), form.dataset, (query) => {
    editor.value = query;
    editor.focus();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(parts); });
  addEventListener("popstate", () => location.reload());
  dressed(parts);
}

async function ask(parts) {
  const { form, status, outcome } = parts;
  parts.running?.abort();
  const running = (parts.running = new AbortController());
  status.textContent = form.dataset.asking;
  status.classList.remove("visually-hidden");
  outcome.setAttribute("aria-busy", "true");
  try {
    await show(parts, await sent(form, running.signal));
  } catch (error) {
    if (running.signal.aborted) return;
    failed(parts, form.dataset.failed, "");
    throw error;
  } finally {
    if (parts.running === running) {
      outcome.removeAttribute("aria-busy");
      status.classList.add("visually-hidden"); // what it says stands in the answer too
    }
  }
}

function sent(form, signal) {
  const values = new URLSearchParams(new FormData(form));
  const address = `${form.getAttribute("action")}?${values}`;
  const headers = { Accept: "text/html" };
  if (address.length > LONGEST_ADDRESS) {
    return fetch(form.getAttribute("action"), { method: "POST", body: values, headers, signal });
  }
  history.pushState(null, "", address);
  return fetch(address, { headers, signal });
}

async function show(parts, answer) {
  const text = await answer.text();
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) {
    const problem = JSON.parse(text);
    failed(parts, problem.detail, problem.hint ?? "");
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  parts.outcome.replaceChildren(...page.querySelector("#outcome").childNodes);
  const problem = parts.outcome.querySelector("#problem");
  problem?.removeAttribute("role");
  parts.status.textContent = problem ? problem.textContent : page.querySelector("#status").textContent;
  if (!problem) parts.history.add(parts.editor.value);
  dressed(parts);
  parts.outcome.firstElementChild?.querySelector("h2")?.scrollIntoView({ block: "nearest" });
}

function failed({ outcome, status }, detail, hint) {
  const problem = document.createElement("p");
  problem.className = "problem";
  const strong = document.createElement("strong");
  strong.textContent = detail;
  problem.append(strong, ` ${hint}`);
  outcome.replaceChildren(problem);
  status.textContent = `${detail} ${hint}`;
}

// What a fresh answer needs: buttons, sorting, and the mark at the place of a fault.
function dressed({ editor, outcome }) {
  copyButtons(outcome);
  sortableTables(outcome);
  shareButton(outcome);
  const problem = outcome.querySelector("#problem");
  editor.mark(Number(problem?.dataset.line ?? 0), Number(problem?.dataset.column ?? 1), problem?.textContent.trim() ?? "");
}

function shareButton(outcome) {
  const link = outcome.querySelector("a[data-share]");
  if (!link || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = link.dataset.share;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.href);
    button.textContent = link.dataset.copied;
    setTimeout(() => { button.textContent = link.dataset.share; }, 2000);
  });
  link.replaceWith(button);
}
