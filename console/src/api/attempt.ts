import { useRef } from "react";

/**
 * The key of an attempt: the same sent again after a lost answer is carried out once. Once it was answered the attempt is done, and the same again is something
 * new: one comes on duty, leaves, and comes back.
 */
export function useAttempt() {
  const attempt = useRef({ what: "", key: "" });
  return {
    headersOf: (sent: unknown) => {
      const what = JSON.stringify(sent);
      if (attempt.current.what !== what) attempt.current = { what, key: crypto.randomUUID() };
      return { "idempotency-key": attempt.current.key };
    },
    done: () => {
      attempt.current = { what: "", key: "" };
    },
  };
}
