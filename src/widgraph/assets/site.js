// Comfort only: every page works without this script.
import { copyButtons } from "./copy.js";
import { tableFilters } from "./filter.js";

copyButtons();
tableFilters();
