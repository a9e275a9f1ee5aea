/** The first page of VitePress's theme has no main landmark, by which readers who cannot see it find its beginning. */
export function markMain(): void {
  document.querySelector(".VPContent.is-home")?.setAttribute("role", "main");
}
