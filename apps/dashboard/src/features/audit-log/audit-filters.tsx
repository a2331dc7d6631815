import type { StaffOutput } from "@quietroom/api/client";
import { Field } from "@quietroom/ui/blocks/field";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import Link from "next/link";
import type { ReactNode } from "react";
import { addressOf, everything, type Filter } from "./asked.ts";
import { actions, kindsToChoose, reports } from "./audit-words.ts";

/** Asks for a part of the audit. A plain form: what was looked for is in the address, and works without JavaScript. */
export function AuditFilters({
  filter,
  people,
  client,
}: {
  readonly filter: Filter;
  readonly people: StaffOutput["trail"]["list"]["people"];
  /** The field "record" for whoever may look for clients by name; null for whom a record is its id. */
  readonly client: ReactNode;
}) {
  return (
    <div className="grid gap-5">
      <nav aria-label="Reports">
        <ul className="flex flex-wrap gap-2">
          {reports.map(({ report, label }) => (
            <li key={label}>
              <Button asChild size="sm" variant={report === filter.report ? "primary" : "secondary"}>
                <Link
                  href={addressOf({ ...everything, report })}
                  aria-current={report === filter.report ? "page" : undefined}
                >
                  {label}
                </Link>
              </Button>
            </li>
          ))}
        </ul>
      </nav>
      <form
        action="/audit"
        // A new form for each answer, so that the fields hold what was asked for.
        key={addressOf(filter)}
        className="grid gap-4 rounded-lg border border-line bg-raised p-4 sm:grid-cols-2 lg:grid-cols-4"
      >
        {filter.report === null ? null : <input type="hidden" name="report" value={filter.report} />}
        <Field name="person" label="Person">
          {(control) => (
            <NativeSelect {...control} defaultValue={filter.staffUserId ?? ""}>
              <option value="">Anybody</option>
              {people.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field name="action" label="Act">
          {(control) => (
            <NativeSelect {...control} defaultValue={filter.action ?? ""}>
              <option value="">Any</option>
              {actions.map(({ action, label }) => (
                <option key={action} value={action}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field name="outcome" label="Outcome">
          {(control) => (
            <NativeSelect {...control} defaultValue={filter.outcome}>
              <option value="any">Any</option>
              <option value="done">Done</option>
              <option value="refused">Refused</option>
            </NativeSelect>
          )}
        </Field>
        <Field name="records" label="Records">
          {(control) => (
            <NativeSelect {...control} defaultValue={filter.records}>
              <option value="any">All</option>
              <option value="protected">About clients</option>
            </NativeSelect>
          )}
        </Field>
        <Field name="from" label="From">
          {(control) => <Input {...control} type="date" defaultValue={filter.from ?? ""} />}
        </Field>
        <Field name="until" label="Until">
          {(control) => <Input {...control} type="date" defaultValue={filter.until ?? ""} />}
        </Field>
        <Field name="kind" label="Kind of record">
          {(control) => (
            <NativeSelect {...control} defaultValue={filter.resource ?? ""}>
              <option value="">Any</option>
              {kindsToChoose(filter.resource).map(({ resource, label }) => (
                <option key={resource} value={resource}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {client ?? (
          <Field name="record" label="Client or other record, by id">
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                spellCheck={false}
                className="figures"
                defaultValue={filter.recordId ?? ""}
              />
            )}
          </Field>
        )}
        <div className="flex flex-wrap gap-3 sm:col-span-2 lg:col-span-4">
          <Button type="submit">Look</Button>
          <Button asChild variant="secondary">
            <Link href="/audit">Show everything</Link>
          </Button>
        </div>
      </form>
    </div>
  );
}
