import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { Notice, NoticeCommand, NoticeContent } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { noticeQuery } from "./queries";

async function took(client: QueryClient, view: Notice): Promise<void> {
  const { queryKey } = noticeQuery(view.notice.id);
  await client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, view);
  for (const key of ["notices", "inbox", "inbox-count", "crossing-notices"]) client.invalidateQueries({ queryKey: [key] });
}

/** Writes a notice. */
export function useDraft(onDone: (view: Notice) => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: NoticeContent) => answer(api.POST("/api/v1/notices", { body, headers: headersOf(body) })),
    onSuccess: async (view) => {
      done();
      await took(client, view);
      say(t("crossing.done", { command: t("notices.draft") }));
      onDone(view);
    },
  });
}

/** Sends commands on one notice, one at a time. */
export function useNoticeAct(id: string, onDone: () => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: NoticeCommand) =>
      answer(api.POST("/api/v1/notices/{id}/commands", { params: { path: { id } }, body, headers: headersOf(body) })),
    onSuccess: async (view, body) => {
      done();
      await took(client, view);
      say(t("crossing.done", { command: word("noticecommand", body.command) }));
      onDone();
    },
    onError: (thrown) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: noticeQuery(id).queryKey });
    },
  });
}
