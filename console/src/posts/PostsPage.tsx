import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { PostCard } from "../api/types";
import { Chip } from "../design/Chip";
import { Clock } from "../design/Clock";
import { EmptyState, Loaded } from "../design/Feedback";
import { PageHead } from "../design/Panel";
import { t } from "../i18n";
import { type Names, useNames } from "../inbox/told";
import { postsByUrgency } from "./posts";
import { postsQuery } from "./queries";
import "./posts.css";

/** Every crossing point at work: where somebody is missing, and what does not work. */
export function PostsPage() {
  const query = useQuery(postsQuery);
  const names = useNames();
  return (
    <div className="page post">
      <PageHead title={t("posts.title")} detail={t("posts.lead")} />
      <Loaded query={query} lines={10}>
        {({ posts }) =>
          posts.length > 0 ? (
            <ul className="posts">
              {postsByUrgency(posts).map((p) => (
                <Line key={p.point} post={p} names={names} />
              ))}
            </ul>
          ) : (
            <EmptyState icon="user" title={t("posts.none")} />
          )
        }
      </Loaded>
    </div>
  );
}

function Line({ post, names }: { post: PostCard; names: Names }) {
  const first = post.missing[0];
  return (
    <li className={post.missing.length > 0 ? "post-line missing" : "post-line"}>
      <Link to="/posts/$point" params={{ point: post.point }} search={{}} dir="auto">
        {names.point(post.point)}
      </Link>
      {post.shift ? (
        <>
          <span className="muted small">{post.title}</span>
          <span className="small">{t("posts.here", { count: post.on_duty })}</span>
          <span className="row row-wrap">
            {first ? (
              <Chip tone="red" icon="alert">
                {post.missing.map((m) => names.agency(m.agency)).join(", ")}
              </Chip>
            ) : (
              post.needed > 0 && (
                <Chip tone="green" icon="check">
                  {t("post.complete")}
                </Chip>
              )
            )}
            {first && <Clock since={first.since_us} due={first.since_us + 1} label={t("post.missing")} />}
            {post.outages > 0 && (
              <Chip tone="amber" icon="alert">
                {t("post.broken", { count: post.outages })}
              </Chip>
            )}
            {post.fallback && <Chip tone="amber">{t("post.fallback")}</Chip>}
          </span>
        </>
      ) : (
        <span className="muted small">{t("posts.silent")}</span>
      )}
    </li>
  );
}
