import "./globals.css";
import { themeAttributes } from "@quietroom/ui/theme";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { LiveData } from "../live/trpc.tsx";
import { ZoneCookie } from "../studio/zone-cookie.tsx";
import { viewerTheme, viewerZone, ZONE_COOKIE } from "../server/viewer.ts";

export const metadata: Metadata = {
  title: { default: "Book a visit", template: "%s" },
  robots: { index: false },
};
export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [theme, zone] = await Promise.all([viewerTheme(), viewerZone()]);
  return (
    <html lang="en" {...themeAttributes(theme)}>
      <body>
        <LiveData>{children}</LiveData>
        <ZoneCookie cookie={ZONE_COOKIE} known={zone} />
      </body>
    </html>
  );
}
