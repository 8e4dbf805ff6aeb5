/** A question asked before something is lost. */
export interface Question {
  /** What is about to happen: "Delete Q4 targets?" */
  title: string;
  /** What will be lost, in numbers. */
  message: string;
  /** The verb again, never "OK". */
  confirmLabel: string;
  /** The way back. "Keep" words fit better than "Cancel" where cancelling is the verb. */
  cancelLabel?: string;
  danger?: boolean;
  /** Another way out, such as exporting first: it answers the question with no. */
  extra?: { label: string; onclick: () => void };
}

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

/** The questions that wait for an answer; ConfirmHost shows the first. */
export const questions = $state<Asked[]>([]);

/** Asks, and gives true only when the person pressed the button that repeats the verb. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    questions.push({ ...question, answer: resolve });
  });
}

/** Answers the question that is shown. */
export function answer(yes: boolean): void {
  questions.shift()?.answer(yes);
}
