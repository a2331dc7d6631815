export { staffActivity } from "./staff-activity.ts";
