import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client";

/** Hits of one page. */
const HITS_LIMIT = 50;
/** What becomes late by the clock alone is told by nobody. Milliseconds. */
const COUNT_MS = 60_000;

export const hitsQuery = (open: boolean) =>
  infiniteQueryOptions({
    queryKey: ["hits", open],
    queryFn: ({ pageParam }) => answer(api.GET("/api/v1/hits", { params: { query: { open, limit: HITS_LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const hitQuery = (id: string) =>
  queryOptions({
    queryKey: ["hit", id],
    queryFn: () => answer(api.GET("/api/v1/hits/{id}", { params: { path: { id } } })),
    enabled: id !== "",
  });

export const hitCountQuery = queryOptions({
  queryKey: ["hit-count"],
  queryFn: () => answer(api.GET("/api/v1/hits/count")),
  refetchInterval: COUNT_MS,
});

export const listsQuery = queryOptions({
  queryKey: ["lists"],
  queryFn: () => answer(api.GET("/api/v1/lists")),
});

/** Whether the officer has anything to do with hits, and with lists. */
export function useSees(): { hits: boolean; lists: boolean } {
  const lists = useQuery(listsQuery);
  const hits = useQuery(hitCountQuery);
  return { hits: hits.data?.reads ?? false, lists: (lists.data?.lists.length ?? 0) > 0 };
}
