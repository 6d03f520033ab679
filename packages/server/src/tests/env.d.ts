declare namespace Cloudflare {
  interface Env {
    readonly OpenCodeRoom: DurableObjectNamespace;
  }
}

declare module "*.jsonl?raw" {
  const text: string;
  // Vite gives a raw import no other form.
  export default text;
}
