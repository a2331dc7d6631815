import type { StaffInput } from "@quietroom/api/client";
import { listAudit } from "@quietroom/contracts/trail";

export type Asked = StaffInput["trail"]["list"];
export type Filter = StaffInput["trail"]["export"];

/** Nothing looked for in particular. */
export const everything: Filter = {
  report: null,
  staffUserId: null,
  recordId: null,
  action: null,
  resource: null,
  from: null,
  until: null,
  records: "any",
  outcome: "any",
};

/** Names of the filters in an address; those of a form that is left empty are none. */
const names = {
  report: "report",
  staffUserId: "person",
  recordId: "record",
  action: "action",
  resource: "kind",
  from: "from",
  until: "until",
  records: "records",
  outcome: "outcome",
  before: "before",
} as const;

/** What an address asks of the audit; null where it asks what cannot be answered. */
export function askedIn(
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
): Asked | null {
  const given = Object.entries(names).flatMap(([key, name]) => {
    const value = params[name];
    return typeof value === "string" && value.trim() !== "" ? [[key, value.trim()] as const] : [];
  });
  const parsed = listAudit.input.safeParse({ ...everything, before: null, ...Object.fromEntries(given) });
  return parsed.success ? parsed.data : null;
}

/** The address of a page of what is looked for. */
export function addressOf(filter: Filter, before: string | null = null): string {
  const query = new URLSearchParams();
  const values: Readonly<Record<string, string | null>> = { ...filter, before };
  for (const [key, name] of Object.entries(names)) {
    const value = values[key] ?? null;
    if (value !== null && value !== "any") query.set(name, value);
  }
  return query.size === 0 ? "/audit" : `/audit?${query.toString()}`;
}
