import type { StaffOutput } from "@quietroom/api/client";
import { noteDisclosure } from "@quietroom/contracts/records";

export type Disclosed = StaffOutput["records"]["disclosures"];

/** What the form asks, in the order in which it stands there, and what it says of a field that is not filled in. */
const wrongWords = {
  disclosedOn: "Enter the date it was given.",
  recipient: "Say to whom, in a line.",
  what: "Say what was given, in a line.",
  purpose: "Say what for, in a line.",
} as const;
type DisclosureField = keyof typeof wrongWords;
export type Typed = Readonly<Record<DisclosureField, string>>;
export type Wrong = Readonly<Partial<Record<DisclosureField, string>>>;

/** What is sent, by the schema that the server reads it by, or what is wrong with it by field. */
export function readDisclosure(clientId: string, typed: Typed) {
  const read = noteDisclosure.input.safeParse({ clientId, ...typed });
  if (read.success) return { disclosure: read.data, wrong: {} } as const;
  const places = new Set(read.error.issues.map(({ path }) => String(path.at(-1))));
  const wrong: Wrong = Object.fromEntries(Object.entries(wrongWords).filter(([name]) => places.has(name)));
  return { disclosure: null, wrong } as const;
}
