// Asks as Comunica's users do: node comunica.mjs SOURCE TYPE, the query on standard input; the answer as JSON.
// TYPE is `sparql` for an endpoint; empty, and Comunica finds out by itself what the source is.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const [source, type] = process.argv.slice(2);
const engine = new QueryEngine();
const result = await engine.query(readFileSync(0, "utf-8"), { sources: [type ? { type, value: source } : source] });
const answer = { kind: result.resultType };
if (result.resultType === "bindings") {
  answer.rows = [];
  for await (const row of await result.execute()) {
    answer.rows.push(Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
  }
} else if (result.resultType === "quads") {
  answer.count = 0;
  for await (const quad of await result.execute()) answer.count += quad ? 1 : 0;
} else {
  answer.boolean = await result.execute();
}
console.log(JSON.stringify(answer));
