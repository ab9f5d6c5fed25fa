import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { PostCommand } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { postQuery } from "./queries";

/** Sends commands at one post, one at a time; sent again after a lost answer it is carried out once. */
export function usePostAct(point: string, onDone: () => void) {
  const client = useQueryClient();
  const attempt = useRef({ what: "", key: "" });
  return useMutation({
    mutationFn: (body: PostCommand) => {
      const what = JSON.stringify(body);
      if (attempt.current.what !== what) attempt.current = { what, key: crypto.randomUUID() };
      const headers = { "idempotency-key": attempt.current.key };
      return answer(api.POST("/api/v1/posts/{point}/commands", { params: { path: { point } }, body, headers }));
    },
    onSuccess: async (view, body) => {
      // The same again is another command: one comes, leaves and comes back.
      attempt.current = { what: "", key: "" };
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
