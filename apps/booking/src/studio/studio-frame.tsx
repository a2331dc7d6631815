import type { PublicOutput } from "@quietroom/api/client";
import { documentTitles } from "@quietroom/domain/records";
import { StudioShell } from "@quietroom/ui/blocks/studio-shell";
import { ThemeToggle } from "@quietroom/ui/blocks/theme-toggle";
import type { ThemeChoice } from "@quietroom/ui/theme";
import Link from "next/link";
import type { ReactNode } from "react";

export type Studio = PublicOutput["studio"]["view"];

/** The studio's frame around every public page: its name and colour, how to reach it, and where to turn in a crisis. */
export function StudioFrame({
  studio,
  theme,
  nonce,
  children,
}: {
  readonly studio: Studio;
  readonly theme: ThemeChoice;
  /** Of the page's policy, for the studio's colours. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <StudioShell
      studioName={studio.name}
      homeHref={`/${studio.slug}`}
      brandColor={studio.primaryColor}
      nonce={nonce}
      linkAs={Link}
      headerAction={
        <span className="flex flex-col items-end gap-x-5 sm:flex-row sm:items-center">
          <Link
            href={`/${studio.slug}/portal`}
            prefetch={false}
            className="flex min-h-11 items-center font-medium text-sm hover:text-accent"
          >
            My visits
          </Link>
          <a
            className="figures flex min-h-11 items-center text-sm hover:text-accent"
            href={`tel:${telephone(studio.phone)}`}
          >
            {studio.phone}
          </a>
        </span>
      }
      crisis={<Crisis locale={studio.locale} />}
      footer={
        <>
          {studio.locations.map((location) => (
            <p key={location.id}>
              {location.name}, {location.addressLine}, {location.city} {location.postalCode}
            </p>
          ))}
          <p>
            <a className="underline underline-offset-4 hover:text-accent" href={`mailto:${studio.email}`}>
              {studio.email}
            </a>
          </p>
          {studio.documents.length === 0 ? null : (
            <p className="flex flex-wrap gap-x-4">
              {studio.documents.map(({ kind }) => (
                <Link
                  key={kind}
                  href={`/${studio.slug}/legal/${kind}`}
                  prefetch={false}
                  className="underline underline-offset-4 hover:text-accent"
                >
                  {documentTitles[kind]}
                </Link>
              ))}
            </p>
          )}
          <div className="mt-2">
            <ThemeToggle initial={theme} />
          </div>
        </>
      }
    >
      {children}
    </StudioShell>
  );
}

/** Digits and a leading plus: what a dialler takes. */
export function telephone(phone: string): string {
  return phone.replace(/[^+0-9]/g, "");
}

function Crisis({ locale }: { readonly locale: string }) {
  const country = new Intl.Locale(locale).region;
  if (country === "US") {
    return (
      <p>
        In an emergency call <a href="tel:911">911</a>. If you are in crisis, call or text{" "}
        <a href="tel:988">988</a>, day or night.
      </p>
    );
  }
  if (country === "GB") {
    return (
      <p>
        In an emergency call <a href="tel:999">999</a>. To talk to someone now, call Samaritans on{" "}
        <a href="tel:116123">116 123</a>, day or night.
      </p>
    );
  }
  return <p>In an emergency call your local emergency number. This page is not watched around the clock.</p>;
}
