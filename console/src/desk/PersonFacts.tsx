import { serverNow } from "../api/clock";
import { useFramework } from "../api/queries";
import type { Traveller } from "../api/subject";
import { Chip } from "../design/Chip";
import { t, word } from "../i18n";
import { isoDay } from "../i18n/time";
import { expired } from "./desk";

/** A traveller as the page of the document says it, large enough to compare; an expired document is called so. */
export function PersonFacts({ person, point }: { person: Traveller; point: string }) {
  const { zone } = useFramework();
  const { document } = person;
  const old = expired(document?.expires, isoDay(serverNow(), zone(point)));
  return (
    <>
      <dl className="desk-facts">
        <Fact name={t("data.nationality")} value={person.nationality} />
        <Fact name={t("data.birth")} value={person.birth} />
        <Fact name={t("data.sex")} value={person.sex} />
        <Fact name={t("desk.document")} value={[document?.kind, document?.number].filter(Boolean).join(" ")} mono />
        <Fact name={t("data.issuer")} value={document?.issuer} />
        <Fact name={t("data.expires")} value={document?.expires} bad={old} />
        <Fact name={t("data.seat")} value={person.seat} />
        <Fact name={t("data.role")} value={word("person", person.role)} />
      </dl>
      {old && (
        <p>
          <Chip tone="red" icon="alert">
            {t("desk.expired")}
          </Chip>
        </p>
      )}
    </>
  );
}

function Fact({ name, value, mono, bad }: { name: string; value: string | undefined; mono?: boolean; bad?: boolean }) {
  if (!value) return null;
  return (
    <div className={bad ? "bad" : undefined}>
      <dt>{name}</dt>
      <dd className={mono ? "mono" : "num"} dir="auto">
        {value}
      </dd>
    </div>
  );
}
