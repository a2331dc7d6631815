"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { DataTable } from "@quietroom/ui/blocks/data-table";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { UserRound } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { GivenReasons } from "../../show/given-reasons.tsx";
import type { Account } from "./account.ts";
import { AccountActions, type AccountRight } from "./account-actions.tsx";
import { filters } from "./filters.ts";

/** The clients' accounts at the portal, and what can be done about each. */
export function PortalAccounts({
  asked,
  initial,
  may,
}: {
  readonly asked: StaffInput["portalAccounts"]["list"];
  readonly initial: StaffOutput["portalAccounts"]["list"];
  readonly may: readonly AccountRight[];
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.portalAccounts.list.queryOptions(asked, { initialData: initial }));
  const { accounts, next } = data;
  return (
    <div className="grid max-w-5xl gap-5">
      <nav aria-label="Which accounts">
        <ul className="flex flex-wrap gap-2">
          {filters.map(({ state, label }) => (
            <li key={state}>
              <Button asChild size="sm" variant={state === asked.state ? "primary" : "secondary"}>
                <Link
                  href={state === "all" ? "/portal" : `/portal?state=${state}`}
                  aria-current={state === asked.state ? "page" : undefined}
                >
                  {label}
                </Link>
              </Button>
            </li>
          ))}
        </ul>
      </nav>
      <DataTable
        caption="Clients' accounts, by name"
        rows={accounts}
        rowKey={({ clientAccountId }) => clientAccountId}
        empty={
          asked.state === "all" ? (
            <EmptyState title="No client has asked for a way in yet" icon={<UserRound />}>
              An account appears here once a client asks for a way in at your booking page.
            </EmptyState>
          ) : (
            <p className="text-muted">No account stands so.</p>
          )
        }
        columns={[
          {
            key: "name",
            header: "Client",
            cell: ({ name, email }) => (
              <span className="grid">
                <span className="font-medium">{name}</span>
                <span className="break-all text-muted text-sm">{email}</span>
              </span>
            ),
          },
          {
            key: "state",
            header: "Account",
            cell: (account) => <Standing account={account} clock={data} />,
          },
          { key: "ways", header: "Signs in by", cell: waysIn },
          {
            key: "seen",
            header: "Last here",
            cell: ({ lastSeenAt }) => (lastSeenAt === null ? "never" : dateTime(lastSeenAt, data)),
            className: "figures",
          },
          {
            key: "actions",
            header: "Actions",
            cell: (account) => <AccountActions account={account} may={may} />,
          },
        ]}
      />
      {next === null ? null : (
        <Button asChild variant="secondary" className="w-fit">
          <Link href={`/portal?state=${asked.state}&after=${next}`}>Further accounts</Link>
        </Button>
      )}
    </div>
  );
}

function Standing({ account, clock }: { readonly account: Account; readonly clock: StudioClock }) {
  const { text, tone } = states[account.state];
  return (
    <div className="grid gap-1.5">
      <span className="flex flex-wrap gap-1.5">
        <Badge tone={tone}>{text}</Badge>
        {account.lockedUntil === null ? null : (
          <Badge tone="danger">locked until {timeOfDay(account.lockedUntil, clock)}</Badge>
        )}
      </span>
      <GivenReasons
        label="Why"
        of={`the account of ${account.name}`}
        reasons={account.reasons.map(({ act, ...given }) => ({ what: acts[act], ...given }))}
        clock={clock}
      />
    </div>
  );
}

const acts = {
  suspended: "Suspended",
  restored: "Restored",
  unlocked: "Unlocked",
  second_step_reset: "Second step reset",
} as const satisfies Record<Account["reasons"][number]["act"], string>;

function waysIn({ password, app }: Account): string {
  const ways = password === "set" ? "email or password" : "email";
  return app === "set_up" ? `${ways}, with a second step` : ways;
}

const states = {
  pending: { text: "not verified yet", tone: "info" },
  active: { text: "active", tone: "positive" },
  locked: { text: "locked", tone: "danger" },
  suspended: { text: "suspended", tone: "caution" },
} as const satisfies Record<Account["state"], object>;
