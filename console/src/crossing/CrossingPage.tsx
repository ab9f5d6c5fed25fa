export function CrossingPage() {
  return <h1>CrossingPage</h1>;
}
