import type { ReactNode } from "react";
import { brandCss, brandTokens } from "../brand.ts";
import { firstLetterOf } from "../initials.ts";
import type { LinkAs } from "../link-as.ts";
import { FocusKeeper } from "./focus-keeper.tsx";
import { SkipLink } from "./skip-link.tsx";
import { WordmarkSign } from "./wordmark.tsx";

/** The frame of a studio's public pages: their name and colour, help in a crisis, and a quiet mark of ours. */
export function StudioShell({
  studioName,
  homeHref,
  brandColor,
  logo,
  headerAction,
  crisis,
  footer,
  nonce,
  linkAs: Link = "a",
  children,
}: {
  readonly studioName: string;
  readonly homeHref: string;
  /** "#rrggbb"; the house accent stands when absent or not a colour. */
  readonly brandColor?: string | undefined;
  readonly logo?: ReactNode;
  readonly headerAction?: ReactNode;
  /** Where to turn in an emergency: the first thing in the footer of every page. */
  readonly crisis?: ReactNode;
  /** Address, telephone, privacy and policy links. */
  readonly footer?: ReactNode;
  /** Of the content security policy, for the brand's style element. */
  readonly nonce?: string | undefined;
  readonly linkAs?: LinkAs;
  readonly children: ReactNode;
}) {
  const tokens = brandColor === undefined ? undefined : brandTokens(brandColor);
  return (
    <div data-slot="studio-shell" className="flex min-h-dvh flex-col">
      {tokens === undefined ? null : <style nonce={nonce}>{brandCss(tokens)}</style>}
      <SkipLink />
      <FocusKeeper />
      <header className="border-line border-b">
        <div className="mx-auto flex min-h-16 max-w-5xl items-center justify-between gap-4 px-(--gutter) py-3">
          <Link href={homeHref} className="flex min-h-11 min-w-0 items-center gap-3 rounded-xs text-ink">
            {logo ?? <StudioMark name={studioName} />}
            <span className="display text-lg leading-tight">{studioName}</span>
          </Link>
          {headerAction === undefined ? null : <div className="shrink-0">{headerAction}</div>}
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-5xl flex-1 px-(--gutter) pt-8 pb-16 outline-none sm:pt-12"
      >
        {children}
      </main>
      <footer className="border-line border-t bg-sunken text-muted text-sm [&_a]:inline-block [&_a]:py-0.75">
        <div className="mx-auto grid max-w-5xl gap-5 px-(--gutter) py-8">
          {crisis === undefined ? null : <div className="max-w-[68ch] text-ink">{crisis}</div>}
          <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
            <div className="grid gap-1">{footer}</div>
            <p className="flex items-center gap-1.5">
              <WordmarkSign className="size-4" />
              Booking by Quietroom
            </p>
          </div>
        </div>
      </footer>
    </div>
  );
}

function StudioMark({ name }: { readonly name: string }) {
  return (
    <span
      aria-hidden="true"
      className="display grid size-10 shrink-0 place-content-center rounded-md bg-accent text-accent-ink text-xl"
    >
      {firstLetterOf(name)}
    </span>
  );
}
