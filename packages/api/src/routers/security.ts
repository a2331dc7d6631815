import * as contract from "@quietroom/contracts/security";
import {
  countIncidents,
  listIncidents,
  reviewIncident,
  setNetworks,
  viewNetworks,
} from "@quietroom/services/security";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What looked wrong about access to the studio, and from where it may be had. */
export const securityRouter = router({
  incidents: staffProcedure
    .input(contract.listIncidents.input)
    .output(contract.listIncidents.output)
    .query(callVerb(listIncidents)),
  openCount: staffProcedure
    .input(contract.countIncidents.input)
    .output(contract.countIncidents.output)
    .query(callVerb(countIncidents)),
  review: staffProcedure
    .input(contract.reviewIncident.input)
    .output(contract.reviewIncident.output)
    .mutation(callVerb(reviewIncident)),
  networks: staffProcedure
    .input(contract.viewNetworks.input)
    .output(contract.viewNetworks.output)
    .query(callVerb(viewNetworks)),
  setNetworks: staffProcedure
    .input(contract.setNetworks.input)
    .output(contract.setNetworks.output)
    .mutation(callVerb(setNetworks)),
});
