import type { StaffOutput } from "@quietroom/api/client";
import { correctClient } from "@quietroom/contracts/clients";

export type Found = StaffOutput["clients"]["toCorrect"];
export type Correctable = Found["client"];

const fieldNames = ["givenName", "familyName", "birthDate", "email", "phone"] as const;
export type FieldName = (typeof fieldNames)[number];
export type Typed = Readonly<{ [Name in FieldName]: string }>;

/** What the form can find wrong by itself, in the order in which it stands there. */
const wrongWords = {
  givenName: "Enter the first name.",
  familyName: "Enter the last name.",
  birthDate: "Enter the date of birth, from 1900 on.",
  email: "Enter an email address such as ana@example.com.",
  phone: "Enter a phone number such as +1 212 555 0100.",
  reason: "Say why, in a few words.",
  answer: "Say what was done, for the client to read.",
} as const;
export type Wrong = Readonly<{ [Name in keyof typeof wrongWords]?: string }>;

/** A record as fields hold it. */
export function typedOf({ givenName, familyName, birthDate, email, phone }: Correctable): Typed {
  return { givenName, familyName, birthDate: birthDate ?? "", email, phone };
}

/** What is sent, by the schema that the server corrects by, or what is wrong with it by field. */
export function readCorrection(
  { clientId, version, fields }: { readonly clientId: string } & Pick<Correctable, "version" | "fields">,
  typed: Typed,
  {
    reason,
    answering,
  }: {
    readonly reason: string;
    readonly answering: { readonly requestId: string; readonly answer: string } | null;
  },
) {
  const { email, phone } = typed;
  const details = fields === "all" ? { fields, ...typed } : { fields, email, phone };
  const read = correctClient.input.safeParse({ clientId, version, details, reason, answering });
  if (read.success) return { correction: read.data, wrong: {} } as const;
  const places = new Set(read.error.issues.map(({ path }) => String(path.at(-1))));
  const wrong: Wrong = Object.fromEntries(Object.entries(wrongWords).filter(([name]) => places.has(name)));
  return { correction: null, wrong } as const;
}

/** What somebody typed upon an older state, upon the newer one: fields they left as they were follow the record. */
export function carriedOver(typed: Typed, from: Correctable, to: Correctable): Typed {
  const [before, now] = [typedOf(from), typedOf(to)];
  const carried = (name: FieldName) => (typed[name] === before[name] ? now[name] : typed[name]);
  return {
    givenName: carried("givenName"),
    familyName: carried("familyName"),
    birthDate: carried("birthDate"),
    email: carried("email"),
    phone: carried("phone"),
  };
}
