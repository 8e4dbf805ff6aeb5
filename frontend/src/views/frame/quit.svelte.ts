import * as api from '$lib/api';
import type { QuitAnswer, QuitQuestion } from '$lib/api';

/** The question what shall become of the jobs that are at work when Jobdeck quits. */
class Quitting {
  question = $state.raw<QuitQuestion>();

  /** Listens for the question; gives back what ends it. */
  start(): () => void {
    return api.onAskQuit((question) => (this.question = question));
  }

  answer(answer: QuitAnswer): void {
    this.question = undefined;
    void api.answerQuit(answer);
  }
}

export const quitting = new Quitting();
