import { messageLog as contract } from "@quietroom/contracts/messages";
import { messageLog } from "@quietroom/services/messages";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

export const messagesRouter = router({
  log: staffProcedure.input(contract.input).output(contract.output).query(callVerb(messageLog)),
});
