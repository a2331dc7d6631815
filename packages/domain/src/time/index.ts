export { dayMs, hourMs, type Instant, instant, minuteMs, plus } from "./instant.ts";
export { contains, type Interval, interval, overlaps } from "./interval.ts";
