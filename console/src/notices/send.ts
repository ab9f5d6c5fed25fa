import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { Notice, NoticeCommand, NoticeContent } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { noticeQuery } from "./queries";

/** A key for each attempt: the same sent again after a lost answer is carried out once. */
function useAttempt() {
  const attempt = useRef({ what: "", key: "" });
  return (sent: unknown) => {
    const what = JSON.stringify(sent);
    if (attempt.current.what !== what) attempt.current = { what, key: crypto.randomUUID() };
    return { "idempotency-key": attempt.current.key };
  };
}

async function took(client: QueryClient, view: Notice): Promise<void> {
  const { queryKey } = noticeQuery(view.notice.id);
  await client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, view);
  for (const key of ["notices", "inbox", "inbox-count", "crossing-notices"]) client.invalidateQueries({ queryKey: [key] });
}

/** Writes a notice. */
export function useDraft(onDone: (view: Notice) => void) {
  const client = useQueryClient();
  const headersOf = useAttempt();
  return useMutation({
    mutationFn: (body: NoticeContent) => answer(api.POST("/api/v1/notices", { body, headers: headersOf(body) })),
    onSuccess: async (view) => {
      await took(client, view);
      say(t("crossing.done", { command: t("notices.draft") }));
      onDone(view);
    },
  });
}

/** Sends commands on one notice, one at a time. */
export function useNoticeAct(id: string, onDone: () => void) {
  const client = useQueryClient();
  const headersOf = useAttempt();
  return useMutation({
    mutationFn: (body: NoticeCommand) =>
      answer(api.POST("/api/v1/notices/{id}/commands", { params: { path: { id } }, body, headers: headersOf(body) })),
    onSuccess: async (view, body) => {
      await took(client, view);
      say(t("crossing.done", { command: word("noticecommand", body.command) }));
      onDone();
    },
    onError: (thrown) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: noticeQuery(id).queryKey });
    },
  });
}
