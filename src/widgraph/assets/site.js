// Comfort only: every page works without this script.
import { copyButtons } from "./copy.js";
import { tableFilters } from "./filter.js";
import { sortableTables } from "./sort.js";
import { suggestions } from "./suggest.js";

// The query page dresses its answers itself, each time one comes in.
if (!document.querySelector("form#ask")) {
  copyButtons();
  sortableTables();
}
tableFilters();
suggestions();
