/** Whether somebody holds a visit, alone, as the one who leads it, or with them. */
export function isHeldBy(
  visit: { readonly practitionerId: string; readonly withPractitionerIds: readonly string[] },
  practitionerId: string,
): boolean {
  return visit.practitionerId === practitionerId || visit.withPractitionerIds.includes(practitionerId);
}
