import type { Metadata } from "next";
import { PolicyPage } from "../../features/staff-policies/policy-page.tsx";

export const metadata: Metadata = { title: "Security policy" };

export default function SecurityPolicyPage() {
  return <PolicyPage policy="security" />;
}
