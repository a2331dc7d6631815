import { recordedKinds, recordedWords } from "@quietroom/domain/records";
import type { Filter } from "./asked.ts";

/** Questions that are asked again and again (AUD-10). */
export const reports: readonly { readonly report: Filter["report"]; readonly label: string }[] = [
  { report: null, label: "Everything" },
  { report: "failed_sign_ins", label: "Failed sign-ins" },
  { report: "privileged", label: "Administration" },
  { report: "exports", label: "Exports" },
  { report: "after_hours", label: "At night" },
];

export const actions = [
  { action: "read", label: "Looked at" },
  { action: "create", label: "Created" },
  { action: "update", label: "Changed" },
  { action: "delete", label: "Removed" },
  { action: "restore", label: "Brought back" },
  { action: "export", label: "Exported" },
  { action: "send", label: "Sent" },
  { action: "sign_in", label: "Signed in" },
  { action: "sign_out", label: "Signed out" },
  { action: "attempt", label: "Tried" },
] as const;

/** An act in words; a code that has none as it is. */
export function actionWords(action: string): string {
  return actions.find((known) => known.action === action)?.label ?? plain(action);
}

const actors: Readonly<Record<string, string>> = {
  public: "A visitor",
  link: "Whoever had a link",
  client: "The client",
  system: "Quietroom",
  staff: "Somebody who left",
};

/** Whoever did it where it was nobody of the team. */
export function actorWords(actorKind: string): string {
  return actors[actorKind] ?? plain(actorKind);
}

export function plain(code: string): string {
  return code.replaceAll("_", " ");
}

/** The kinds of records to choose from, by the word that says what it is, and whichever the address asks for. */
export function kindsToChoose(
  asked: string | null,
): readonly { readonly resource: string; readonly label: string }[] {
  const known = recordedKinds();
  const isKnown = asked === null || known.some(({ resource }) => resource === asked);
  return [...known, ...(isKnown ? [] : [{ resource: asked, words: recordedWords(asked) }])]
    .map(({ resource, words }) => ({ resource, label: withoutArticle(words) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, "en"));
}

function withoutArticle(words: string): string {
  const bare = words.replace(/^(a|an|the|their) /, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
