// What can come next: words of SPARQL, variables of this query, our prefixes, classes and properties, things by name.
import { syntaxTree } from "@codemirror/language";

const WORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES ORDER_BY GROUP_BY HAVING LIMIT OFFSET ASK CONSTRUCT " +
  "DESCRIBE FROM PREFIX EXISTS NOT_EXISTS GRAPH COUNT SUM AVG MIN MAX GROUP_CONCAT SAMPLE LANG LANGMATCHES STR CONTAINS " +
  "STRSTARTS LCASE REGEX BOUND COALESCE IF CONCAT YEAR DATATYPE ASC DESC").split(" ").map((word) => ({
  label: word === "GROUP_CONCAT" ? word : word.replace("_", " "), type: "word",
}));
const BEFORE = /(?:[?$]\w*|<[^\s<>"]*|[\p{L}_][\p{L}\w-]*(?::[\w.-]*)?)$/u;
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export function completions({ terms, things }) {
  let known;
  const load = () => (known ??= fetch(terms).then((answer) => answer.json()).then(prepared).catch(() => { known = undefined; return []; }));
  return async (context) => {
    const within = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (within === "string" || within === "comment") return null;
    const found = context.matchBefore(BEFORE);
    const text = found?.text ?? "";
    if (!context.explicit && text.length < 2 && !/^[?$]/.test(text)) return null;
    const from = found?.from ?? context.pos;
    if (/^[?$]/.test(text)) return { from, options: variables(context, text), validFor: /^[?$]\w*$/ };
    const asked = folded(text.replace(/^</, ""));
    const [vocabulary, named] = await Promise.all([load(), suggested(things, asked, context)]);
    if (context.aborted) return null;
    const fitting = vocabulary.filter((one) => one.search.some((word) => word.startsWith(asked)) || one.search[0].includes(asked));
    const likely = classOf(context);
    const options = [
      ...fitting.map((one) => ({ ...one.option, boost: one.of?.some((kind) => likely.has(kind)) ? 50 : one.option.boost })),
      ...WORDS.filter((word) => !text.startsWith("<") && folded(word.label).startsWith(asked)),
      ...named,
    ];
    return options.length ? { from, options: sorted(options, asked), filter: false } : null;
  };
}

function prepared({ prefixes, classes, properties }) {
  const option = (one, type, boost) => ({
    of: one.of,
    search: [folded(one.term), folded(one.term.split(":")[1] ?? ""), ...folded(one.name).split(/\s+/)].filter(Boolean),
    option: { label: one.term, detail: one.name, type, boost },
  });
  return [
    ...classes.map((one) => option(one, "class", 20)),
    ...properties.map((one) => option(one, "property", 20)),
    ...Object.entries(prefixes).map(([prefix, space]) => ({
      search: [folded(prefix)], option: { label: `${prefix}:`, detail: space, type: "prefix", boost: 30 },
    })),
  ];
}

async function suggested(things, asked, context) {
  if (asked.length < 3 || asked.includes(":") || asked.includes("/")) return [];
  const address = new URL(things, location.href);
  address.searchParams.set("q", asked);
  try {
    const hits = await (await fetch(address)).json();
    return context.aborted ? [] : hits.map((hit) => ({ label: hit.name, apply: hit.term, detail: hit.kind, type: "thing", boost: -5 }));
  } catch {
    return [];
  }
}

function variables(context, text) {
  const all = new Set(context.state.doc.toString().match(/[?$]\w+/g));
  all.delete(text);
  return [...all].map((label) => ({ label, type: "variable" }));
}

// The classes that this query gives to the subject being written about.
function classOf(context) {
  const before = context.state.sliceDoc(0, context.pos);
  const subject = [...before.matchAll(/(?:^|[.{])\s*(\?\w+)\s/g)].at(-1)?.[1];
  if (!subject) return new Set();
  const pattern = new RegExp(`\\${subject}\\s+a\\s+([\\w-]+:[\\w-]+)`, "g");
  return new Set([...context.state.doc.toString().matchAll(pattern)].map((match) => match[1]));
}

function sorted(options, asked) {
  const weight = (one) => (one.boost ?? 0) + (folded(one.label).startsWith(asked) ? 30 : 0);
  return options.map((one) => [weight(one), one]).sort((a, b) => b[0] - a[0]).slice(0, 60).map(([, one]) => one);
}
