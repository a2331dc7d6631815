import { explainTime as explainContract } from "@quietroom/contracts/scheduling";
import * as contract from "@quietroom/contracts/studio";
import { explainTime } from "@quietroom/services/scheduling";
import {
  removeDateOverride,
  setDateOverride,
  setPractitionerCaps,
  setWeeklyHours,
  setWeekStart,
  viewAvailability,
  viewWeek,
} from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const availabilityRouter = router({
  view: staffProcedure
    .input(contract.availabilityView.input)
    .output(contract.availabilityView.output)
    .query(callVerb(viewAvailability)),
  week: staffProcedure
    .input(contract.availabilityWeek.input)
    .output(contract.availabilityWeek.output)
    .query(callVerb(viewWeek)),
  explain: staffProcedure
    .input(explainContract.input)
    .output(explainContract.output)
    .query(callVerb(explainTime)),
  setWeekly: staffProcedure
    .input(contract.setWeeklyHours.input)
    .output(contract.setWeeklyHours.output)
    .mutation(callVerb(setWeeklyHours)),
  setCaps: staffProcedure
    .input(contract.setPractitionerCaps.input)
    .output(contract.setPractitionerCaps.output)
    .mutation(callVerb(setPractitionerCaps)),
  setWeekStart: staffProcedure
    .input(contract.setWeekStart.input)
    .output(contract.setWeekStart.output)
    .mutation(callVerb(setWeekStart)),
  setOverride: staffProcedure
    .input(contract.setDateOverride.input)
    .output(contract.setDateOverride.output)
    .mutation(callVerb(setDateOverride)),
  removeOverride: staffProcedure
    .input(contract.removeDateOverride.input)
    .output(contract.removeDateOverride.output)
    .mutation(callVerb(removeDateOverride)),
});
