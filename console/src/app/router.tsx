import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/queries";
import { Toasts } from "../design/Toast";
import { explorerSearch } from "../framework/search";
import { hitsSearch } from "../hits/hits";
import { inboxSearch } from "../inbox/inbox";
import { listsSearch } from "../lists/lists";
import { measuresSearch } from "../measures/measures";
import { postSearch } from "../posts/posts";
import { requestsSearch } from "../requests/requests";
import { Failed, NotFound } from "./Failed";
import { Shell } from "./Shell";

interface Context {
  client: QueryClient;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  errorComponent: Failed,
  notFoundComponent: NotFound,
  beforeLoad: async ({ context }) => ({ session: await context.client.ensureQueryData(sessionQuery) }),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("../signin/SignIn"), "SignIn"),
  beforeLoad: ({ context }) => {
    if (context.session.officer) throw redirect({ to: "/" });
  },
});

/** The components of every screen; open to everybody, for it shows nothing of the border. */
const design = createRoute({
  getParentRoute: () => root,
  path: "/design",
  component: lazyRouteComponent(() => import("../design/DesignPage"), "DesignPage"),
});

/** What integrators read; open to everybody, like the document it draws. */
const apiDocs = createRoute({
  getParentRoute: () => root,
  path: "/docs/api",
  component: lazyRouteComponent(() => import("../apidocs/ApiDocs"), "ApiDocs"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: Shell,
  beforeLoad: ({ context }) => {
    if (!context.session.officer) throw redirect({ to: "/sign-in" });
  },
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("../overview/Overview"), "Overview"),
});

const board = createRoute({
  getParentRoute: () => shell,
  path: "/points/$point",
  validateSearch: (s: Record<string, unknown>) => ({ path: text(s.path), who: text(s.who) }),
  component: lazyRouteComponent(() => import("../board/BoardPage"), "BoardPage"),
});

const desk = createRoute({
  getParentRoute: () => shell,
  path: "/desk",
  component: lazyRouteComponent(() => import("../desk/Desk"), "Desk"),
});

const flights = createRoute({
  getParentRoute: () => shell,
  path: "/flights",
  validateSearch: (s: Record<string, unknown>) => ({ point: text(s.point) }),
  component: lazyRouteComponent(() => import("../flight/Flights"), "Flights"),
});

const flight = createRoute({
  getParentRoute: () => shell,
  path: "/flights/$id",
  component: lazyRouteComponent(() => import("../flight/FlightPage"), "FlightPage"),
});

const crossing = createRoute({
  getParentRoute: () => shell,
  path: "/crossings/$id",
  component: lazyRouteComponent(() => import("../crossing/CrossingPage"), "CrossingPage"),
});

const open = createRoute({
  getParentRoute: () => shell,
  path: "/open",
  component: lazyRouteComponent(() => import("../open/OpenPage"), "OpenPage"),
});

const inbox = createRoute({
  getParentRoute: () => shell,
  path: "/inbox",
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import("../inbox/InboxPage"), "InboxPage"),
});

const hits = createRoute({
  getParentRoute: () => shell,
  path: "/hits",
  validateSearch: hitsSearch,
  component: lazyRouteComponent(() => import("../hits/HitsPage"), "HitsPage"),
});

const lists = createRoute({
  getParentRoute: () => shell,
  path: "/lists",
  validateSearch: listsSearch,
  component: lazyRouteComponent(() => import("../lists/ListsPage"), "ListsPage"),
});

const measures = createRoute({
  getParentRoute: () => shell,
  path: "/measures",
  validateSearch: measuresSearch,
  component: lazyRouteComponent(() => import("../measures/MeasuresPage"), "MeasuresPage"),
});

const posts = createRoute({
  getParentRoute: () => shell,
  path: "/posts",
  component: lazyRouteComponent(() => import("../posts/PostsPage"), "PostsPage"),
});

const post = createRoute({
  getParentRoute: () => shell,
  path: "/posts/$point",
  validateSearch: postSearch,
  component: lazyRouteComponent(() => import("../posts/PostPage"), "PostPage"),
});

const bodies = createRoute({
  getParentRoute: () => shell,
  path: "/bodies",
  validateSearch: (s: Record<string, unknown>) => ({ level: text(s.level) }),
  component: lazyRouteComponent(() => import("../bodies/BodiesPage"), "BodiesPage"),
});

const body = createRoute({
  getParentRoute: () => shell,
  path: "/bodies/$id",
  component: lazyRouteComponent(() => import("../bodies/BodyPage"), "BodyPage"),
});

const meeting = createRoute({
  getParentRoute: () => shell,
  path: "/meetings/$id",
  component: lazyRouteComponent(() => import("../bodies/MeetingPage"), "MeetingPage"),
});

const requests = createRoute({
  getParentRoute: () => shell,
  path: "/requests",
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => import("../requests/RequestsPage"), "RequestsPage"),
});

const request = createRoute({
  getParentRoute: () => shell,
  path: "/requests/$id",
  component: lazyRouteComponent(() => import("../requests/RequestPage"), "RequestPage"),
});

const notices = createRoute({
  getParentRoute: () => shell,
  path: "/notices",
  component: lazyRouteComponent(() => import("../notices/NoticesPage"), "NoticesPage"),
});

const notice = createRoute({
  getParentRoute: () => shell,
  path: "/notices/$id",
  component: lazyRouteComponent(() => import("../notices/NoticePage"), "NoticePage"),
});

const intake = createRoute({
  getParentRoute: () => shell,
  path: "/intake",
  validateSearch: (s: Record<string, unknown>) => ({ state: text(s.state), message: text(s.message) }),
  component: lazyRouteComponent(() => import("../intake/Intake"), "Intake"),
});

const framework = createRoute({
  getParentRoute: () => shell,
  path: "/framework",
  validateSearch: explorerSearch,
  component: lazyRouteComponent(() => import("../framework/FrameworkPage"), "FrameworkPage"),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  component: lazyRouteComponent(() => import("../account/Account"), "Account"),
});

const notifications = createRoute({
  getParentRoute: () => shell,
  path: "/notifications",
  component: lazyRouteComponent(() => import("../notifications/NotificationsPage"), "NotificationsPage"),
});

export function makeRouter(client: QueryClient) {
  const tree = root.addChildren([
    signIn,
    design,
    apiDocs,
    shell.addChildren([
      overview,
      board,
      desk,
      flights,
      flight,
      crossing,
      open,
      inbox,
      hits,
      lists,
      measures,
      posts,
      post,
      bodies,
      body,
      meeting,
      requests,
      request,
      notices,
      notice,
      intake,
      framework,
      account,
      notifications,
    ]),
  ]);
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: false,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Failed,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
