import * as contract from "@quietroom/contracts/clients";
import {
  clientToCorrect,
  correctClient,
  listStoppedAddresses,
  searchClients,
  resumeAddress,
} from "@quietroom/services/clients";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const clientsRouter = router({
  // Changes nothing, and is a mutation all the same: what is typed is about a person, so it belongs in no address (AUD-12).
  search: staffProcedure
    .input(contract.searchClients.input)
    .output(contract.searchClients.output)
    .mutation(callVerb(searchClients)),
  toCorrect: staffProcedure
    .input(contract.clientToCorrect.input)
    .output(contract.clientToCorrect.output)
    .query(callVerb(clientToCorrect)),
  correct: staffProcedure
    .input(contract.correctClient.input)
    .output(contract.correctClient.output)
    .mutation(callVerb(correctClient)),
  stoppedAddresses: staffProcedure
    .input(contract.listStoppedAddresses.input)
    .output(contract.listStoppedAddresses.output)
    .query(callVerb(listStoppedAddresses)),
  resumeAddress: staffProcedure
    .input(contract.resumeAddress.input)
    .output(contract.resumeAddress.output)
    .mutation(callVerb(resumeAddress)),
});
