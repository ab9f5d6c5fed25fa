import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";

export const notificationsQuery = queryOptions({
  queryKey: ["notifications"],
  queryFn: () => answer(api.GET("/api/v1/notifications")),
});

/** The setting of a holder beside the officer's own, for whoever may set it. */
export const settingQuery = (scope: string, id: string) =>
  queryOptions({
    queryKey: ["notifications", scope, id],
    queryFn: () => answer(api.GET("/api/v1/notifications/{scope}/{id}", { params: { path: { scope, id } } })),
    enabled: scope !== "" && id !== "",
    retry: false,
  });

/** Messages that did not arrive, for administrators. */
export const troubleQuery = (state: string) =>
  queryOptions({
    queryKey: ["notifications", "trouble", state],
    queryFn: () => answer(api.GET("/api/v1/notifications/trouble", { params: { query: { state } } })),
  });
