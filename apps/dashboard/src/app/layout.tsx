import "./globals.css";
import { StyleNonce } from "@quietroom/ui/blocks/style-nonce";
import { parseTheme, THEME_COOKIE, themeAttributes } from "@quietroom/ui/theme";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  title: { default: "Quietroom", template: "%s · Quietroom" },
  robots: { index: false },
};
export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-density="compact" {...themeAttributes(theme)}>
      <body>
        <StyleNonce />
        {children}
      </body>
    </html>
  );
}
