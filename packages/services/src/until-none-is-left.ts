/** Does so many a transaction, by what answers how many there were, until none is left; answers how many there were in all. */
export async function untilNoneIsLeft(doSome: () => Promise<number>): Promise<number> {
  let done = 0;
  for (;;) {
    const some = await doSome();
    done += some;
    if (some === 0) return done;
  }
}
