import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { Side } from "./requests";

/** Requests of one page. */
const LIMIT = 50;

export const requestsQuery = (side: Side, open: boolean) =>
  infiniteQueryOptions({
    queryKey: ["requests", side, open],
    queryFn: ({ pageParam }) => answer(api.GET("/api/v1/requests", { params: { query: { side, open, limit: LIMIT, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ["request", id],
    queryFn: () => answer(api.GET("/api/v1/requests/{id}", { params: { path: { id } } })),
  });

/** What a request to an agency can rest on. */
export const basesQuery = (to: string) =>
  queryOptions({
    queryKey: ["request-bases", to],
    queryFn: () => answer(api.GET("/api/v1/requests/bases", { params: { query: { to } } })),
    enabled: to !== "",
    retry: false,
  });
