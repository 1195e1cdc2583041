// Colours and sizes of the editor: the site's own, so that light and dark and their contrasts are the site's too.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--brand-strong)", fontWeight: "600" },
  { tag: [tags.standard(tags.variableName), tags.operatorKeyword], color: "var(--brand)" },
  { tag: tags.local(tags.variableName), color: "var(--syntax-variable)" },
  { tag: tags.string, color: "var(--syntax-text)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.atom, tags.meta, tags.operator, tags.bracket, tags.propertyName], color: "var(--ink)" },
]);

export const look = EditorView.theme({
  "&": { color: "var(--ink)", background: "var(--surface)", border: "1px solid var(--edge)", borderRadius: ".5rem", fontSize: ".92rem" },
  "&.cm-focused": { outline: "3px solid var(--brand)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", lineHeight: "1.55", maxHeight: "65vh", borderRadius: ".5rem" },
  ".cm-content": { minHeight: "13em", padding: ".6rem 0", caretColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--tint)", color: "var(--muted)", border: "none", borderRadius: ".5rem 0 0 .5rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--brand) 25%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--tint)", outline: "1px solid var(--edge)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "none", outline: "1px solid var(--wrong)" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px solid var(--wrong)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".4rem", overflow: "hidden", maxWidth: "calc(100vw - 2rem)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--wrong)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "18em", minWidth: "min(16rem, 80vw)", maxWidth: "min(44rem, calc(100vw - 2rem))" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem", minHeight: "24px", display: "flex", gap: ".8rem", justifyContent: "space-between", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--brand)", color: "var(--paper)" },
  ".cm-completionLabel": { flex: "0 1 auto", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  ".cm-completionDetail": { margin: "0", flex: "0 1 auto", fontStyle: "normal", color: "var(--muted)", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
});
