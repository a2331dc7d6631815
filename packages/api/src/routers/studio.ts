import { studioView } from "@quietroom/contracts/studio";
import { viewStudio } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { publicProcedure, router } from "../trpc.ts";

export const studioRouter = router({
  view: publicProcedure.input(studioView.input).output(studioView.output).query(callVerb(viewStudio)),
});
