import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../cn.ts";
import type { LinkAs } from "../link-as.ts";
import { FocusKeeper } from "./focus-keeper.tsx";
import { SkipLink } from "./skip-link.tsx";
import { Wordmark } from "./wordmark.tsx";

export type NavItem = {
  readonly href: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** A count worth seeing from elsewhere, with what it counts: `{ value: 3, label: "waiting" }`. */
  readonly count?: { readonly value: number; readonly label: string };
};

type AppShellProps = {
  readonly nav: readonly NavItem[];
  readonly currentPath: string;
  readonly studioName: string;
  readonly homeHref: string;
  /** Who is signed in, and signing out. */
  readonly account: ReactNode;
  /** What opens the search for people; drawn in the rail and, on a phone, below the bar at the top. */
  readonly find?: ReactNode;
  readonly children: ReactNode;
  readonly linkAs?: LinkAs;
  /** Above everything: a demo clock, a lost connection. */
  readonly banner?: ReactNode;
};

/** The frame of the staff application: a rail at the left, on a phone a bar at the bottom with the rest under "More". */
export function AppShell(props: AppShellProps) {
  return (
    <div data-slot="app-shell" className="group/shell flex min-h-dvh flex-col">
      <SkipLink />
      <FocusKeeper />
      {props.banner === undefined ? null : (
        <aside
          data-slot="banner"
          aria-label="Announcements"
          className="md:sticky md:top-0 md:z-20 md:grid md:h-9 md:overflow-hidden"
        >
          {props.banner}
        </aside>
      )}
      <div className="flex flex-1 flex-col md:flex-row">
        <Rail {...props} />
        <TopBar {...props} />
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 px-(--gutter) pt-5 pb-24 outline-none md:pt-6 md:pb-10 print:p-0"
        >
          {props.children}
        </main>
        <BottomBar {...props} />
      </div>
    </div>
  );
}

function Rail({ nav, currentPath, studioName, homeHref, account, find, linkAs: Link = "a" }: AppShellProps) {
  return (
    <header
      data-print="hide"
      className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-sunken group-has-data-[slot=banner]/shell:top-9 group-has-data-[slot=banner]/shell:h-[calc(100dvh-2.25rem)] md:flex"
    >
      <div className="grid gap-3 px-4 pt-5 pb-4">
        <Link href={homeHref} className="w-fit rounded-xs text-ink" aria-label={`Quietroom, ${studioName}`}>
          <Wordmark />
        </Link>
        <p className="truncate text-muted text-sm">{studioName}</p>
        {find}
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 py-1">
        <ul className="grid gap-0.5">
          {nav.map((item) => (
            <li key={item.href}>
              <Link
                href={item.href}
                aria-current={isCurrent(item, currentPath) ? "page" : undefined}
                className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted text-sm transition-colors hover:bg-line/60 hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-accent aria-[current=page]:shadow-xs pointer-coarse:min-h-11 [&_svg]:size-4.5 [&_svg]:shrink-0"
              >
                {item.icon}
                <span className="flex-1 truncate">{item.label}</span>
                <Count item={item} />
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="border-line border-t p-3">{account}</div>
    </header>
  );
}

function TopBar({ studioName, homeHref, account, find, linkAs: Link = "a" }: AppShellProps) {
  return (
    <header
      data-print="hide"
      className="flex flex-wrap items-center justify-between gap-x-4 border-line border-b bg-sunken px-(--gutter) py-2 md:hidden"
    >
      <Link
        href={homeHref}
        className="flex min-h-11 items-center rounded-xs text-ink"
        aria-label={`Quietroom, ${studioName}`}
      >
        <Wordmark />
      </Link>
      <div className="min-w-0">{account}</div>
      <div className="basis-full empty:hidden">{find}</div>
    </header>
  );
}

const BAR_PLACES = 5;

function BottomBar({ nav, currentPath, linkAs: Link = "a" }: AppShellProps) {
  const fits = nav.length <= BAR_PLACES;
  const shown = fits ? nav : nav.slice(0, BAR_PLACES - 1);
  const rest = fits ? [] : nav.slice(BAR_PLACES - 1);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="mx-auto flex max-w-lg">
        {shown.map((item) => (
          <li key={item.href} className="min-w-0 flex-1">
            <Link
              href={item.href}
              aria-current={isCurrent(item, currentPath) ? "page" : undefined}
              className={BAR_ITEM}
            >
              {item.icon}
              <span className="w-full truncate text-center">{item.label}</span>
            </Link>
          </li>
        ))}
        {rest.length === 0 ? null : (
          <li className="min-w-0 flex-1">
            <MoreMenu items={rest} currentPath={currentPath} linkAs={Link} />
          </li>
        )}
      </ul>
    </nav>
  );
}

const BAR_ITEM =
  "flex h-14 w-full flex-col items-center justify-center gap-1 px-1 font-medium text-[0.6875rem] text-muted leading-none aria-[current=page]:text-accent focus-visible:-outline-offset-2 [&_svg]:size-5";

/** The platform's own popover: opens, closes on Escape and outside clicks, and returns focus without any script. */
function MoreMenu({
  items,
  currentPath,
  linkAs: Link,
}: {
  readonly items: readonly NavItem[];
  readonly currentPath: string;
  readonly linkAs: LinkAs;
}) {
  const holdsCurrent = items.some((item) => isCurrent(item, currentPath));
  return (
    <>
      <button
        type="button"
        popoverTarget="more-navigation"
        className={cn(BAR_ITEM, holdsCurrent && "text-accent")}
      >
        <Ellipsis aria-hidden="true" />
        More
      </button>
      <div
        id="more-navigation"
        popover="auto"
        className="fixed inset-auto right-3 bottom-17 m-0 min-w-52 rounded-lg border border-line bg-raised p-1.5 text-ink shadow-lg"
      >
        <ul className="grid">
          {items.map((item) => (
            <li key={item.href}>
              <Link
                href={item.href}
                aria-current={isCurrent(item, currentPath) ? "page" : undefined}
                className="flex min-h-11 items-center gap-3 rounded-md px-3 font-medium text-sm hover:bg-sunken aria-[current=page]:text-accent [&_svg]:size-4.5"
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                <Count item={item} />
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function Count({ item }: { readonly item: NavItem }) {
  if (item.count === undefined) return null;
  return (
    <span className="figures rounded-sm bg-accent-soft px-1.5 font-semibold text-accent text-xs">
      {item.count.value}
      <span className="sr-only"> {item.count.label}</span>
    </span>
  );
}

function isCurrent(item: NavItem, path: string): boolean {
  return path === item.href || path.startsWith(`${item.href}/`);
}
