import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { redirect } from "next/navigation";
import { studioPeople } from "../../../server/people.ts";
import { signedIn } from "../../../server/signed-in.ts";

export default async function HoursPage() {
  const people = await studioPeople();
  const own = (await signedIn()).practitionerId;
  const first = people.find((person) => person.id === own) ?? people[0];
  if (first !== undefined) redirect(`/hours/${first.id}`);
  return <EmptyState title="No practitioners yet">Hours belong to a practitioner. Add one first.</EmptyState>;
}
