import { useFramework } from "../api/queries";
import type { Body, Seat } from "../api/types";
import { DataList } from "../design/DataList";
import { Panel } from "../design/Panel";
import { number, t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { OriginText, Said, Unestablished } from "./Origin";

/** Everything about a body: who leads it, when it meets and decides, who sits in it, what it answers for, and how far that is established. */
export function BodyDetail({ body }: { body: Body }) {
  const seat = useSeat();
  const { quorum, minutes, origin } = body;
  const share = quorum?.percent ? t("explorer.percent", { count: quorum.percent }) : undefined;
  const said = (field: string, value: React.ReactNode) =>
    [
      word("item", field),
      value && (
        <Said field={field} origin={origin} key={field}>
          {value}
        </Said>
      ),
    ] as const;
  return (
    <Panel title={body.name} aside={<span className="muted small">{body.short}</span>}>
      <div className="stack">
        <DataList
          items={[
            said("chair", seat(body.chair)),
            said("deputy", seat(body.deputy)),
            said("secretary", seat(body.secretary)),
            said("meets", body.meets && word("meets", body.meets)),
            said("quorum", quorum && [share, quorum.with && word("quorum", quorum.with)].filter(Boolean).join(", ")),
            said(
              "minutes",
              minutes?.within_s &&
                [t("explorer.within", { time: duration(minutes.within_s * MICROS) }), word("time", minutes.time)]
                  .filter(Boolean)
                  .join(", "),
            ),
            said("members", body.members_are && word("members", body.members_are)),
            said("legal_basis", body.legal_basis),
          ]}
        />
        <SeatsAtPoints body={body} />
        <Members body={body} />
        <Functions body={body} />
        <h3>{t("explorer.sources")}</h3>
        <OriginText origin={origin} />
      </div>
    </Panel>
  );
}

/** Says who sits in a seat: an office of an agency, or whoever each crossing point names. */
function useSeat() {
  const { agency } = useFramework();
  return (seat: Seat | null | undefined): string | undefined => {
    if (!seat) return undefined;
    if (seat.of_point) return word("seat", seat.of_point);
    return [seat.office, seat.agency && agency(seat.agency)].filter(Boolean).join(", ");
  };
}

function SeatsAtPoints({ body }: { body: Body }) {
  const { agency, point } = useFramework();
  if (body.seats.length === 0) return null;
  const name = (id: string | null | undefined) => (id ? agency(id) : t("explorer.nobody"));
  return (
    <>
      <h3>{t("explorer.seats")}</h3>
      <div className="table-scroll">
        <table className="table dense">
          <thead>
            <tr>
              <th>{t("explorer.environment")}</th>
              <th>{word("item", "chair")}</th>
              <th>{word("item", "deputy")}</th>
              <th>{word("item", "secretary")}</th>
              <th className="end">{t("explorer.view.points")}</th>
            </tr>
          </thead>
          <tbody>
            {body.seats.map((s) => (
              <tr key={`${s.environment} ${s.chair} ${s.deputy} ${s.secretary}`}>
                <td>{word("environment", s.environment)}</td>
                <td dir="auto">{name(s.chair)}</td>
                <td dir="auto">{name(s.deputy)}</td>
                <td dir="auto">{name(s.secretary)}</td>
                <td className="end num" title={s.points.map((p) => point(p)?.name ?? p).join(", ")}>
                  {number(s.points.length)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Members({ body }: { body: Body }) {
  const { agency, agencyName } = useFramework();
  if (body.members.length === 0) return null;
  return (
    <>
      <h3>
        {word("item", "members")} <span className="count num">{number(body.members.length)}</span>{" "}
        {body.origin.unverified.includes("members") && <Unestablished />}
      </h3>
      <ul className="member-list">
        {body.members.map((m) => (
          <li key={`${m.agency} ${m.office} ${m.role}`}>
            <span className="grow">
              <b dir="auto" title={agencyName(m.agency)}>
                {agency(m.agency)}
              </b>{" "}
              <span dir="auto">{m.office}</span>{" "}
              <span className="muted small">
                {[m.role !== "member" && word("seatrole", m.role), m.from && t("explorer.since", { day: m.from })]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </span>
            {m.unestablished ? (
              <Unestablished />
            ) : (
              <span className="muted small" title={m.sources.map((s) => s.citation).join("; ")}>
                {m.sources.map((s) => s.key).join(", ")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Functions({ body }: { body: Body }) {
  if (body.functions.length === 0) return null;
  return (
    <>
      <h3>{t("explorer.body.functions")}</h3>
      <ul className="function-list">
        {body.functions.map((f) => (
          <li key={f.id}>
            <span dir="auto">{f.title}</span>{" "}
            {f.legal_basis && (
              <span className="muted small" dir="auto">
                {f.legal_basis}{" "}
              </span>
            )}
            {(f.origin.unestablished || f.origin.unverified.length > 0) && <Unestablished />}
          </li>
        ))}
      </ul>
    </>
  );
}
