import * as affected from "@quietroom/contracts/affected-visits";
import * as profile from "@quietroom/contracts/practitioner-profile";
import * as contract from "@quietroom/contracts/practitioners";
import {
  countUnsettledSeries,
  listAffectedVisits,
  listUnsettledSeries,
  reassignVisit,
  settleSeries,
} from "@quietroom/services/scheduling";
import {
  listPractitioners,
  saveProfile,
  setPhoto,
  setStanding,
  viewProfile,
  viewStaffPhoto,
  viewStanding,
} from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const practitionerRouter = router({
  list: staffProcedure
    .input(contract.listPractitioners.input)
    .output(contract.listPractitioners.output)
    .query(callVerb(listPractitioners)),
  standing: staffProcedure
    .input(contract.viewStanding.input)
    .output(contract.viewStanding.output)
    .query(callVerb(viewStanding)),
  setStanding: staffProcedure
    .input(contract.setStanding.input)
    .output(contract.setStanding.output)
    .mutation(callVerb(setStanding)),
  profile: staffProcedure
    .input(profile.viewProfile.input)
    .output(profile.viewProfile.output)
    .query(callVerb(viewProfile)),
  photo: staffProcedure
    .input(profile.staffPhoto.input)
    .output(profile.staffPhoto.output)
    .query(callVerb(viewStaffPhoto)),
  saveProfile: staffProcedure
    .input(profile.saveProfile.input)
    .output(profile.saveProfile.output)
    .mutation(callVerb(saveProfile)),
  setPhoto: staffProcedure
    .input(profile.setPhoto.input)
    .output(profile.setPhoto.output)
    .mutation(callVerb(setPhoto)),
  affected: staffProcedure
    .input(affected.listAffectedVisits.input)
    .output(affected.listAffectedVisits.output)
    .query(callVerb(listAffectedVisits)),
  reassignVisit: staffProcedure
    .input(affected.reassignVisit.input)
    .output(affected.reassignVisit.output)
    .mutation(callVerb(reassignVisit)),
  unsettledSeries: staffProcedure
    .input(affected.listUnsettledSeries.input)
    .output(affected.listUnsettledSeries.output)
    .query(callVerb(listUnsettledSeries)),
  unsettledCount: staffProcedure
    .input(affected.countUnsettledSeries.input)
    .output(affected.countUnsettledSeries.output)
    .query(callVerb(countUnsettledSeries)),
  settleSeries: staffProcedure
    .input(affected.settleSeries.input)
    .output(affected.settleSeries.output)
    .mutation(callVerb(settleSeries)),
});
