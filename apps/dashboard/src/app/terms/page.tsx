import type { Metadata } from "next";
import { PolicyPage } from "../../features/staff-policies/policy-page.tsx";

export const metadata: Metadata = { title: "Terms of use" };

export default function TermsPage() {
  return <PolicyPage policy="terms" />;
}
