import { type Actor, can, practitionersWithin } from "@quietroom/domain/access";

/** By what somebody finds clients: not at all, by all that says who they are, or without the date of birth, which they do not see (AUTH-52). */
export type WhatFinds = "nothing" | "everything" | "all_but_birth_date";

export function whatFinds(actor: Actor): WhatFinds {
  if (!can(actor, "client:list")) return "nothing";
  const seesWhole = !can(actor, "client:view_limited") || practitionersWithin(actor, "client:view") === "all";
  return seesWhole ? "everything" : "all_but_birth_date";
}
