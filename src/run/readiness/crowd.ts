/** So long is each of them left alone for every one that is asked, ms: five tests a second of all together. */
const each = 200;

/** The part of the time that it has been asked in vain, at most: nobody waits noticeably longer for it. */
const share = 1 / 15;

/** However many there are, ms. */
const longest = 5000;

/**
 * All that is asked in one run at the same time. A test takes from the machine what those need that are to become ready, a
 * command in a container up to 60 ms of a processor: where many take long, each is asked less often than its cadence says.
 */
export class Crowd {
  #size = 0;

  /** Counts one in until it is disposed of. */
  enter(): Disposable {
    let isIn = true;
    this.#size++;
    return {
      [Symbol.dispose]: () => {
        if (isIn) this.#size--;
        isIn = false;
      },
    };
  }

  /** The least pause between two tests of one that has been asked in vain for so long; both in ms. */
  pause(elapsedMs: number): number {
    return Math.round(Math.min(this.#size * each, elapsedMs * share, longest));
  }
}
