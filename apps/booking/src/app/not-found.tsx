import { Refusal } from "@quietroom/ui/blocks/refusal";
import { Button } from "@quietroom/ui/primitives/button";
import { PATH_HEADER } from "@quietroom/web/guard-page";
import { NONCE_HEADER } from "@quietroom/web/page-security";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { findStudio } from "../server/studio.ts";
import { viewerTheme } from "../server/viewer.ts";
import { StudioFrame, telephone } from "../studio/studio-frame.tsx";
import { studioInPath } from "../studio/studio-in-path.ts";

export const metadata: Metadata = { title: "This page is not here" };

/** Whatever is not there: with the studio's name and telephone where its address begins with one. */
export default async function NotFound() {
  const asked = await headers();
  const slug = studioInPath(asked.get(PATH_HEADER) ?? "");
  const studio = slug === null ? null : await findStudio(slug);
  if (studio === null) {
    return (
      <main className="px-(--gutter)">
        <Refusal title="There is no studio at this address" actions={null}>
          <p>Check the link for a missing letter, or ask the studio to send it again.</p>
        </Refusal>
      </main>
    );
  }
  return (
    <StudioFrame studio={studio} theme={await viewerTheme()} nonce={asked.get(NONCE_HEADER) ?? undefined}>
      <Refusal
        title="This page is not here"
        actions={
          <>
            <Button asChild>
              <Link href={`/${studio.slug}`}>See what {studio.name} offers</Link>
            </Button>
            <Button asChild variant="secondary">
              <a href={`tel:${telephone(studio.phone)}`}>Call {studio.phone}</a>
            </Button>
          </>
        }
      >
        <p>
          The link may be old, miss a letter, or be meant for somebody else. Visits that are already booked
          stand.
        </p>
      </Refusal>
    </StudioFrame>
  );
}
