import * as contract from "@quietroom/contracts/own-zone";
import { addTravelPeriod, removeTravelPeriod, setOwnZone, viewOwnZone } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const ownZoneRouter = router({
  view: staffProcedure
    .input(contract.viewOwnZone.input)
    .output(contract.viewOwnZone.output)
    .query(callVerb(viewOwnZone)),
  set: staffProcedure
    .input(contract.setOwnZone.input)
    .output(contract.setOwnZone.output)
    .mutation(callVerb(setOwnZone)),
  addTravel: staffProcedure
    .input(contract.addTravelPeriod.input)
    .output(contract.addTravelPeriod.output)
    .mutation(callVerb(addTravelPeriod)),
  removeTravel: staffProcedure
    .input(contract.removeTravelPeriod.input)
    .output(contract.removeTravelPeriod.output)
    .mutation(callVerb(removeTravelPeriod)),
});
