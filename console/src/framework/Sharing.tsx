import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../api/problem";
import type { Sharing as SharingOf } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Notice, Skeleton } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { t } from "../i18n";
import { sharingQuery } from "./queries";

/** What the sharing rules of two versions permit, proved for every possible officer and record: asked for when somebody wants to know. */
export function Sharing({ base, version, names }: { base: string; version: string; names: [string, string] }) {
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...sharingQuery(version, base), enabled: asked });
  if (!asked && !query.data) {
    return (
      <div className="screen-only">
        <Button icon="eye" onPress={() => setAsked(true)}>
          {t("explorer.sharing.ask")}
        </Button>
      </div>
    );
  }
  const unproved = query.isError && problemOf(query.error).code === "not_compared";
  return (
    <Panel title={t("explorer.sharing.ask")}>
      <div aria-live="polite" className="stack">
        {query.isFetching && !query.data && (
          <>
            <p>{t("explorer.sharing.busy")}</p>
            <Skeleton lines={3} />
          </>
        )}
        {unproved && (
          <Notice tone="amber" icon="alert">
            <p>{t("explorer.sharing.failed")}</p>
            <p className="small" lang="en" dir="ltr">
              {problemOf(query.error).detail}
            </p>
          </Notice>
        )}
        {query.isError && !unproved && !query.isFetching && <ErrorState error={query.error} retry={() => query.refetch()} />}
        {query.data && <Told sharing={query.data} names={names} />}
      </div>
    </Panel>
  );
}

function Told({ sharing, names: [a, b] }: { sharing: SharingOf; names: [string, string] }) {
  return (
    <>
      <More a={a} b={b} more={sharing.a_more} open={sharing.open} />
      <More a={b} b={a} more={sharing.b_more} open={sharing.open} />
      {sharing.open > 0 && (
        <Notice tone="amber" icon="alert">
          {t("explorer.sharing.open", { count: sharing.open })}
        </Notice>
      )}
    </>
  );
}

/** What the one permits and the other refuses. As long as a question is open, no example is no proof that there is none. */
function More({ a, b, more, open }: { a: string; b: string; more: SharingOf["a_more"]; open: number }) {
  return (
    <section className="sharing-more">
      <h3>{t("explorer.sharing.more", { a, b })}</h3>
      {more.length === 0 ? (
        <p className="muted">{t(open > 0 ? "explorer.sharing.unfound" : "explorer.sharing.none", { a, b })}</p>
      ) : (
        <ul lang="en" dir="ltr">
          {more.map((m) => (
            <li key={m.sentence} className="sharing-example">
              <p>{m.sentence}</p>
              <p className="muted small">{m.because}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
