/** A field for machines that fill whatever there is (BOOK-12). No person sees it, reaches it by keyboard or hears of it. */
export function BotTrap() {
  return (
    <div aria-hidden="true" className="sr-only">
      <label>
        Leave this empty
        <input name="website" type="text" tabIndex={-1} autoComplete="off" maxLength={300} />
      </label>
    </div>
  );
}
