// <sparql-editor>: CodeMirror over the text field inside it, which stays what the form sends.
// It lives in a shadow root, where CodeMirror adopts style sheets instead of writing style elements, as our CSP wants.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { completions } from "./sparql-completion.js";
import { colours, look } from "./sparql-look.js";

export class SparqlEditor extends HTMLElement {
  #field;
  #view;

  connectedCallback() {
    this.#field = this.querySelector("textarea");
    if (!this.#field || this.#view) return;
    const root = this.attachShadow({ mode: "open" });
    this.#view = new EditorView({ root, parent: root, state: this.#state(this.#field.value) });
    document.querySelector(`label[for="${this.#field.id}"]`)?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#view.focus();
    });
    this.#field.form?.addEventListener("reset", () => { this.value = this.#field.defaultValue; });
  }

  get value() { return this.#field.value; }

  set value(text) {
    this.#view.setState(this.#state(text));
    this.#field.value = text;
  }

  focus() { this.#view.focus(); }

  // Marks the place of a fault (line and column from 1) and puts the cursor there; without a place, clears the mark.
  mark(line, column, message) {
    const document_ = this.#view.state.doc;
    const found = [];
    if (line >= 1 && line <= document_.lines) {
      const at = document_.line(line);
      const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
      // the whole word at that place; at the end of a line, its last one
      const before = /[\w:?$]*$/.exec(at.text.slice(0, from - at.from))[0].length;
      const after = /^[\w:?$]*/.exec(at.text.slice(from - at.from))[0].length;
      const start = before + after ? from - before : Math.max(from - (from === at.to ? 1 : 0), at.from);
      found.push({ from: start, to: Math.max(from + after, Math.min(start + 1, at.to)), severity: "error", message });
      this.#view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from) });
    }
    this.#view.dispatch(setDiagnostics(this.#view.state, found));
  }

  #state(text) {
    const field = this.#field;
    const label = document.querySelector(`label[for="${field.id}"]`)?.textContent ?? "SPARQL";
    const keys = field.form?.dataset.keys ?? "";
    return EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run: () => { field.form.requestSubmit(); return true; } },
          ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
        autocompletion({ override: [completions(this.dataset)], icons: false, maxRenderedOptions: 60, optionClass: (one) => one.type ?? "" }),
        EditorView.lineWrapping,
        EditorState.phrases.of({ Completions: this.dataset.completions ?? "Completions" }),
        // Tab is never caught: it leaves the field, and Escape closes a list of completions first.
        EditorView.contentAttributes.of({ "aria-label": `${label}. ${keys}`, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) field.value = update.state.doc.toString(); }),
      ],
    });
  }
}
