import { useInfiniteQuery } from "@tanstack/react-query";
import { problemOf } from "../api/problem";
import { accessQuery, useFramework } from "../api/queries";
import { Button } from "../design/Button";
import { EmptyState, ErrorState, More } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";

/** Who read what, for whoever audits that. The server decides who does; everybody else sees nothing of it. */
export function AccessLog() {
  const log = useInfiniteQuery(accessQuery);
  const { agency, point, framework } = useFramework();
  if (!log.data) {
    if (!log.isError || problemOf(log.error).status === 403) return null;
    return <ErrorState error={log.error} retry={() => log.refetch()} />;
  }
  const lines = log.data.pages.flatMap((p) => p.lines);
  const zone = framework?.points[0]?.time_zone;
  return (
    <Panel
      title={t("account.access")}
      flush
      aside={
        <Button small icon="refresh" onPress={() => log.refetch()} isPending={log.isRefetching}>
          {t("account.access.refresh")}
        </Button>
      }
    >
      {lines.length === 0 ? (
        <EmptyState icon="lock" title={t("account.access.none")} />
      ) : (
        <div className="table-scroll">
          <table className="table access">
            <thead>
              <tr>
                <th>{t("account.access.when")}</th>
                <th>{t("account.access.who")}</th>
                <th>{t("account.agency")}</th>
                <th>{t("account.access.purpose")}</th>
                <th>{t("account.access.what")}</th>
                <th>{t("account.access.subject")}</th>
                <th className="end">{t("account.access.records")}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and none is ever put between two others
                <tr key={i}>
                  <td className="num">{dayAndTime(line.at_us, zone)}</td>
                  <td>{line.officer}</td>
                  <td>{agency(line.agency)}</td>
                  <td>{word("purpose", line.purpose)}</td>
                  <td>{word("read", line.what)}</td>
                  <td className="access-subject">{point(line.subject)?.name ?? <code dir="ltr">{line.subject}</code>}</td>
                  <td className="end num">{number(line.records)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {log.isError && <ErrorState error={log.error} retry={() => log.fetchNextPage()} />}
      <More of={log} />
    </Panel>
  );
}
