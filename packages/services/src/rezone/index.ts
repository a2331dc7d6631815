export { listVisitsToRezone } from "./list-visits-to-rezone.ts";
export { rezoneVisit } from "./rezone-visit.ts";
