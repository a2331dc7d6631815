import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { redirect } from "next/navigation";
import { onlyFor } from "../../../server/only-for.ts";
import { signedIn } from "../../../server/signed-in.ts";
import { hoursPeople } from "./[practitioner]/practitioner-hours.ts";

export default async function HoursPage() {
  await onlyFor("availability:view", async (caller) => await caller.practitioner.list({}));
  const people = await hoursPeople();
  const own = (await signedIn()).practitionerId;
  const first = people.find((person) => person.id === own) ?? people[0];
  if (first !== undefined) redirect(`/hours/${first.id}`);
  return <EmptyState title="No practitioners yet">Hours belong to a practitioner. Add one first.</EmptyState>;
}
