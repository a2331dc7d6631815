import type { VerbContext } from "@quietroom/services";
import { setPractitionerCaps, setWeeklyHours, viewAvailability } from "@quietroom/services/studio";

type Hours = Parameters<typeof setWeeklyHours>[1];
type Limits = Parameters<typeof setPractitionerCaps>[1];

/** Saves these rows as a practitioner's weekly hours, as somebody does who has just loaded what stands. */
export async function replaceHours(context: VerbContext, input: Omit<Hours, "version">) {
  const { practitioner } = await viewAvailability(context, { practitionerId: input.practitionerId });
  return await setWeeklyHours(context, { ...input, version: practitioner.hoursVersion });
}

/** The same of how many visits they take. */
export async function replaceLimits(context: VerbContext, input: Omit<Limits, "version">) {
  const { practitioner } = await viewAvailability(context, { practitionerId: input.practitionerId });
  return await setPractitionerCaps(context, { ...input, version: practitioner.limitsVersion });
}
