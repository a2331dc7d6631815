import type { Metadata } from "next";
import { Profile } from "../../../../../features/profile/profile.tsx";
import { type HoursParams, practitionerHours } from "../practitioner-hours.ts";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage({ params }: { readonly params: HoursParams }) {
  const { caller, practitionerId, canEdit } = await practitionerHours(params);
  const profile = await caller.practitioner.profile({ practitionerId });
  return <Profile key={practitionerId} initial={profile} canEdit={canEdit} />;
}
