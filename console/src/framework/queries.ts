import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { Ask } from "../api/types";

const still = { staleTime: Number.POSITIVE_INFINITY };

export const institutionQuery = queryOptions({
  queryKey: ["framework", "bodies"],
  queryFn: () => answer(api.GET("/api/v1/framework/bodies")),
  ...still,
});

export const rulesQuery = queryOptions({
  queryKey: ["framework", "rules"],
  queryFn: () => answer(api.GET("/api/v1/framework/rules")),
  ...still,
});

export const findingsQuery = queryOptions({
  queryKey: ["framework", "findings"],
  queryFn: () => answer(api.GET("/api/v1/framework/findings")),
});

export const vocabularyQuery = queryOptions({
  queryKey: ["framework", "vocabulary"],
  queryFn: () => answer(api.GET("/api/v1/framework/vocabulary")),
  ...still,
});

/** The answer to a question; none as long as the question is not complete. */
export const askQuery = (ask: Ask | undefined) =>
  queryOptions({
    queryKey: ["framework", "ask", ask],
    queryFn: () => answer(api.POST("/api/v1/framework/ask", { body: ask as Ask })),
    enabled: ask !== undefined,
    retry: false,
    ...still,
  });
