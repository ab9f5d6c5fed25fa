import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { Assignment, AssignmentCommand, MakeRequest } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { assignmentQuery } from "./queries";

export interface Sent {
  id: string;
  body: AssignmentCommand;
}

/** Sends commands on assignments, one at a time. */
export function useAct() {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  const mutation = useMutation({
    mutationFn: ({ id, body }: Sent) =>
      answer(api.POST("/api/v1/assignments/{id}/commands", { params: { path: { id } }, body, headers: headersOf({ id, body }) })),
    onSuccess: async (view, { id, body }) => {
      done();
      // An older answer that is still on its way would undo what is shown.
      await client.cancelQueries({ queryKey: assignmentQuery(id).queryKey });
      client.setQueryData(assignmentQuery(id).queryKey, view);
      refresh(client);
      say(t("crossing.done", { command: word("assignmentcommand", body.command) }));
    },
    onError: (thrown, { id }) => {
      // Whatever was refused was decided on something that is no longer so.
      if (problemOf(thrown).status === 0) return;
      client.invalidateQueries({ queryKey: assignmentQuery(id).queryKey });
      refresh(client);
    },
  });
  const under = useRef(false);
  /** Sends unless something is under way; two presses in one frame are one command. */
  const send = (sent: Sent, onSent?: () => void) => {
    if (under.current) return;
    under.current = true;
    mutation.mutate(sent, {
      onSuccess: onSent,
      onSettled: () => {
        under.current = false;
      },
    });
  };
  return { send, isPending: mutation.isPending, error: mutation.error, last: mutation.variables, reset: mutation.reset };
}

/** Lets somebody owe something. */
export function useMake(onMade: (made: Assignment) => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: MakeRequest) => answer(api.POST("/api/v1/assignments", { body, headers: headersOf(body) })),
    onSuccess: (made) => {
      done();
      client.setQueryData(assignmentQuery(made.id).queryKey, made);
      refresh(client);
      onMade(made);
    },
  });
}

function refresh(client: ReturnType<typeof useQueryClient>): void {
  client.invalidateQueries({ queryKey: ["inbox"] });
  client.invalidateQueries({ queryKey: ["inbox-count"] });
}
