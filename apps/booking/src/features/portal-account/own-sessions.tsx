import type { ClientOutput } from "@quietroom/api/client";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Badge } from "@quietroom/ui/primitives/badge";
import { shortDate, timeOfDay } from "../../show/format-time.ts";

type Sessions = ClientOutput["portal"]["sessions"]["sessions"];

/** Where the client is signed in, each to be ended from here. */
export function OwnSessions({
  sessions,
  zone,
  locale,
  endSession,
  endOtherSessions,
}: {
  readonly sessions: Sessions;
  readonly zone: string;
  readonly locale: string;
  readonly endSession: (form: FormData) => Promise<void>;
  readonly endOtherSessions: () => Promise<void>;
}) {
  const at = (time: number) => `${shortDate(time, zone, locale)}, ${timeOfDay(time, zone, locale)}`;
  return (
    <section aria-labelledby="sessions" className="grid justify-items-start gap-4">
      <h2 id="sessions" className="display text-2xl">
        Where you are signed in
      </h2>
      <ul className="grid w-full divide-y divide-line rounded-xl border border-line bg-raised">
        {sessions.map(({ sessionId, device, ip, startedAt, lastActiveAt, own }) => (
          <li
            key={sessionId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4"
          >
            <div className="grid gap-0.5">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {deviceWords(device)} {own ? <Badge tone="positive">this one</Badge> : null}
              </p>
              <p className="figures text-muted text-sm">
                Since {at(startedAt)}, last used {at(lastActiveAt)}
                {ip === null ? "" : `, from ${ip}`}
              </p>
            </div>
            {own ? null : (
              <form action={endSession}>
                <input type="hidden" name="sessionId" value={sessionId} />
                <SubmitButton size="sm" variant="secondary" pendingLabel="Ending …">
                  Sign out<span className="sr-only"> of {deviceWords(device)}</span>
                </SubmitButton>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <form action={endOtherSessions}>
          <SubmitButton variant="secondary" pendingLabel="Ending …">
            Sign out everywhere else
          </SubmitButton>
        </form>
      ) : null}
    </section>
  );
}

/** "Firefox on Windows", or what is known of it. */
function deviceWords({ browser, system }: Sessions[number]["device"]): string {
  if (browser === "Unknown" && system === "Unknown") return "An unknown device";
  if (browser === "Unknown") return system;
  return system === "Unknown" ? browser : `${browser} on ${system}`;
}
