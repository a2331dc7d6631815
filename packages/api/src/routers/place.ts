import * as contract from "@quietroom/contracts/places";
import { changePlaceZone } from "@quietroom/services/scheduling";
import { addLocation, listPlaces, savePlace } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const placeRouter = router({
  list: staffProcedure
    .input(contract.listPlaces.input)
    .output(contract.listPlaces.output)
    .query(callVerb(listPlaces)),
  add: staffProcedure
    .input(contract.addPlace.input)
    .output(contract.addPlace.output)
    .mutation(callVerb(addLocation)),
  save: staffProcedure
    .input(contract.savePlace.input)
    .output(contract.savePlace.output)
    .mutation(callVerb(savePlace)),
  changeZone: staffProcedure
    .input(contract.changePlaceZone.input)
    .output(contract.changePlaceZone.output)
    .mutation(callVerb(changePlaceZone)),
});
