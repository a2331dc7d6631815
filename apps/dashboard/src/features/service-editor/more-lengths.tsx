"use client";

import { FieldGroup } from "@quietroom/ui/blocks/field";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Service } from "./service-form.tsx";

/** So many lengths a service may have beside its usual one. */
const most = 8;

/** Lengths that clients may choose instead of the usual one, each with its price. */
export function MoreLengths({
  service,
  error,
}: {
  readonly service: Service | null;
  readonly error: string | undefined;
}) {
  const [rows, setRows] = useState(
    (service?.moreLengths ?? []).map((length, index) => ({ ...length, key: index })),
  );
  return (
    <FieldGroup
      name="moreLengths"
      label="Other lengths"
      hint="Clients choose one. Without any, each visit has the length above."
      error={error}
    >
      {rows.map(({ key, durationMin, priceMinor }, index) => (
        <div key={key} className="flex flex-wrap items-center gap-2">
          <Input
            name="moreMinutes"
            type="number"
            inputMode="numeric"
            min={15}
            max={480}
            step={5}
            defaultValue={durationMin}
            aria-label={`Length ${index + 2}, minutes`}
            className="w-24"
          />
          <span>minutes for</span>
          <Input
            name="morePrice"
            type="number"
            inputMode="decimal"
            min={0}
            max={10_000}
            step={0.01}
            defaultValue={priceMinor / 100}
            aria-label={`Length ${index + 2}, price`}
            className="w-28"
          />
          <Button
            type="button"
            size="icon"
            variant="quiet"
            aria-label={`Remove length ${index + 2}`}
            onClick={() => setRows(rows.filter((row) => row.key !== key))}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </div>
      ))}
      {rows.length < most ? (
        <Button
          type="button"
          size="sm"
          variant="secondary"
          className="w-fit"
          onClick={() => setRows([...rows, { ...nextLength(service, rows), key: nextKey(rows) }])}
        >
          <Plus aria-hidden="true" />
          Add a length
        </Button>
      ) : null}
    </FieldGroup>
  );
}

/** What the form says of other lengths, as it is sent. */
export function readMoreLengths(form: FormData): unknown {
  const prices = form.getAll("morePrice").map(Number);
  return form.getAll("moreMinutes").map((minutes, index) => ({
    durationMin: Number(minutes),
    priceMinor: Math.round((prices[index] ?? 0) * 100),
  }));
}

type Row = { readonly key: number; readonly durationMin: number; readonly priceMinor: number };

function nextKey(rows: readonly Row[]): number {
  return Math.max(-1, ...rows.map(({ key }) => key)) + 1;
}

/** Half an hour more than the longest one, at its price: something to begin with. */
function nextLength(service: Service | null, rows: readonly Row[]): Omit<Row, "key"> {
  const usual = { durationMin: service?.durationMin ?? 60, priceMinor: service?.priceMinor ?? 0 };
  const longest = [usual, ...rows].reduce((a, b) => (b.durationMin > a.durationMin ? b : a));
  return { durationMin: Math.min(480, longest.durationMin + 30), priceMinor: longest.priceMinor };
}
