import { PageHeader } from "@quietroom/ui/blocks/page-header";
import type { ReactNode } from "react";

export default function AccountLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid max-w-3xl gap-8">
      <PageHeader
        title="Your account"
        description="How you sign in, and what to do when your phone is gone."
      />
      {children}
    </div>
  );
}
