import * as contract from "@quietroom/contracts/places";
import * as travel from "@quietroom/contracts/travel";
import { changePlaceZone } from "@quietroom/services/scheduling";
import { addLocation, listPlaces, savePlace, saveTravel, viewTravel } from "@quietroom/services/studio";
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
  travel: staffProcedure
    .input(travel.viewTravel.input)
    .output(travel.viewTravel.output)
    .query(callVerb(viewTravel)),
  saveTravel: staffProcedure
    .input(travel.saveTravel.input)
    .output(travel.saveTravel.output)
    .mutation(callVerb(saveTravel)),
});
