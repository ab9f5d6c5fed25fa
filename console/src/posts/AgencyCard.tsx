import { Link } from "@tanstack/react-router";
import type { PostAgency } from "../api/types";
import { Chip } from "../design/Chip";
import { Clock } from "../design/Clock";
import { Icon } from "../design/Icon";
import { number, t } from "../i18n";
import { clockTime } from "../i18n/time";
import type { Names } from "../inbox/told";
import { places } from "./posts";

interface Props {
  agency: PostAgency;
  names: Names;
  zone: string | undefined;
  over: boolean;
  /** Writes down that somebody without an account has left; absent for those who may not. */
  onLeave?: ((who: string) => void) | undefined;
}

/** One agency at the post: a place for each officer who is needed, who fills it, who waits for it, and since when it is missing. */
export function AgencyCard({ agency, names, zone, over, onLeave }: Props) {
  const name = names.agency(agency.agency);
  const short = agency.missing_since_us ?? undefined;
  const here = agency.people.filter((p) => !p.until_us);
  const left = agency.people.filter((p) => p.until_us);
  return (
    <article className={short === undefined || over ? "post-agency" : "post-agency missing"} aria-label={name}>
      <header>
        <h3 dir="auto">{name}</h3>
        <span className="muted small">{agency.state}</span>
      </header>
      <p className="post-places" role="img" aria-label={t("post.places", { here: agency.here, least: agency.least })}>
        {places(agency).map((filled, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place has no name
          <span key={i} className={filled ? "post-place filled" : "post-place"}>
            <Icon name="user" size={14} />
          </span>
        ))}
        <span className="num small" aria-hidden="true">
          {agency.least > 0 ? t("post.of", { here: number(agency.here), least: number(agency.least) }) : number(agency.here)}
        </span>
      </p>
      {short !== undefined && !over && (
        <p className="post-missing">
          <Icon name="alert" size={14} />
          <span>{t("post.missing")}</span> <Clock since={short} due={short + 1} label={t("post.missing")} />
        </p>
      )}
      {agency.alarm && !over && (
        <p className="small">
          <Link to="/inbox" search={{ id: agency.alarm }}>
            {t("post.alarm")}
          </Link>
        </p>
      )}
      {agency.waiting > 0 && agency.waiting_since_us && (
        <p className="small post-waiting">
          <span>{t("post.waiting", { count: agency.waiting })}</span> <Clock since={agency.waiting_since_us} label={t("post.first")} />
        </p>
      )}
      <ul className="post-people">
        {here.map((p) => (
          <li key={p.who}>
            <span dir="auto">{p.name}</span>
            <span className="muted small num">{t("post.since", { time: clockTime(p.since_us, zone) })}</span>
            {onLeave && (
              <button
                type="button"
                className="icon-button"
                aria-label={t("post.leave.of", { name: p.name })}
                onClick={() => onLeave(p.who)}
              >
                <Icon name="cross" size={12} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <details className="small">
          <summary>{t("post.were", { count: left.length })}</summary>
          <ul className="post-people">
            {left.map((p) => (
              <li key={`${p.who}${p.since_us}`}>
                <span dir="auto">{p.name}</span>
                <span className="muted num">
                  {clockTime(p.since_us, zone)}–{clockTime(p.until_us ?? 0, zone)}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {agency.least === 0 && <Chip tone="outline">{t("post.extra")}</Chip>}
    </article>
  );
}
