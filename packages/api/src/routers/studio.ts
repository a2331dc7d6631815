import { publicPhoto } from "@quietroom/contracts/practitioner-profile";
import { studioView } from "@quietroom/contracts/studio";
import { viewPublicPhoto, viewStudio } from "@quietroom/services/studio";
import { callVerb } from "../call-verb.ts";
import { publicProcedure, router } from "../trpc.ts";

export const studioRouter = router({
  photo: publicProcedure.input(publicPhoto.input).output(publicPhoto.output).query(callVerb(viewPublicPhoto)),
  view: publicProcedure.input(studioView.input).output(studioView.output).query(callVerb(viewStudio)),
});
