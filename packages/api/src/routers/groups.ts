import * as contract from "@quietroom/contracts/groups";
import { refuse } from "@quietroom/domain/result";
import {
  cancelGroupSession,
  changeGroupSession,
  groupRoster,
  listGroupSessions,
  moveSession,
  previewRepeatSession,
  repeatSession,
  scheduleGroupSession,
  seatClient,
  setScreening,
} from "@quietroom/services/groups";
import { holdSeats, listOpenSessions } from "@quietroom/services/scheduling";
import { callVerb, checkedForm } from "../call-verb.ts";
import { publicProcedure, router, staffProcedure } from "../trpc.ts";

/** Group sessions as anyone sees them. Seats that are held are confirmed, viewed and let go like any held time. */
export const publicGroupsRouter = router({
  open: publicProcedure
    .input(contract.listOpenSessions.input)
    .output(contract.listOpenSessions.output)
    .query(callVerb(listOpenSessions)),
  hold: publicProcedure
    .input(contract.holdSeats.input)
    .output(contract.holdSeats.output)
    .mutation(checkedForm(callVerb(holdSeats), refuse({ code: "proof_needed", left: null }))),
});

/** The same as staff keep them. */
export const staffGroupsRouter = router({
  list: staffProcedure
    .input(contract.listGroupSessions.input)
    .output(contract.listGroupSessions.output)
    .query(callVerb(listGroupSessions)),
  roster: staffProcedure
    .input(contract.groupRoster.input)
    .output(contract.groupRoster.output)
    .query(callVerb(groupRoster)),
  schedule: staffProcedure
    .input(contract.scheduleGroupSession.input)
    .output(contract.scheduleGroupSession.output)
    .mutation(callVerb(scheduleGroupSession)),
  change: staffProcedure
    .input(contract.changeGroupSession.input)
    .output(contract.changeGroupSession.output)
    .mutation(callVerb(changeGroupSession)),
  previewRepeat: staffProcedure
    .input(contract.previewRepeatSession.input)
    .output(contract.previewRepeatSession.output)
    .query(callVerb(previewRepeatSession)),
  repeat: staffProcedure
    .input(contract.repeatSession.input)
    .output(contract.repeatSession.output)
    .mutation(callVerb(repeatSession)),
  move: staffProcedure
    .input(contract.moveSession.input)
    .output(contract.moveSession.output)
    .mutation(callVerb(moveSession)),
  cancel: staffProcedure
    .input(contract.cancelGroupSession.input)
    .output(contract.cancelGroupSession.output)
    .mutation(callVerb(cancelGroupSession)),
  seat: staffProcedure
    .input(contract.seatClient.input)
    .output(contract.seatClient.output)
    .mutation(callVerb(seatClient)),
  setScreening: staffProcedure
    .input(contract.setScreening.input)
    .output(contract.setScreening.output)
    .mutation(callVerb(setScreening)),
});
