export { decidePurge } from "./decide-purge.ts";
export { listDisclosures, noteDisclosure } from "./disclosures.ts";
export { endRestriction } from "./end-restriction.ts";
export { liftHold, placeHold } from "./legal-hold.ts";
export { listKept, setRetention } from "./list-kept.ts";
export { markPurgeCandidates } from "./mark-purge-candidates.ts";
export { exportOwnRecord } from "./own-record.ts";
export { recordStanding } from "./record-standing.ts";
export { removeClient, restoreRecord } from "./remove-client.ts";
export {
  askRequest,
  decideRequest,
  listOwnRequests,
  listRequests,
  withdrawRequest,
} from "./rights-requests.ts";
