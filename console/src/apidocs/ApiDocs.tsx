import { queryOptions, useQuery } from "@tanstack/react-query";
import { Chip } from "../design/Chip";
import { Loaded } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { t } from "../i18n";
import { bodyOf, curl, type Document, type FieldRow, fields, groups, type Route, type Schema, typeText } from "./describe";
import "./apidocs.css";

const DOCUMENT = "/api/openapi.json";

const documentQuery = queryOptions({
  queryKey: ["openapi"],
  queryFn: async () => (await (await fetch(DOCUMENT)).json()) as Document,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The API for people: the same document that programs read, so the two cannot disagree. Open to everybody; it shows nothing of the border. */
export function ApiDocs() {
  const query = useQuery(documentQuery);
  return (
    <main className="main page apidocs">
      <Loaded query={query} lines={12}>
        {(document) => (
          <>
            <PageHead title={t("apidocs.title")} detail={t("apidocs.version", { version: document.info.version })}>
              <a className="button plain" href={DOCUMENT}>
                {t("apidocs.document")}
              </a>
            </PageHead>
            <div className="apidocs-columns">
              <Contents document={document} />
              <div className="apidocs-body" lang="en" dir="ltr">
                {document.info.description?.split("\n\n").map((p) => (
                  <Prose key={p} text={p} />
                ))}
                {groups(document).map((group) => (
                  <section key={group.name} id={group.name} className="apidocs-group">
                    <h2>{group.name}</h2>
                    <p className="muted">{group.description}</p>
                    {group.routes.map((route) => (
                      <RouteCard key={route.id} document={document} route={route} />
                    ))}
                  </section>
                ))}
              </div>
            </div>
          </>
        )}
      </Loaded>
    </main>
  );
}

function Contents({ document }: { document: Document }) {
  return (
    <nav className="apidocs-contents" aria-label={t("apidocs.contents")} lang="en" dir="ltr">
      {groups(document).map((group) => (
        <section key={group.name}>
          <a href={`#${group.name}`} className="apidocs-contents-group">
            {group.name}
          </a>
          <ul>
            {group.routes.map((route) => (
              <li key={route.id}>
                <a href={`#${route.id}`}>{route.id.replaceAll("_", " ")}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** A paragraph; what stands between backticks is code. */
function Prose({ text }: { text: string }) {
  return (
    <p>
      {text.split("`").map((part, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
        i % 2 === 1 ? <code key={i}>{part}</code> : part,
      )}
    </p>
  );
}

function RouteCard({ document, route }: { document: Document; route: Route }) {
  const { operation } = route;
  const request = bodyOf(operation.requestBody);
  return (
    <article id={route.id} className="panel apidocs-route">
      <header className="panel-head">
        <h3>
          <span className={`apidocs-method ${route.method}`}>{route.method.toUpperCase()}</span> <code>{route.path}</code>
        </h3>
        {!operation.security && <Chip tone="outline">{t("apidocs.open")}</Chip>}
      </header>
      <div className="panel-body stack">
        <Prose text={operation.summary ?? operation.description ?? ""} />
        {operation.parameters && (
          <Fields
            title={t("apidocs.parameters")}
            rows={operation.parameters.map((p) => ({
              name: p.name,
              type: `${p.in} · ${typeText(p.schema)}`,
              required: p.required ?? false,
              description: p.description ?? "",
            }))}
          />
        )}
        {request && <Shape title={t("apidocs.body", { media: request.media })} document={document} schema={request.schema} />}
        {Object.entries(operation.responses ?? {}).map(([status, response]) => {
          const body = bodyOf(response);
          const title = t("apidocs.answer", { status, type: typeText(body?.schema) || "–" });
          return status.startsWith("2") ? (
            <Shape key={status} title={title} document={document} schema={body?.schema} />
          ) : (
            <p key={status} className="small muted">
              {title} {response.description}
            </p>
          );
        })}
        <details>
          <summary>{t("apidocs.call")}</summary>
          <pre className="mono">{curl(document, route, location.origin)}</pre>
        </details>
      </div>
    </article>
  );
}

function Shape({ title, document, schema }: { title: string; document: Document; schema: Schema | undefined }) {
  const rows = fields(document, schema);
  return rows.length === 0 ? (
    <p className="small">{title}</p>
  ) : (
    <details>
      <summary>{title}</summary>
      <Fields rows={rows} />
    </details>
  );
}

function Fields({ title, rows }: { title?: string; rows: readonly FieldRow[] }) {
  return (
    <div className="table-scroll">
      <table className="table apidocs-fields">
        {title && <caption>{title}</caption>}
        <thead>
          <tr>
            <th>{t("apidocs.field")}</th>
            <th>{t("apidocs.type")}</th>
            <th>{t("apidocs.meaning")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>
                <code>{row.name}</code> {!row.required && <span className="muted small">{t("field.optional")}</span>}
              </td>
              <td className="mono small">{row.type}</td>
              <td>
                <Prose text={row.description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
