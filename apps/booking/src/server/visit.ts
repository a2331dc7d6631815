import { tokenSchema } from "@quietroom/contracts/wire";
import { cache } from "react";
import { publicCaller } from "./api.ts";

/** The visit behind a manage link, once a request; a token that cannot be ours is answered like a forged one. */
export const loadVisit = cache(async (studio: string, token: string) => {
  if (!tokenSchema.safeParse(token).success) return { ok: false, refusal: { code: "link_invalid" } } as const;
  const caller = await publicCaller();
  return await caller.visit.view({ studio, token });
});
