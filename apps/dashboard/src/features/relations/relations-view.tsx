"use client";

import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { AssignSupervisor } from "./assign-supervisor.tsx";
import { GrantCover } from "./grant-cover.tsx";
import { type Relation, RelationList } from "./relation-list.tsx";
import type { Relations } from "./relations.ts";

type Act = "supervise" | "cover";

/** Who supervises whom and who covers for whom, and what the person who looks may arrange (AUTH-62). */
export function RelationsView({
  initial,
  may,
}: {
  readonly initial: Relations;
  readonly may: readonly Act[];
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.relations.list.queryOptions({}, { initialData: initial }));
  const opener = useRef<HTMLButtonElement>(null);
  const [relating, setRelating] = useState<Act>();
  const { supervisors, colleagues, practitioners } = data.choices;
  const dialog = { relations: data, opener, onClose: () => setRelating(undefined) };
  const begin = (act: Act, label: string) => (
    <Button
      variant="secondary"
      onClick={(event) => {
        opener.current = event.currentTarget;
        setRelating(act);
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      <Part
        title="Supervision"
        action={
          may.includes("supervise") && supervisors.length > 0 && practitioners.length > 0
            ? begin("supervise", "Assign a supervisor")
            : null
        }
      >
        <RelationList
          what="supervision"
          relations={data}
          rows={data.supervisions.map(supervisionRow)}
          empty={
            may.includes("supervise") && supervisors.length === 0
              ? "Nobody has the role of a supervisor yet. Give it to somebody above, and assign them here."
              : "Nobody is supervised."
          }
          canEnd={may.includes("supervise")}
        />
      </Part>
      <Part
        title="Cover"
        action={
          may.includes("cover") && colleagues.length > 0 && practitioners.length > 0
            ? begin("cover", "Arrange cover")
            : null
        }
      >
        <RelationList
          what="cover"
          relations={data}
          rows={data.covers.map(coverRow)}
          empty={
            may.includes("cover") && colleagues.length === 0
              ? "No colleague who sees clients works here yet, so nobody could step in."
              : "Nobody covers for anyone."
          }
          canEnd={may.includes("cover")}
        />
      </Part>
      {relating === "supervise" ? <AssignSupervisor {...dialog} /> : null}
      {relating === "cover" ? <GrantCover {...dialog} /> : null}
    </>
  );
}

function supervisionRow(row: Relations["supervisions"][number]): Relation {
  const backup = row.kind === "backup" ? " as backup" : "";
  return { ...row, sentence: `${row.supervisorName} supervises ${row.superviseeName}${backup}` };
}

function coverRow(row: Relations["covers"][number]): Relation {
  return { ...row, sentence: `${row.coveringName} covers for ${row.coveredName}` };
}

function Part({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="display text-xl">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
