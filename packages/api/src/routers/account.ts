import { connectApp as connectContract } from "@quietroom/contracts/app-token";
import { askEmailChange as askEmailContract } from "@quietroom/contracts/credentials";
import * as contract from "@quietroom/contracts/staff";
import {
  askEmailChange,
  connectApp,
  endOtherSessions,
  endOwnSession,
  listSessions,
  ownStudios,
  renewRecoveryCodes,
  sessionClock,
  viewSecurity,
} from "@quietroom/services/staff";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** One's own account. */
export const accountRouter = router({
  studios: staffProcedure
    .input(contract.ownStudios.input)
    .output(contract.ownStudios.output)
    .query(callVerb(ownStudios)),
  security: staffProcedure
    .input(contract.viewSecurity.input)
    .output(contract.viewSecurity.output)
    .query(callVerb(viewSecurity)),
  renewRecoveryCodes: staffProcedure
    .input(contract.renewRecoveryCodes.input)
    .output(contract.renewRecoveryCodes.output)
    .mutation(callVerb(renewRecoveryCodes)),
  askEmailChange: staffProcedure
    .input(askEmailContract.input)
    .output(askEmailContract.output)
    .mutation(callVerb(askEmailChange)),
  connectApp: staffProcedure
    .input(connectContract.input)
    .output(connectContract.output)
    .mutation(callVerb(connectApp)),
});

/** One's own sessions. A mutation is something a person does, so asking for the clock by `stay` keeps the session awake. */
export const sessionRouter = router({
  clock: staffProcedure
    .input(contract.sessionClock.input)
    .output(contract.sessionClock.output)
    .query(callVerb(sessionClock)),
  stay: staffProcedure
    .input(contract.sessionClock.input)
    .output(contract.sessionClock.output)
    .mutation(callVerb(sessionClock)),
  list: staffProcedure
    .input(contract.listSessions.input)
    .output(contract.listSessions.output)
    .query(callVerb(listSessions)),
  end: staffProcedure
    .input(contract.endOwnSession.input)
    .output(contract.endOwnSession.output)
    .mutation(callVerb(endOwnSession)),
  endOthers: staffProcedure
    .input(contract.endOtherSessions.input)
    .output(contract.endOtherSessions.output)
    .mutation(callVerb(endOtherSessions)),
});
