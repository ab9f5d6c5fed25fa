import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { placeText } from "../api/problem";
import type { Origin as OriginOf } from "../api/types";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { Icon } from "../design/Icon";
import { t, word } from "../i18n";

/** Marks what nobody has established, beside the value. */
export function Unestablished() {
  return (
    <Chip tone="amber" icon="alert">
      {t("explorer.unestablished")}
    </Chip>
  );
}

/** A value of a rule, marked where it is not established. */
export function Said({ field, origin, children }: { field: string; origin: OriginOf; children: React.ReactNode }) {
  if (!children) return null;
  return (
    <span className="said-value">
      {children} {origin.unverified.includes(field) && <Unestablished />}
    </span>
  );
}

/** In a table: how a rule is founded, in a word; a press says where it was read and where it is written. */
export function Source({ origin }: { origin: OriginOf }) {
  const keys = origin.sources.map((s) => s.key).join(", ");
  const shown = origin.unestablished ? t("explorer.unestablished") : keys || t(origin.chosen ? "explorer.chosen" : "explorer.source.none");
  const doubt = origin.unestablished || origin.unverified.length > 0;
  return (
    <DialogTrigger>
      <Button className={`source-button${doubt ? " doubt" : ""}`}>
        {doubt && <Icon name="alert" size={12} />}
        <span dir="auto">{shown}</span>
        {doubt && !origin.unestablished && <span className="visually-hidden">, {t("explorer.unestablished")}</span>}
      </Button>
      <Popover className="popover stage-popover" offset={4}>
        <Dialog className="stage-detail">
          <Heading slot="title" level={3}>
            {t("explorer.sources")}
          </Heading>
          <OriginText origin={origin} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Where a statement was read, what of it is doubtful, and where it is written. */
export function OriginText({ origin }: { origin: OriginOf }) {
  const fields = origin.unverified.map((f) => word("item", f)).join(", ");
  return (
    <DataList
      items={[
        [
          t("explorer.source"),
          origin.sources.length > 0 ? (
            <ul className="citations" key="citations">
              {origin.sources.map((s) => (
                <li key={s.key} dir="auto">
                  <b>{s.key}</b> {s.citation}
                </li>
              ))}
            </ul>
          ) : undefined,
        ],
        [t("explorer.chosen"), origin.chosen ? t("explorer.chosen.detail") : undefined],
        [t("explorer.unestablished"), origin.unestablished ? t("explorer.everything") : fields],
        [t("ask.note"), origin.note],
        [
          t("crossing.place"),
          <code key="place" dir="ltr">
            {placeText(origin.place)}
          </code>,
        ],
      ]}
    />
  );
}
