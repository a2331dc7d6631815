import Link from "next/link";

/** The way to the audit of this client: who looked at the record, and who changed it (AUD-10). The id is in the address, the name is not. */
export function WhoOpened({ clientId }: { readonly clientId: string }) {
  return (
    <Link className="w-fit underline underline-offset-2" href={`/audit?record=${clientId}`} prefetch={false}>
      Who opened this record
    </Link>
  );
}
