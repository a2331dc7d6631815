/** How each field of a form is said in words, by its name: its label, and what it holds. */
export type SaidFields<Thing> = Readonly<
  Record<string, { readonly label: string; readonly says: (thing: Thing) => string }>
>;

type ChangedField = { readonly field: string; readonly label: string; readonly present: string };

/** The fields that somebody else changed since `base` was loaded, each with what it says by now. */
export function changedFields<Thing>(
  said: SaidFields<Thing>,
  base: Thing,
  present: Thing,
): readonly ChangedField[] {
  return Object.entries(said)
    .filter(([, { says }]) => says(base) !== says(present))
    .map(([field, { label, says }]) => ({ field, label, present: says(present) || "nothing" }));
}

/** What stands at each of these fields. */
export function besideFields(changed: readonly ChangedField[]): Readonly<Record<string, string>> {
  return Object.fromEntries(changed.map(({ field, present }) => [field, `By now it is: ${present}.`]));
}
