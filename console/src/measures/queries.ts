import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { type By, type Figure, whichOf } from "./measures";

/** Assignments of one page. */
const LIMIT = 50;
/** Figures are asked for again this often; a single answer moves them little. Milliseconds. */
const REFRESH_MS = 60_000;

export const measuresQuery = (by: By, days: number) =>
  queryOptions({
    queryKey: ["measures", by, days],
    queryFn: () => answer(api.GET("/api/v1/measures", { params: { query: { by, days } } })),
    refetchInterval: REFRESH_MS,
  });

export const behindQuery = (by: By, days: number, who: string, figure: Figure) =>
  infiniteQueryOptions({
    queryKey: ["measured", by, days, who, figure],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/v1/measures/assignments", {
          params: { query: { by, days, who, which: whichOf(figure), limit: LIMIT, cursor: pageParam } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
