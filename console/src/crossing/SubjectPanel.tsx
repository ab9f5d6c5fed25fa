import type { ReactNode } from "react";
import type { Consignment, Goods, Subject, Traveller, Vehicle, Vessel } from "../api/subject";
import type { Crossing } from "../api/types";
import { DataList } from "../design/DataList";
import { Limited } from "../design/Limited";
import { Panel } from "../design/Panel";
import { number, t, word } from "../i18n";

/** Who or what crosses, field by field. */
export function SubjectPanel({ crossing }: { crossing: Crossing }) {
  const subject = crossing.subject as unknown as Subject;
  return (
    <Panel title={t("crossing.subject")} aside={<span className="muted">{word("subject", subject.kind)}</span>}>
      <div className="stack">
        <Fields subject={subject} />
        {crossing.conditions.length > 0 && (
          <DataList items={[[t("crossing.conditions"), crossing.conditions.map((c) => word("condition", c)).join(", ")]]} />
        )}
      </div>
    </Panel>
  );
}

function Fields({ subject }: { subject: Subject }) {
  switch (subject.kind) {
    case "traveller":
    case "person_on_foot":
      return <PersonFields person={subject} />;
    case "flight":
      return (
        <DataList
          items={[
            [t("data.carrier"), subject.carrier],
            [t("data.number"), subject.number],
            [t("data.origin"), subject.origin],
            [t("data.destination"), subject.destination],
            [t("data.scheduled"), subject.scheduled?.replace("T", " ")],
          ]}
        />
      );
    case "truck":
    case "bus":
    case "car":
      return <VehicleFields vehicle={subject} />;
    case "vessel":
      return <VesselFields vessel={subject} />;
    case "consignment":
      return <ConsignmentFields consignment={subject} />;
  }
}

function PersonFields({ person }: { person: Traveller }) {
  const { document } = person;
  return (
    <DataList
      items={[
        [t("data.surname"), person.surname],
        [t("data.given"), person.given],
        [t("data.birth"), person.birth],
        [t("data.sex"), person.sex],
        [t("data.nationality"), person.nationality],
        [t("data.document"), document?.number && <Mono>{[document.kind, document.number].filter(Boolean).join(" ")}</Mono>],
        [t("data.issuer"), document?.issuer],
        [t("data.expires"), document?.expires],
        [t("data.role"), word("person", person.role)],
        [t("data.seat"), person.seat],
      ]}
    />
  );
}

function VehicleFields({ vehicle }: { vehicle: Vehicle }) {
  return (
    <>
      <DataList
        items={[
          [t("data.plate"), vehicle.plate],
          [t("data.trailer"), vehicle.trailer],
          [t("data.company"), vehicle.company],
          [t("data.declaration"), vehicle.declaration],
          [t("data.containers"), codes(vehicle.containers)],
        ]}
      />
      <GoodsList goods={vehicle.goods} />
      <People title={t("data.people")} people={vehicle.people} />
    </>
  );
}

function VesselFields({ vessel }: { vessel: Vessel }) {
  const { consignments } = vessel;
  return (
    <>
      <DataList
        items={[
          [t("data.name"), vessel.name],
          [t("data.imo"), vessel.imo],
          [t("data.flag"), vessel.flag],
          [t("data.last_port"), vessel.last_port],
          [t("data.passengers"), vessel.passengers ? number(vessel.passengers) : undefined],
        ]}
      />
      <People title={t("data.crew")} people={vessel.crew} />
      <List title={t("data.consignments")} items={consignments}>
        {(c) => (
          <>
            <Mono>{c.declaration}</Mono> {c.company}
            <span className="muted"> {[...(c.goods ?? []).map(goodsText), ...(c.containers ?? [])].join(", ")}</span>
          </>
        )}
      </List>
    </>
  );
}

function ConsignmentFields({ consignment }: { consignment: Consignment }) {
  return (
    <>
      <DataList
        items={[
          [t("data.declaration"), consignment.declaration],
          [t("data.company"), consignment.company],
          [t("data.containers"), codes(consignment.containers)],
        ]}
      />
      <GoodsList goods={consignment.goods} />
    </>
  );
}

const goodsText = (g: Goods): string => [g.text, g.hs].filter(Boolean).join(" · ");

function GoodsList({ goods }: { goods: readonly Goods[] | undefined }) {
  return (
    <List title={t("data.goods")} items={goods}>
      {(g) => (
        <>
          {g.text}
          {g.hs && (
            <span className="muted">
              {" "}
              · {t("data.hs")} <Mono>{g.hs}</Mono>
            </span>
          )}
        </>
      )}
    </List>
  );
}

function People({ title, people }: { title: string; people: readonly Traveller[] | undefined }) {
  return (
    <List title={title} items={people}>
      {(p) => (
        <>
          <b>{[p.surname, p.given].filter(Boolean).join(", ")}</b>{" "}
          <span className="muted">
            {[word("person", p.role), p.nationality, p.birth, p.sex, p.seat].filter(Boolean).join(" · ")}{" "}
            <Mono>{[p.document?.kind, p.document?.number, p.document?.issuer, p.document?.expires].filter(Boolean).join(" ")}</Mono>
          </span>
        </>
      )}
    </List>
  );
}

const codes = (of: readonly string[] | undefined): ReactNode => (of && of.length > 0 ? <Mono>{of.join(", ")}</Mono> : undefined);

/** Codes are written from left to right in every language. */
function Mono({ children }: { children: string | undefined }) {
  return (
    <span className="mono" dir="ltr">
      {children}
    </span>
  );
}

function List<T>({ title, items, children }: { title: string; items: readonly T[] | undefined; children: (item: T) => ReactNode }) {
  if (!items || items.length === 0) return null;
  return (
    <section className="subject-list" aria-label={title}>
      <h3>
        {title} <span className="count num">{number(items.length)}</span>
      </h3>
      <Limited items={items}>{(item) => <span dir="auto">{children(item)}</span>}</Limited>
    </section>
  );
}
