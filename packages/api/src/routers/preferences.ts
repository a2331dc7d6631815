import * as contract from "@quietroom/contracts/preferences";
import { refuse } from "@quietroom/domain/result";
import {
  chooseForClient,
  chooseOwn,
  unsubscribe,
  viewOwnPreferences,
  viewUnsubscribe,
  viewVisitPreferences,
} from "@quietroom/services/preferences";
import { callLinkVerb, callVerb } from "../call-verb.ts";
import { clientProcedure, linkProcedure, router, staffProcedure } from "../trpc.ts";

const linkInvalid = refuse("link_invalid");
const unsubscribeProcedure = linkProcedure("unsubscribe");

/** What the link in a message switches off, without signing in. */
export const unsubscribeRouter = router({
  view: unsubscribeProcedure
    .input(contract.viewUnsubscribe.input)
    .output(contract.viewUnsubscribe.output)
    .query(callLinkVerb(viewUnsubscribe, linkInvalid)),
  stop: unsubscribeProcedure
    .input(contract.unsubscribe.input)
    .output(contract.unsubscribe.output)
    .mutation(callLinkVerb(unsubscribe, linkInvalid)),
});

/** Which messages a client gets, as they say it. */
export const ownPreferencesRouter = router({
  view: clientProcedure
    .input(contract.viewOwnPreferences.input)
    .output(contract.viewOwnPreferences.output)
    .query(callVerb(viewOwnPreferences)),
  choose: clientProcedure
    .input(contract.chooseOwn.input)
    .output(contract.chooseOwn.output)
    .mutation(callVerb(chooseOwn)),
});

/** The same on a client's word. */
export const clientPreferencesRouter = router({
  ofVisit: staffProcedure
    .input(contract.viewVisitPreferences.input)
    .output(contract.viewVisitPreferences.output)
    .query(callVerb(viewVisitPreferences)),
  choose: staffProcedure
    .input(contract.chooseForClient.input)
    .output(contract.chooseForClient.output)
    .mutation(callVerb(chooseForClient)),
});
