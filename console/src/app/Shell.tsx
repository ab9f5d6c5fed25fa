import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { clockRate, useNow } from "../api/clock";
import { listen, useConnection } from "../api/live";
import { sessionQuery, useFramework, useOfficer } from "../api/queries";
import { useSits } from "../bodies/queries";
import { Icon, type IconName } from "../design/Icon";
import { HitBadge } from "../hits/Badge";
import { useSees } from "../hits/queries";
import { number, t } from "../i18n";
import { clockTime } from "../i18n/time";
import { InboxBadge } from "../inbox/Badge";
import { useReadsNotices } from "../notices/queries";
import { useReadsPosts } from "../posts/queries";
import { asks } from "../requests/requests";
import { KeysDialog } from "./Keys";

interface Place {
  to: string;
  icon: IconName;
  name: string;
  key: string;
}

/** Where one can go from everywhere, and the key that follows `g`. */
type Sees = Record<"hits" | "lists" | "posts" | "bodies" | "requests" | "notices", boolean>;

function places(point: string, sees: Sees): Place[] {
  const own: Place[] = point
    ? [
        { to: `/points/${point}`, icon: "board", name: t("nav.board"), key: "b" },
        { to: "/desk", icon: "scan", name: t("nav.desk"), key: "d" },
        { to: "/flights", icon: "flight", name: t("nav.flights"), key: "f" },
      ]
    : [{ to: "/flights", icon: "flight", name: t("nav.flights"), key: "f" }];
  return [
    { to: "/", icon: "map", name: t("nav.overview"), key: "o" },
    ...own,
    { to: "/inbox", icon: "owed", name: t("nav.inbox"), key: "a" },
    ...(sees.hits ? [{ to: "/hits", icon: "eye", name: t("nav.hits"), key: "h" } satisfies Place] : []),
    ...(sees.lists ? [{ to: "/lists", icon: "book", name: t("nav.lists"), key: "l" } satisfies Place] : []),
    ...(sees.posts ? [{ to: point ? `/posts/${point}` : "/posts", icon: "user", name: t("nav.posts"), key: "p" } satisfies Place] : []),
    ...(sees.bodies ? [{ to: "/bodies", icon: "flag", name: t("nav.bodies"), key: "m" } satisfies Place] : []),
    ...(sees.requests ? [{ to: "/requests", icon: "info", name: t("nav.requests"), key: "r" } satisfies Place] : []),
    ...(sees.notices ? [{ to: "/notices", icon: "info", name: t("nav.notices"), key: "c" } satisfies Place] : []),
    { to: "/intake", icon: "inbox", name: t("nav.intake"), key: "i" },
    { to: "/framework", icon: "chart", name: t("nav.framework"), key: "w" },
  ];
}

/** What surrounds every screen behind the sign-in. */
export function Shell() {
  const client = useQueryClient();
  const officer = useOfficer();
  const navigate = useNavigate();
  const [keys, setKeys] = useState(false);
  const going = useRef(false);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const sees = { ...useSees(), posts: useReadsPosts(), bodies: useSits(), requests: asks(officer), notices: useReadsNotices() };
  const all = places(officer.point, sees);

  useEffect(() => listen(client), [client]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the path changes the new page is named to screen readers
  useEffect(() => {
    const heading = document.querySelector("main h1")?.textContent;
    document.title = heading ? `${heading} · Mpaka` : "Mpaka";
  }, [path]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, [role=dialog], [role=listbox]")) return;
      if (event.key === "?") setKeys(true);
      else if (event.key === "g") {
        going.current = true;
        return;
      } else if (event.key === "n" && officer.point) navigate({ to: "/open" });
      else if (going.current) {
        const place = all.find((p) => p.key === event.key);
        if (place) navigate({ to: place.to });
      }
      going.current = false;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [navigate, officer.point, all]);

  return (
    <>
      <a className="skip" href="#main">
        {t("nav.skip")}
      </a>
      <DemoBanner />
      <header className="bar">
        <Link to="/" className="brand" aria-label={`Mpaka · ${t("nav.overview")}`}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span>Mpaka</span>
        </Link>
        <nav className="bar-nav" aria-label={t("nav.label")}>
          {all.map((p) => (
            <Link
              key={p.to}
              to={p.to}
              className="nav-link"
              activeOptions={{ exact: p.to === "/" }}
              activeProps={{ "aria-current": "page" }}
            >
              <Icon name={p.icon} />
              <span>{p.name}</span>
              {p.to === "/inbox" && <InboxBadge />}
              {p.to === "/hits" && <HitBadge />}
            </Link>
          ))}
        </nav>
        <div className="bar-end">
          <ConnectionState />
          <ServerTime point={officer.point} />
          <button type="button" className="icon-button wide-only" aria-label={t("keys.title")} onClick={() => setKeys(true)}>
            <Icon name="keyboard" />
          </button>
          <Link to="/account" className="who" activeProps={{ "aria-current": "page" }}>
            <span className="who-name clip">{officer.name}</span>
            <span className="who-desk clip">
              {officer.agency_name} · {officer.desk_name || officer.desk}
            </span>
          </Link>
        </div>
      </header>
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <KeysDialog isOpen={keys} onClose={() => setKeys(false)} places={all} />
    </>
  );
}

/** Stands on every page as long as everything shown is made up. */
export function DemoBanner() {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data.demo) return null;
  return (
    <p className="demo">
      <Icon name="info" size={14} />
      <span>{t("demo.banner")}</span>
    </p>
  );
}

function ConnectionState() {
  const state = useConnection();
  const text = t(`live.${state}`);
  return (
    <span className={`connection ${state}`} role="status" title={t(`live.${state}.hint`)}>
      <span className="dot" aria-hidden="true" />
      <span className="connection-text">{text}</span>
    </span>
  );
}

function ServerTime({ point }: { point: string }) {
  const now = useNow();
  const { zone, framework } = useFramework();
  const own = zone(point) ?? framework?.points[0]?.time_zone;
  const rate = clockRate();
  return (
    <span className="server-time num" title={own}>
      {clockTime(now, own)}
      {rate !== 1 && <span className="muted small"> ×{number(rate)}</span>}
    </span>
  );
}
