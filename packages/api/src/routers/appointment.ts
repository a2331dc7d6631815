import { reassignResource as reassignContract } from "@quietroom/contracts/resources";
import * as contract from "@quietroom/contracts/scheduling";
import {
  appointmentPanel,
  cancelAsStaff,
  changeStatus,
  correctStatus,
  reassignResource,
  rescheduleAsStaff,
  rescheduleWithOverride,
  sendMessageAgain,
  staffSlots,
  undoCancellation,
  writeStaffNote,
} from "@quietroom/services/scheduling";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const appointmentRouter = router({
  panel: staffProcedure
    .input(contract.appointmentPanel.input)
    .output(contract.appointmentPanel.output)
    .query(callVerb(appointmentPanel)),
  changeStatus: staffProcedure
    .input(contract.changeStatus.input)
    .output(contract.changeStatus.output)
    .mutation(callVerb(changeStatus)),
  correctStatus: staffProcedure
    .input(contract.correctStatus.input)
    .output(contract.correctStatus.output)
    .mutation(callVerb(correctStatus)),
  writeStaffNote: staffProcedure
    .input(contract.writeStaffNote.input)
    .output(contract.writeStaffNote.output)
    .mutation(callVerb(writeStaffNote)),
  cancel: staffProcedure
    .input(contract.cancelAsStaff.input)
    .output(contract.cancelAsStaff.output)
    .mutation(callVerb(cancelAsStaff)),
  undoCancellation: staffProcedure
    .input(contract.undoCancellation.input)
    .output(contract.undoCancellation.output)
    .mutation(callVerb(undoCancellation)),
  sendMessageAgain: staffProcedure
    .input(contract.sendMessageAgain.input)
    .output(contract.sendMessageAgain.output)
    .mutation(callVerb(sendMessageAgain)),
  reschedule: staffProcedure
    .input(contract.rescheduleAsStaff.input)
    .output(contract.rescheduleAsStaff.output)
    .mutation(callVerb(rescheduleAsStaff)),
  rescheduleWithOverride: staffProcedure
    .input(contract.rescheduleWithOverride.input)
    .output(contract.rescheduleWithOverride.output)
    .mutation(callVerb(rescheduleWithOverride)),
  slots: staffProcedure
    .input(contract.staffSlots.input)
    .output(contract.staffSlots.output)
    .query(callVerb(staffSlots)),
  reassign: staffProcedure
    .input(reassignContract.input)
    .output(reassignContract.output)
    .mutation(callVerb(reassignResource)),
});
