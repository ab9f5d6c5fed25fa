import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useNow } from "../api/clock";
import { problemOf } from "../api/problem";
import { useFramework } from "../api/queries";
import type { BodyCard } from "../api/types";
import { Chip } from "../design/Chip";
import { EmptyState, Loaded } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { homeZone } from "../framework/versions";
import { number, t, word } from "../i18n";
import { isoDay } from "../i18n/time";
import { daysSince, ordered } from "./looks";
import { bodiesQuery } from "./queries";
import { Strip, StripKey } from "./Strip";
import "./bodies.css";

const route = getRouteApi("/shell/bodies");
const ALL = "all";
const LEVELS = ["national", "secretariat", "point", "joc"] as const;

/** Every body that the officer sits in or knows of: when it met, when it should, and what its decisions are owed. */
export function BodiesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(bodiesQuery);
  const all = query.data?.bodies ?? [];
  const levels = LEVELS.filter((level) => all.some((b) => b.level === level));
  const level = levels.find((l) => l === search.level) ?? ALL;
  const hidden = query.isError && query.data === undefined && problemOf(query.error).status === 403;
  return (
    <div className="page">
      <PageHead title={t("bodies.title")} detail={t("bodies.lead")} />
      {levels.length > 1 && (
        <div className="inbox-bar">
          <Switch
            label={t("bodies.level")}
            value={level}
            onChange={(id) => navigate({ search: { level: id === ALL ? undefined : id }, replace: true })}
            tabs={[
              { id: ALL, name: t("bodies.level.all"), count: number(all.length) },
              ...levels.map((id) => ({ id, name: t(`bodies.level.${id}`), count: number(all.filter((b) => b.level === id).length) })),
            ]}
          />
        </div>
      )}
      {hidden ? (
        <EmptyState icon="lock" title={t("page.hidden")}>
          {t("bodies.hidden.detail")}
        </EmptyState>
      ) : (
        <Loaded query={query} lines={8}>
          {({ bodies }) => (
            <>
              <StripKey />
              <ul className="panel body-rows">
                {ordered(bodies)
                  .filter((b) => level === ALL || b.level === level)
                  .map((b) => (
                    <Row key={b.id} body={b} />
                  ))}
              </ul>
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}

function Row({ body }: { body: BodyCard }) {
  const now = useNow();
  const { framework, point, zone: zoneOf } = useFramework();
  const zone = zoneOf(body.point) ?? homeZone(framework);
  const place = body.point ? (point(body.point)?.name ?? body.point) : "";
  const name = place ? `${body.name} · ${place}` : body.name;
  return (
    <li className="body-row">
      <div className="body-what">
        {body.reads ? (
          <Link to="/bodies/$id" params={{ id: body.id }} className="body-open" dir="auto">
            {name}
          </Link>
        ) : (
          <span className="body-open" dir="auto">
            {name}
          </span>
        )}
        <p className="muted small row row-wrap">
          <span>{body.meets ? word("meets", body.meets) : t("bodies.meets.none")}</span>
          {body.seat && <Chip tone="info">{word("bodyseat", body.seat)}</Chip>}
        </p>
      </div>
      <Strip body={body} zone={zone} />
      <p className="body-when small">
        <span>{body.last_us ? t("bodies.last", { count: daysSince(body.last_us, now) }) : t("bodies.last.never")}</span>
        <span className={body.next_us ? "" : "muted"}>{next(body, zone)}</span>
      </p>
      <p className="body-owed small">
        {body.open > 0 && <span>{t("bodies.open", { count: body.open })}</span>}
        {body.overdue > 0 && (
          <Chip tone="red" icon="alert">
            {t("bodies.overdue", { count: body.overdue })}
          </Chip>
        )}
      </p>
    </li>
  );
}

/** When it meets next, or by when it should. */
export function next(body: BodyCard, zone: string | undefined): string {
  if (body.next_us) return t("bodies.next", { day: isoDay(body.next_us, zone) });
  return body.due_us ? t("bodies.next.due", { day: isoDay(body.due_us, zone) }) : t("bodies.next.none");
}
