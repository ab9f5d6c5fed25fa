import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import { crossingQuery, timelineQuery } from "../api/queries";
import type { CommandRequest, Crossing } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";

/** The version that a command was decided on; the server reads it, its document does not list it yet. */
type Versioned = CommandRequest & { expected_version: number };

/**
 * Sends commands on a crossing, one at a time.
 *
 * An attempt keeps its key until it is answered: the same command sent again after a lost answer is carried out once. The version is left out of what makes
 * two attempts the same, because the lost attempt itself may have moved it.
 */
export function useSend(crossing: Crossing, onDone?: (crossing: Crossing) => void) {
  const client = useQueryClient();
  const id = crossing.card.id;
  const { headersOf, done } = useAttempt();
  const under = useRef(false);
  const mutation = useMutation({
    mutationFn: (request: CommandRequest) => {
      const body: Versioned = { ...request, expected_version: crossing.version };
      const headers = headersOf(request);
      return answer(api.POST("/api/v1/crossings/{id}/commands", { params: { path: { id } }, body, headers }));
    },
    onSuccess: async (view, request) => {
      done();
      // An older answer that is still on its way would undo what is shown.
      await client.cancelQueries({ queryKey: crossingQuery(id).queryKey });
      client.setQueryData(crossingQuery(id).queryKey, view);
      client.invalidateQueries({ queryKey: timelineQuery(id).queryKey });
      say(t("crossing.done", { command: word("command", request.take_over ? "take_over" : request.command) }));
      onDone?.(view);
    },
    onError: (thrown) => {
      // Whatever was refused was decided on something that is no longer so.
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: crossingQuery(id).queryKey });
    },
    onSettled: () => {
      under.current = false;
    },
  });
  /** Sends unless something is under way; two presses in one frame are one command. */
  const send = (request: CommandRequest, onSent?: () => void, onRefused?: (code: string) => void) => {
    if (under.current) return;
    under.current = true;
    mutation.mutate(request, { onSuccess: onSent, onError: (thrown) => onRefused?.(problemOf(thrown).code) });
  };
  return { send, isPending: mutation.isPending, error: mutation.error, again: mutation.variables, reset: mutation.reset };
}
