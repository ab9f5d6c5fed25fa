import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, Suspense } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { onSignedOut } from "./api/client";
import { problemOf } from "./api/problem";
import { makeRouter } from "./app/router";
import { applyTheme } from "./app/theme";
import "./design/fonts.css";
import "./design/tokens.css";
import "./design/base.css";
import "./design/components.css";
import "./app/shell.css";
import { Skeleton } from "./design/Feedback";
import { choose, languageId, locale, preferred, rightToLeft } from "./i18n";
import { provideLibraryStrings } from "./i18n/aria";

/** A request that met no answer is sent once more; a refused one is not. */
const RETRIES = 1;

applyTheme();
await choose(preferred());
provideLibraryStrings(languageId());
document.documentElement.lang = languageId();
document.documentElement.dir = rightToLeft() ? "rtl" : "ltr";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < RETRIES && problemOf(error).status === 0,
      refetchOnWindowFocus: false,
      // The live feed says when something has changed; until then what was answered stays true.
      staleTime: 30_000,
    },
    mutations: { retry: false },
  },
});
const router = makeRouter(client);

onSignedOut(() => {
  client.clear();
  router.invalidate();
});

const host = document.getElementById("root");
if (host) {
  createRoot(host).render(
    <StrictMode>
      <I18nProvider locale={locale()}>
        <QueryClientProvider client={client}>
          <Suspense fallback={<Skeleton />}>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
