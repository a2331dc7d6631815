"use client";

import { DataTable } from "@quietroom/ui/blocks/data-table";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { timeOfDay } from "../../show/format-time.ts";
import { Invitations } from "./invitations.tsx";
import { InviteColleague } from "./invite-colleague.tsx";
import type { Member, Team } from "./member.ts";
import { MemberActions, OwnActions } from "./member-actions.tsx";
import { placesText } from "./places-fields.tsx";
import { rolesText } from "./role-words.ts";

/** Everyone who works in the studio or did, and what an admin can do about their accounts. */
export function TeamList({ initial, ownId }: { readonly initial: Team; readonly ownId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.team.list.queryOptions(
      {},
      {
        initialData: initial,
        // Until a mail has left, which takes a moment; looking for ever would keep the session awake.
        refetchInterval: ({ state }) =>
          state.dataUpdateCount < 15 &&
          state.data?.invitations.some((one) => one.state === "waiting") === true
            ? 2_000
            : false,
      },
    ),
  );
  const { people, invitations, locations } = data;
  const isOwn = (person: Member) => person.staffUserId === ownId;
  return (
    <>
      <section aria-label="People" className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="display text-xl">People</h2>
          <InviteColleague team={data} />
        </div>
        <LockedAccounts team={data} ownId={ownId} />
        <DataTable
          caption="People of the studio, by name"
          rows={people}
          rowKey={(person) => person.staffUserId}
          empty={null}
          columns={[
            {
              key: "name",
              header: "Name",
              cell: (person) => (
                <span className="grid">
                  <span className="font-medium">
                    {person.displayName}
                    {isOwn(person) ? " (you)" : ""}
                  </span>
                  <span className="break-all text-muted text-sm">{person.email}</span>
                  <Link
                    className="w-fit text-sm underline underline-offset-4"
                    href={`/team/${person.staffUserId}`}
                  >
                    What they did<span className="sr-only">, {person.displayName}</span>
                  </Link>
                </span>
              ),
            },
            { key: "roles", header: "Roles", cell: (person) => rolesText(person.roles) },
            ...(locations.length < 2
              ? []
              : [
                  {
                    key: "where",
                    header: "Where",
                    cell: (person: Member) => placesText(person, locations),
                  },
                ]),
            { key: "account", header: "Account", cell: (person) => <Account person={person} /> },
            {
              key: "actions",
              header: "Actions",
              cell: (person) =>
                isOwn(person) ? (
                  <OwnActions member={person} team={data} />
                ) : (
                  <MemberActions member={person} team={data} />
                ),
            },
          ]}
        />
        {people.length === 1 && invitations.length === 0 ? (
          <p className="max-w-[62ch] text-muted">
            You work alone here so far. Invite somebody when they join you: they see what their roles are for,
            and nothing before that.
          </p>
        ) : null}
      </section>
      <Invitations team={data} />
    </>
  );
}

function Account({ person }: { readonly person: Member }) {
  if (!person.active) return <Badge>no access</Badge>;
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone={person.secondFactor === "enrolled" ? "positive" : "caution"}>
        {person.secondFactor === "enrolled" ? "second step set up" : "no second step yet"}
      </Badge>
      {person.lockedUntil === null ? null : <Badge tone="danger">account locked</Badge>}
    </span>
  );
}

/** Somebody who guesses at a colleague's password is news to an admin (AUTH-41). */
function LockedAccounts({ team, ownId }: { readonly team: Team; readonly ownId: string }) {
  return team.people.map(({ staffUserId, displayName, lockedUntil }) =>
    lockedUntil === null ? null : (
      <Notice
        key={staffUserId}
        tone="caution"
        title={
          staffUserId === ownId
            ? "Your account is locked to new devices"
            : `${displayName} is locked out on new devices`
        }
      >
        Somebody failed to sign in too often. It ends by itself at {timeOfDay(lockedUntil, team)}
        {staffUserId === ownId ? ", or another admin ends it." : ", or you end it once you know who it was."}
      </Notice>
    ),
  );
}
