import { isUuid } from "@quietroom/domain/ids";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { HoursParts } from "../../../../features/availability-editor/hours-parts.tsx";
import { onlyFor } from "../../../../server/only-for.ts";
import { type HoursParams, hoursPeople } from "./practitioner-hours.ts";

/** An address that names no practitioner of this studio's, or none in reach, is found out here: below, it would come after the status. */
export default async function PractitionerHoursLayout({
  params,
  children,
}: {
  readonly params: HoursParams;
  readonly children: ReactNode;
}) {
  const { practitioner: id } = await params;
  if (!isUuid(id)) notFound();
  await onlyFor("availability:view", async (caller) => await caller.practitioner.list({}));
  const people = await hoursPeople();
  const practitioner = people.find((person) => person.id === id) ?? notFound();
  return (
    <HoursParts practitioner={practitioner} people={people}>
      {children}
    </HoursParts>
  );
}
