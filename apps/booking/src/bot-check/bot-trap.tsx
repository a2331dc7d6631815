/** A field for machines that fill whatever there is (BOOK-12). No person sees it, reaches it by keyboard or hears of it. */
export function BotTrap() {
  return (
    <div aria-hidden="true" className="sr-only">
      <label>
        Leave this empty
        {/* No name that a password manager knows what to fill with; these attributes ask the usual ones to leave it alone. */}
        <input
          name="remark"
          type="text"
          tabIndex={-1}
          autoComplete="off"
          maxLength={300}
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
        />
      </label>
    </div>
  );
}
