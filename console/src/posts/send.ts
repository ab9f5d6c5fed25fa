import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { PostCommand } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { postQuery } from "./queries";

/** Sends commands at one post, one at a time; sent again after a lost answer it is carried out once. */
export function usePostAct(point: string, onDone: () => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: PostCommand) =>
      answer(api.POST("/api/v1/posts/{point}/commands", { params: { path: { point } }, body, headers: headersOf(body) })),
    onSuccess: async (view, body) => {
      done();
      await client.cancelQueries({ queryKey: postQuery(point).queryKey });
      client.setQueryData(postQuery(point).queryKey, view);
      for (const key of ["posts", "shift", "shifts", "inbox", "inbox-count"]) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: word("postcommand", body.command === "come" && body.name ? "come_other" : body.command) }));
      onDone();
    },
    onError: (thrown) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: postQuery(point).queryKey });
    },
  });
}
