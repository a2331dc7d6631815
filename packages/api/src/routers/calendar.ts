import * as contract from "@quietroom/contracts/scheduling";
import { calendarRange } from "@quietroom/services/scheduling";
import { callVerb } from "../call-verb.ts";
import { followChanges } from "../follow-changes.ts";
import { router, staffProcedure } from "../trpc.ts";

export const calendarRouter = router({
  range: staffProcedure
    .input(contract.calendarRange.input)
    .output(contract.calendarRange.output)
    .query(callVerb(calendarRange)),
  changes: staffProcedure
    .meta({ audience: "staff", permission: "calendar:view" })
    .input(contract.calendarChanges.input)
    .subscription(followChanges),
});
