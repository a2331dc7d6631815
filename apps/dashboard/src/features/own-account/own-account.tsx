"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { calendarDay } from "../../show/format-time.ts";
import { ConnectedApps } from "./connected-apps.tsx";
import { OwnEmail } from "./own-email.tsx";
import { OwnPassword } from "./own-password.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import { Passkeys } from "./passkeys.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TrustedDevices } from "./trusted-devices.tsx";

/** One's own second step and recovery codes. */
export function OwnAccount({
  initial,
  sessions,
  passkeys,
  trusted,
  email,
  arrival,
}: {
  readonly initial: StaffOutput["account"]["security"];
  readonly sessions: StaffOutput["session"]["list"];
  readonly passkeys: StaffOutput["passkey"]["list"];
  readonly trusted: StaffOutput["trust"]["list"];
  readonly email: string;
  /** "first": just enrolled, on the way in for the first time. */
  readonly arrival: "first" | "later";
}) {
  const trpc = useTRPC();
  const { data: security } = useQuery(trpc.account.security.queryOptions({}, { initialData: initial }));
  const { enrolledAt, recoveryCodesLeft } = security;
  return (
    <div className="grid gap-8">
      {arrival === "first" && recoveryCodesLeft === 0 ? (
        <Notice tone="positive" title="Your authenticator app is set up">
          One thing is left: recovery codes, for the day your phone is lost.
        </Notice>
      ) : null}
      <section aria-labelledby="second-step" className="grid gap-2">
        <h2 id="second-step" className="font-semibold text-lg">
          Second step
        </h2>
        <p>
          Signing in asks for a code of your authenticator app
          {enrolledAt === null ? "." : `, set up on ${calendarDay(enrolledAt, security)}.`}
        </p>
        <p className="text-muted text-sm">A new phone? Ask an admin to reset your second step.</p>
      </section>
      <RecoveryCodes left={recoveryCodesLeft} />
      <Passkeys initial={passkeys} clock={security} />
      <TrustedDevices initial={trusted} clock={security} />
      <OwnPassword rule={security.passwordRule} endsAt={security.passwordEndsAt} clock={security} />
      <OwnEmail email={email} />
      <OwnSessions initial={sessions} clock={security} />
      <ConnectedApps initial={sessions} clock={security} />
    </div>
  );
}
