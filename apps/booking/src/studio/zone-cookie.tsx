"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Tells the server the browser's zone once, so that times are drawn in it. Without JavaScript the studio's zone stands. */
export function ZoneCookie({ cookie, known }: { readonly cookie: string; readonly known: string | null }) {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const written = `${cookie}=${encodeURIComponent(zone)}`;
    if (zone === known || document.cookie.split("; ").includes(written)) return;
    document.cookie = `${written}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  }, [cookie, known, router]);
  return null;
}
