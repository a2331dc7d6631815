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
