import * as contract from "@quietroom/contracts/bell";
import {
  chooseNotices,
  countUnread,
  listNotices,
  markNotices,
  viewNoticeChoices,
} from "@quietroom/services/bell";
import { callVerb } from "../call-verb.ts";
import { router, staffProcedure } from "../trpc.ts";

/** What somebody of the staff should hear of without looking for it. */
export const bellRouter = router({
  unread: staffProcedure
    .input(contract.countUnread.input)
    .output(contract.countUnread.output)
    .query(callVerb(countUnread)),
  list: staffProcedure
    .input(contract.listNotices.input)
    .output(contract.listNotices.output)
    .query(callVerb(listNotices)),
  mark: staffProcedure
    .input(contract.markNotices.input)
    .output(contract.markNotices.output)
    .mutation(callVerb(markNotices)),
  choices: staffProcedure
    .input(contract.viewNoticeChoices.input)
    .output(contract.viewNoticeChoices.output)
    .query(callVerb(viewNoticeChoices)),
  choose: staffProcedure
    .input(contract.chooseNotices.input)
    .output(contract.chooseNotices.output)
    .mutation(callVerb(chooseNotices)),
});
