import type { ListRecord } from "../api/types";
import { DataList } from "../design/DataList";
import { t, word } from "../i18n";

/** What a record says, in the order in which one looks for it. */
export function RecordFacts({ record }: { record: ListRecord }) {
  return (
    <DataList
      items={[
        [word("hitfield", "name"), record.names.join(" · ")],
        [word("hitfield", "born"), record.born.join(" · ")],
        [word("hitfield", "nationality"), record.countries.join(" · ")],
        [word("hitfield", "number"), record.documents.join(" · ")],
        [t("hits.record.id"), record.id],
      ]}
    />
  );
}

/** A record in a few words. */
export const titleOf = (record: ListRecord): string => record.names[0] ?? record.documents[0] ?? record.id;
