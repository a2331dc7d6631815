import { Notice } from "@quietroom/ui/blocks/notice";

/** New recovery codes, on show this once. */
export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div className="grid max-w-md gap-4">
      <Notice tone="caution" title="Keep these codes now" role="status">
        They are not shown again. Each replaces a code of your app once, for when you do not have your phone.
        Print them or put them into your password manager.
      </Notice>
      <ul
        aria-label="Your recovery codes"
        className="figures grid gap-x-8 gap-y-1 rounded-lg border border-line bg-raised p-4 font-medium min-[26rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} translate="no" className="select-all">
            {code}
          </li>
        ))}
      </ul>
    </div>
  );
}
