import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf } from "../api/problem";
import type { components } from "../api/schema";
import type { RequestAsk, RequestCommand, RequestView } from "../api/types";
import { say } from "../design/Toast";
import { t, word } from "../i18n";
import { requestQuery } from "./queries";

/** Whatever shows something of a request asks again. */
const SHOWN = ["requests", "inbox", "inbox-count"];

/** Asks another agency. */
export function useAsk(onAsked: (asked: RequestView) => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (ask: RequestAsk) =>
      answer(api.POST("/api/v1/requests", { body: ask as components["schemas"]["RequestAsk"], headers: headersOf(ask) })),
    onSuccess: (asked: RequestView) => {
      done();
      client.setQueryData(requestQuery(asked.card.id).queryKey, asked);
      for (const key of SHOWN) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: t("requests.ask") }));
      onAsked(asked);
    },
  });
}

/** Sends commands on one request, one at a time. */
export function useRequestAct(id: string, onDone: () => void) {
  const client = useQueryClient();
  const { headersOf, done } = useAttempt();
  return useMutation({
    mutationFn: (body: RequestCommand) =>
      answer(api.POST("/api/v1/requests/{id}/commands", { params: { path: { id } }, body, headers: headersOf(body) })),
    onSuccess: async (view, body) => {
      done();
      await client.cancelQueries({ queryKey: requestQuery(id).queryKey });
      client.setQueryData(requestQuery(id).queryKey, view);
      for (const key of SHOWN) client.invalidateQueries({ queryKey: [key] });
      say(t("crossing.done", { command: word("requestcommand", body.command) }));
      onDone();
    },
    onError: (thrown) => {
      if (problemOf(thrown).status !== 0) client.invalidateQueries({ queryKey: requestQuery(id).queryKey });
    },
  });
}
