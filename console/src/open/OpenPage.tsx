export function OpenPage() {
  return <h1>OpenPage</h1>;
}
