import { asId, type Id } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import type { Team } from "./member.ts";
import { rolesText } from "./role-words.ts";

type Invitation = Team["invitations"][number];

const over = "It was accepted or withdrawn meanwhile.";

/** Who was invited and has not answered yet, and how each invitation stands. */
export function Invitations({ team }: { readonly team: Team }) {
  if (team.invitations.length === 0) return null;
  return (
    <section aria-label="Invitations" className="grid gap-3">
      <h2 className="display text-xl">Invitations</h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
        {team.invitations.map((invitation) => (
          <Row key={invitation.invitationId} invitation={invitation} clock={team} />
        ))}
      </ul>
    </section>
  );
}

function Row({ invitation, clock }: { readonly invitation: Invitation; readonly clock: StudioClock }) {
  const { email, roles, state, expiresAt } = invitation;
  const invitationId = asId<Id<"invitation">>(invitation.invitationId);
  const trpc = useTRPC();
  const again = useProvenAct(trpc.team.resendInvitation.mutationOptions(), {
    done: `A new invitation to ${email} is on its way`,
    refusals: { over },
    onDone: () => undefined,
  });
  const withdraw = useProvenAct(trpc.team.withdrawInvitation.mutationOptions(), {
    done: `The invitation to ${email} is withdrawn`,
    refusals: { over },
    onDone: () => undefined,
  });
  const error = again.error ?? withdraw.error;
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <span className="break-all font-medium">{email}</span>
          <span className="flex flex-wrap items-center gap-2 text-muted text-sm">
            {rolesText(roles)}
            <Badge tone={states[state].tone}>{states[state].text}</Badge>
            {state === "expired" ? null : <span>until {dateTime(expiresAt, clock)}</span>}
          </span>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant="secondary"
            aria-disabled={again.pending}
            onClick={() => again.pending || again.run({ invitationId })}
          >
            Send again<span className="sr-only"> to {email}</span>
          </Button>
          <Button
            size="sm"
            variant="quiet"
            aria-disabled={withdraw.pending}
            onClick={() => withdraw.pending || withdraw.run({ invitationId })}
          >
            Withdraw<span className="sr-only"> the invitation to {email}</span>
          </Button>
        </div>
      </div>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {again.dialog}
      {withdraw.dialog}
    </li>
  );
}

const states = {
  waiting: { text: "being sent", tone: "info" },
  sent: { text: "sent", tone: "positive" },
  failed: { text: "could not be delivered", tone: "danger" },
  expired: { text: "expired", tone: "caution" },
} as const satisfies Record<Invitation["state"], object>;
