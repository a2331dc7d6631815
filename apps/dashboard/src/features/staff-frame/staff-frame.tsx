"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { AppShell } from "@quietroom/ui/blocks/app-shell";
import { Avatar } from "@quietroom/ui/blocks/avatar";
import { Notice } from "@quietroom/ui/blocks/notice";
import { ThemeToggle } from "@quietroom/ui/blocks/theme-toggle";
import { Button } from "@quietroom/ui/primitives/button";
import type { ThemeChoice } from "@quietroom/ui/theme";
import {
  Archive,
  Armchair,
  CalendarDays,
  Clock,
  DoorOpen,
  FileText,
  HeartHandshake,
  IdCard,
  Inbox,
  LogOut,
  Mail,
  MapPin,
  Presentation,
  ScrollText,
  ShieldAlert,
  SlidersHorizontal,
  UsersRound,
  Workflow,
} from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { leave } from "../../live/leave.ts";
import { useTRPC } from "../../live/trpc.tsx";
import { GoingMark } from "../../show/going-mark.tsx";
import type { NavKey } from "./pages-for.ts";

const items: readonly {
  readonly key: NavKey;
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
}[] = [
  { key: "calendar", href: "/calendar", label: "Calendar", icon: <CalendarDays aria-hidden="true" /> },
  { key: "requests", href: "/requests", label: "Requests", icon: <Inbox aria-hidden="true" /> },
  { key: "waitlist", href: "/waitlist", label: "Waitlist", icon: <UsersRound aria-hidden="true" /> },
  { key: "messages", href: "/messages", label: "Messages", icon: <Mail aria-hidden="true" /> },
  { key: "groups", href: "/groups", label: "Groups", icon: <Presentation aria-hidden="true" /> },
  { key: "hours", href: "/hours", label: "Hours", icon: <Clock aria-hidden="true" /> },
  { key: "services", href: "/services", label: "Services", icon: <HeartHandshake aria-hidden="true" /> },
  {
    key: "rules",
    href: "/booking-rules",
    label: "Booking rules",
    icon: <SlidersHorizontal aria-hidden="true" />,
  },
  { key: "places", href: "/places", label: "Places", icon: <MapPin aria-hidden="true" /> },
  { key: "rooms", href: "/rooms", label: "Rooms", icon: <Armchair aria-hidden="true" /> },
  { key: "portal", href: "/portal", label: "Portal", icon: <DoorOpen aria-hidden="true" /> },
  { key: "records", href: "/records", label: "Records", icon: <Archive aria-hidden="true" /> },
  { key: "legal", href: "/legal", label: "Terms", icon: <FileText aria-hidden="true" /> },
  { key: "team", href: "/team", label: "Team", icon: <IdCard aria-hidden="true" /> },
  { key: "security", href: "/security", label: "Security", icon: <ShieldAlert aria-hidden="true" /> },
  { key: "audit", href: "/audit", label: "Audit", icon: <ScrollText aria-hidden="true" /> },
  { key: "work", href: "/work", label: "Background work", icon: <Workflow aria-hidden="true" /> },
];

/** The frame of every staff page. What a role may not see has no entry here, and the server refuses it all the same. */
export function StaffFrame({
  me,
  allowed,
  theme,
  sandboxUrl,
  find,
  bell,
  children,
}: {
  readonly me: StaffOutput["me"];
  readonly allowed: readonly NavKey[];
  readonly theme: ThemeChoice;
  readonly sandboxUrl: string | null;
  readonly find: ReactNode;
  /** Null for whom nothing is told. */
  readonly bell: ReactNode;
  readonly children: ReactNode;
}) {
  const path = usePathname();
  const trpc = useTRPC();
  // Asked anew with everything else when something in the studio changes.
  const incidents = useQuery(
    trpc.security.openCount.queryOptions({}, { enabled: allowed.includes("security") }),
  );
  const series = useQuery(
    trpc.practitioner.unsettledCount.queryOptions(
      {},
      { enabled: allowed.includes("requests") && !me.studio.suspended },
    ),
  );
  const counts: Readonly<Partial<Record<NavKey, { readonly value: number; readonly label: string }>>> = {
    security: { value: incidents.data?.open ?? 0, label: "to look at" },
    hours: { value: series.data?.unsettled ?? 0, label: "series to see to" },
  };
  return (
    <AppShell
      nav={items
        .filter((item) => allowed.includes(item.key))
        .map((item) => {
          const count = counts[item.key];
          const icon = <GoingMark>{item.icon}</GoingMark>;
          return { ...item, icon, ...(count !== undefined && count.value > 0 ? { count } : {}) };
        })}
      currentPath={path}
      studioName={me.studio.name}
      homeHref="/calendar"
      linkAs={Link}
      banner={sandboxUrl === null ? undefined : <SandboxBanner url={sandboxUrl} />}
      account={<Account me={me} theme={theme} bell={bell} />}
      find={find}
    >
      {me.studio.suspended ? (
        <Notice tone="caution" title="This studio is suspended" className="mb-4" data-print="hide">
          You can look at everything. Nothing can be booked or changed until the studio is active again.
        </Notice>
      ) : null}
      {children}
    </AppShell>
  );
}

function SandboxBanner({ url }: { readonly url: string }) {
  return (
    <p
      data-print="hide"
      className="content-center bg-info-soft px-(--gutter) py-1.5 text-center text-info text-sm"
    >
      Sandbox: no message leaves this machine.{" "}
      <a className="font-medium underline underline-offset-4" href={url} target="_blank" rel="noreferrer">
        Open the inbox and the studio's clock
      </a>
    </p>
  );
}

function Account({
  me,
  theme,
  bell,
}: {
  readonly me: StaffOutput["me"];
  readonly theme: ThemeChoice;
  readonly bell: ReactNode;
}) {
  return (
    <div className="flex items-center gap-2.5 md:grid md:gap-3">
      <div className="flex min-w-0 items-center justify-between gap-2.5">
        <Link
          href="/account"
          className="flex min-h-9 min-w-0 items-center gap-2.5 rounded-md hover:text-accent pointer-coarse:min-h-11"
        >
          <Avatar name={me.displayName} seed={me.practitionerId ?? me.staffUserId} size="sm" />
          <span className="min-w-0 truncate font-medium text-sm max-md:sr-only">{me.displayName}</span>
          <span className="sr-only">, your account</span>
        </Link>
        {bell}
      </div>
      <div className="flex items-center justify-between gap-2">
        <div className="max-md:hidden">
          <ThemeToggle initial={theme} />
        </div>
        <Button size="sm" variant="quiet" onClick={() => void leave()}>
          <LogOut aria-hidden="true" />
          Sign out
        </Button>
      </div>
    </div>
  );
}
