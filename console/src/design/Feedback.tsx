import type { ReactNode } from "react";
import { placeText, problemOf, problemText } from "../api/problem";
import { t } from "../i18n";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";
import { PageHead } from "./Panel";

/** The rest of a list, when there is more of it. */
export function More({ of: list }: { of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!list.hasNextPage) return null;
  return (
    <p className="more">
      <Button onPress={() => list.fetchNextPage()} isPending={list.isFetchingNextPage}>
        {t("action.more")}
      </Button>
    </p>
  );
}

/** Nothing is there, and that is as it should be: says what would be here, and what to do. */
export function EmptyState({
  title,
  children,
  icon = "check",
  action,
}: {
  title: string;
  children?: ReactNode;
  icon?: IconName;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <p className="empty-title">{title}</p>
      {children && <p className="muted">{children}</p>}
      {action}
    </div>
  );
}

/** Something went wrong: what, where the rule stands, and the next step. */
export function ErrorState({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const problem = problemOf(error);
  return (
    <div className="notice red" role="alert">
      <Icon name="alert" />
      <div className="grow">
        <p>{problemText(problem)}</p>
        {problem.place && (
          <p className="small">
            {t("problem.place")} <code dir="ltr">{placeText(problem.place)}</code>
          </p>
        )}
      </div>
      {retry && (
        <Button small icon="refresh" onPress={retry}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}

/** A remark that is neither good nor bad. */
export function Notice({
  tone = "info",
  icon = "info",
  children,
}: {
  tone?: "info" | "amber" | "red" | "green";
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <div className={`notice ${tone}`}>
      <Icon name={icon} />
      <div className="grow">{children}</div>
    </div>
  );
}

/** Room for what is on its way. Requests end by themselves, so this does too. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t("loading")}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <span key={i} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}

/** What {@link Loaded} needs to know of a request: one page or many. */
interface Asked<T> {
  data: T | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** What a request came to: room while it runs, the problem with a way to try again, or its answer. Old answers stay beside a new problem. */
export function Loaded<T>({ query, lines, children }: { query: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <ErrorState error={query.error} retry={() => query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return <Skeleton lines={lines ?? 4} />;
}

/** A page of what a request gives, or in its place that there is no such thing for this reader. */
export function Disclosed({
  query,
  title,
  hidden,
  children,
}: {
  query: Pick<Asked<unknown>, "data" | "isError" | "error">;
  title: string;
  /** Who reads it. */
  hidden: string;
  children: ReactNode;
}) {
  if (!query.isError || query.data !== undefined || problemOf(query.error).code !== "not_found") return children;
  return (
    <div className="page">
      <PageHead title={title} />
      <EmptyState icon="lock" title={t("page.hidden")}>
        {hidden}
      </EmptyState>
    </div>
  );
}
