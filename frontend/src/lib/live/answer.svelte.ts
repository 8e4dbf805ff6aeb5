/**
 * The answer to something that is asked again and again. Only the last asking counts, whenever its answer comes; until
 * then the answer before stays.
 */
export class Answer<T> {
  value = $state.raw<T>();
  /** Why the last asking failed. */
  problem = $state.raw<Error>();
  /** The first answer has come. */
  loaded = $state(false);
  #asked = 0;

  /**
   * Asks, and gives the answer; nothing when it failed or a later asking overtook it. `take` gets the answer before
   * anybody sees that it came.
   */
  async ask(question: () => Promise<T>, take?: (answer: T) => void): Promise<T | undefined> {
    const asked = ++this.#asked;
    try {
      const answer = await question();
      if (asked !== this.#asked) return undefined;
      take?.(answer);
      this.value = answer;
      this.problem = undefined;
      this.loaded = true;
      return answer;
    } catch (cause) {
      if (asked === this.#asked)
        this.problem = cause instanceof Error ? cause : new Error(String(cause));
      return undefined;
    }
  }

  /** What was asked before does not count any more. */
  drop(): void {
    this.#asked++;
  }
}
