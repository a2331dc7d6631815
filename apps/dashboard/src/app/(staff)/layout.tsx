import { can } from "@quietroom/domain/access";
import { Toaster } from "@quietroom/ui/blocks/toaster";
import { parseTheme, THEME_COOKIE } from "@quietroom/ui/theme";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { RecordPowerOf } from "../../client-record/record-power.tsx";
import { Bell } from "../../features/bell/bell.tsx";
import { FindClientButton, FindClients } from "../../features/find-client/find-clients.tsx";
import { whatFinds } from "../../features/find-client/what-finds.ts";
import { pagesFor } from "../../features/staff-frame/pages-for.ts";
import { StaffFrame } from "../../features/staff-frame/staff-frame.tsx";
import { LimitedNotice } from "../../live/limited-notice.tsx";
import { LiveChanges } from "../../live/live-changes.tsx";
import { SessionWatch } from "../../live/session-watch.tsx";
import { LiveData } from "../../live/trpc.tsx";
import { server, staffCaller } from "../../server/api.ts";
import { signedIn } from "../../server/signed-in.ts";

export default async function StaffLayout({ children }: { readonly children: ReactNode }) {
  const caller = await staffCaller();
  const me = await caller.me({});
  const { env } = await server();
  const actor = await signedIn();
  return (
    <LiveData>
      <LiveChanges>
        <Toaster>
          <RecordPowerOf power={can(actor, "record:manage") ? "manages" : "none"}>
            <FindClients by={whatFinds(actor)}>
              <StaffFrame
                me={me}
                allowed={pagesFor(actor)}
                theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
                find={<FindClientButton />}
                bell={can(actor, "bell:view") ? <Bell /> : null}
                sandboxUrl={env.QUIETROOM_MODE === "production" ? null : (env.SANDBOX_URL ?? null)}
              >
                <LimitedNotice />
                {children}
              </StaffFrame>
            </FindClients>
          </RecordPowerOf>
        </Toaster>
        <SessionWatch staffUserId={me.staffUserId} />
      </LiveChanges>
    </LiveData>
  );
}
