import { NONCE_HEADER } from "@quietroom/web/page-security";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { StudioFrame } from "../../studio/studio-frame.tsx";
import { findStudio, loadStudio } from "../../server/studio.ts";
import { viewerTheme } from "../../server/viewer.ts";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly studio: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const studio = await findStudio((await params).studio);
  return studio === null ? { title: "No such studio" } : { title: studio.name, description: studio.tagline };
}

export default async function StudioLayout({ children, params }: Props) {
  const studio = await loadStudio((await params).studio);
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <StudioFrame studio={studio} theme={await viewerTheme()} nonce={nonce}>
      {children}
    </StudioFrame>
  );
}
