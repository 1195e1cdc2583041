// The query page: the editor in place of the text field, answers without leaving the page, questions asked before.
import { SparqlEditor } from "./sparql-editor.js";
import { queryPage } from "./query-page.js";

customElements.define("sparql-editor", SparqlEditor);
queryPage();
