import type { Metadata } from "next";
import type { ReactNode } from "react";
import { StudioFrame } from "../../studio/studio-frame.tsx";
import { loadStudio } from "../../server/studio.ts";
import { viewerTheme } from "../../server/viewer.ts";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly studio: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const studio = await loadStudio((await params).studio);
  return { title: studio.name, description: studio.tagline };
}

export default async function StudioLayout({ children, params }: Props) {
  const studio = await loadStudio((await params).studio);
  return (
    <StudioFrame studio={studio} theme={await viewerTheme()}>
      {children}
    </StudioFrame>
  );
}
