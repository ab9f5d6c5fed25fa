import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, patiently } from "../api/client";
import type { EditionRequest, EntryRequest } from "../api/types";
import { say } from "../design/Toast";

/** Entries of one page. */
const ENTRIES_LIMIT = 50;

export const entriesQuery = (list: string, ended: boolean) =>
  infiniteQueryOptions({
    queryKey: ["list-entries", list, ended],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/v1/lists/{list}/entries", { params: { path: { list }, query: { ended, limit: ENTRIES_LIMIT, cursor: pageParam } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const editionsQuery = (list: string) =>
  queryOptions({
    queryKey: ["list-editions", list],
    queryFn: () => answer(api.GET("/api/v1/lists/{list}/editions", { params: { path: { list } } })),
  });

export const differenceQuery = (list: string, digest: string) =>
  queryOptions({
    queryKey: ["list-difference", list, digest],
    queryFn: () =>
      answer(api.GET("/api/v1/lists/{list}/editions/{digest}/difference", { params: { path: { list, digest } }, ...patiently })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Something that is done with a list: afterwards the page shows what has become of it, and says so. */
function useList<T, R>(list: string, what: (value: T) => Promise<R>, said: (value: T) => string, onDone?: () => void) {
  const client = useQueryClient();
  const refresh = () => {
    for (const key of [["lists"], ["list-entries", list], ["list-editions", list]]) client.invalidateQueries({ queryKey: key });
  };
  return useMutation({
    mutationFn: what,
    onSuccess: (_, value) => {
      refresh();
      say(said(value));
      onDone?.();
    },
    onError: refresh,
  });
}

export const useAsk = (list: string, said: string, onDone: () => void) =>
  useList(
    list,
    (body: EntryRequest) => answer(api.POST("/api/v1/lists/{list}/entries", { params: { path: { list } }, body })),
    () => said,
    onDone,
  );

export interface EntryDone {
  id: string;
  command: string;
  reason?: string;
}

export const useEntryAct = (list: string, said: (done: EntryDone) => string, onDone: () => void) =>
  useList(
    list,
    ({ id, ...body }: EntryDone) =>
      answer(api.POST("/api/v1/lists/{list}/entries/{id}/commands", { params: { path: { list, id } }, body })),
    said,
    onDone,
  );

export const useBring = (list: string, said: string, onDone: () => void) =>
  useList(
    list,
    (body: EditionRequest) => answer(api.POST("/api/v1/lists/{list}/editions", { params: { path: { list } }, body, ...patiently })),
    () => said,
    onDone,
  );

export const useApprove = (list: string, said: string) =>
  useList(
    list,
    (digest: string) => answer(api.POST("/api/v1/lists/{list}/editions/{digest}/approval", { params: { path: { list, digest } } })),
    () => said,
  );

export const useWithdraw = (list: string, said: string, onDone: () => void) =>
  useList(
    list,
    ({ digest, reason }: { digest: string; reason: string }) =>
      answer(api.POST("/api/v1/lists/{list}/editions/{digest}/withdrawal", { params: { path: { list, digest } }, body: { reason } })),
    () => said,
    onDone,
  );
