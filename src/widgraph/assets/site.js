// Comfort only: every page works without this script.
import { copyButtons } from "./copy.js";
import { tableFilters } from "./filter.js";
import { suggestions } from "./suggest.js";

copyButtons();
tableFilters();
suggestions();
