import type { Actor } from "@quietroom/domain/access";

/** The record that the actor's signed link stands for, or null when it is a link to something else, or no link at all. */
export function linkedId(actor: Actor, kind: "hold" | "appointment"): string | null {
  return actor.kind === "link" && actor.subject.kind === kind ? actor.subject.id : null;
}
