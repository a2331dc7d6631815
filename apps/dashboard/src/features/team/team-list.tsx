"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ResetSecondFactor } from "./reset-second-factor.tsx";
import { UnlockAccount } from "./unlock-account.tsx";

export type Member = StaffOutput["team"]["list"]["people"][number];

/** Everyone who works in the studio, and what an admin can do about their accounts. */
export function TeamList({
  initial,
  ownId,
}: {
  readonly initial: StaffOutput["team"]["list"];
  readonly ownId: string;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.team.list.queryOptions({}, { initialData: initial }));
  const [resetting, setResetting] = useState<Member | null>(null);
  const [unlocking, setUnlocking] = useState<Member | null>(null);
  return (
    <>
      <DataTable
        caption="People of the studio, by name"
        rows={data.people}
        rowKey={(person) => person.staffUserId}
        empty={
          <EmptyState title="Nobody works here yet">People appear here once they have an account.</EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "Name",
            cell: (person) => (
              <span className="grid">
                <span className="font-medium">
                  {person.displayName}
                  {person.staffUserId === ownId ? " (you)" : ""}
                </span>
                <span className="break-all text-muted text-sm">{person.email}</span>
              </span>
            ),
          },
          { key: "roles", header: "Roles", cell: (person) => person.roles.join(", ") },
          {
            key: "second",
            header: "Second step",
            cell: (person) => (
              <span className="flex flex-wrap gap-1.5">
                <Badge tone={person.secondFactor === "enrolled" ? "positive" : "caution"}>
                  {person.secondFactor === "enrolled" ? "set up" : "at next sign-in"}
                </Badge>
                {person.lockedUntil === null ? null : <Badge tone="danger">account locked</Badge>}
              </span>
            ),
          },
          {
            key: "actions",
            header: "Actions",
            cell: (person) => (
              <span className="flex flex-wrap gap-2">
                {person.lockedUntil === null ? null : (
                  <Button size="sm" onClick={() => setUnlocking(person)}>
                    Unlock<span className="sr-only"> {person.displayName}</span>
                  </Button>
                )}
                {person.staffUserId === ownId || person.secondFactor === "none" ? (
                  "–"
                ) : (
                  <Button size="sm" variant="secondary" onClick={() => setResetting(person)}>
                    Reset second step
                    <span className="sr-only"> of {person.displayName}</span>
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {unlocking === null ? null : <UnlockAccount member={unlocking} onClose={() => setUnlocking(null)} />}
      {resetting === null ? null : (
        <ResetSecondFactor member={resetting} onClose={() => setResetting(null)} />
      )}
    </>
  );
}
