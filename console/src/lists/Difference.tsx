import { useQuery } from "@tanstack/react-query";
import type { ListRecord } from "../api/types";
import { Loaded } from "../design/Feedback";
import { Limited } from "../design/Limited";
import { t } from "../i18n";
import { differenceQuery } from "./queries";
import { titleOf } from "./RecordFacts";

/** What an edition says that the one before it does not. */
export function Difference({ list, digest }: { list: string; digest: string }) {
  const query = useQuery(differenceQuery(list, digest));
  return (
    <Loaded query={query} lines={4}>
      {(d) => (
        <div className="stack list-difference">
          {d.added + d.removed + d.changed === 0 && <p className="muted">{t("lists.difference.none")}</p>}
          <Part title={t("lists.added", { count: d.added })} all={d.added} records={d.added_records} />
          <Part title={t("lists.removed", { count: d.removed })} all={d.removed} records={d.removed_records} />
          {d.changed > 0 && (
            <section>
              <h4>{t("lists.changed", { count: d.changed })}</h4>
              <Limited items={d.changed_records} className="list-records">
                {(c) => (
                  <>
                    <Line record={c.now} />
                    {c.what.map((what) => (
                      <p key={what} className="muted small" dir="auto" lang="en">
                        {what}
                      </p>
                    ))}
                  </>
                )}
              </Limited>
              <Rest all={d.changed} shown={d.changed_records.length} />
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Part({ title, all, records }: { title: string; all: number; records: readonly ListRecord[] }) {
  if (all === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      <Limited items={records} className="list-records">
        {(record) => <Line record={record} />}
      </Limited>
      <Rest all={all} shown={records.length} />
    </section>
  );
}

function Line({ record }: { record: ListRecord }) {
  return (
    <span>
      <code dir="ltr">{record.id}</code> <bdi>{titleOf(record)}</bdi> <span className="muted">{record.born[0]}</span>
    </span>
  );
}

function Rest({ all, shown }: { all: number; shown: number }) {
  return all > shown ? <p className="muted small">{t("lists.difference.more", { count: all - shown })}</p> : null;
}
