import { isUuid } from "@quietroom/domain/ids";
import { viewOwnVisit } from "@quietroom/contracts/portal";
import { cache } from "react";
import { notHere } from "./not-here.ts";
import { asClient, clientCaller } from "./portal.ts";

/** One of the signed-in client's own visits, once a request. Whatever is not theirs, or no id at all, is not found. */
export const loadOwnVisit = cache(async (studio: string, id: string) => {
  const caller = await clientCaller();
  // Whether somebody is there comes before whether there is such a visit.
  await asClient(studio, () => caller.portal.clock({ studio }));
  const asked = viewOwnVisit.input.safeParse({ studio, appointmentId: id });
  if (!isUuid(id) || !asked.success) notHere(studio);
  return await asClient(studio, () => caller.portal.visit(asked.data));
});
