export { alertAdmins } from "./alert-admins.ts";
export { countIncidents, listIncidents } from "./list-incidents.ts";
export { setNetworks, viewNetworks } from "./networks.ts";
export { noteOtherStudio } from "./note-other-studio.ts";
export { reviewIncident } from "./review-incident.ts";
export { watchAccess } from "./watch-access.ts";
