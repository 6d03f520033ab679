import { startLocalSandbox } from "@opencode-kit/server/local";
import { startScriptedModel, SCRIPTED_PERMISSION } from "@opencode-kit/server/testing";
import { localSandbox } from "/work/main/packages/server/src/sandbox/localSandbox.ts";
const pace = (process.env.PACE ?? "fast") as "fast"|"live";
let scripted: any;
const local = await startLocalSandbox({ env: {}, scripted: async () => (scripted = await startScriptedModel({ pace })), scriptedPermission: { bash: SCRIPTED_PERMISSION } });
const box = localSandbox({ url: local.vars.OPENCODE_SANDBOX_URL, token: local.vars.OPENCODE_SANDBOX_TOKEN, name: "try" });
let t0 = Date.now();
const el = () => `${((Date.now() - t0) / 1000).toFixed(2)}s`;
const agent = await box.openAgent(); console.log("open", el(), { ...agent, fetch: 0 });
const stop = new AbortController();
(async () => { for await (const c of box.watchFiles(stop.signal)) console.log("  watch", el(), JSON.stringify(c).slice(0, 200)); })().catch(e => console.log("watch end", e.message));
const ev = await agent.fetch("/event", { signal: stop.signal });
const run = async (prompt: string, answer?: any) => {
  t0 = Date.now();
  const s: any = await (await agent.fetch("/session", { method: "POST", headers: {"content-type":"application/json"}, body: "{}" })).json();
  const done = idle(s.id, answer);
  await agent.fetch(`/session/${s.id}/prompt_async`, { method: "POST", headers: {"content-type":"application/json"}, body: JSON.stringify({ parts: [{ type: "text", text: prompt }] }) });
  await done; console.log("== END", JSON.stringify(prompt), el());
  const d = await (await agent.fetch(`/session/${s.id}`)).json() as any; console.log("title:", d.title, d.cost, JSON.stringify(d.tokens));
};
const waiting = new Map<string, any>(); const answers = new Map<string, any>();
const idle = (id: string, answer: any) => { answers.set(id, answer); return new Promise<void>(r => waiting.set(id, r)); };
(async () => {
  let rest = "";
  for await (const chunk of ev.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n"); rest = blocks.pop()!;
    for (const b of blocks) {
      const e = JSON.parse(b.replace(/^data: /, "")); const p = e.properties;
      if (e.type === "session.idle") setTimeout(() => waiting.get(p.sessionID)?.(), 300);
      if (e.type === "permission.asked") { console.log("  ASK", el(), JSON.stringify({permission: p.permission, patterns: p.patterns, always: p.always, metadata: p.metadata}).slice(0, 400)); const a = answers.get(p.sessionID); if (a) agent.fetch(`/permission/${p.id}/reply`, { method: "POST", headers: {"content-type":"application/json"}, body: JSON.stringify(a) }); }
      if (e.type === "session.error") console.log("  ERR", JSON.stringify(p).slice(0, 500));
      if (e.type === "session.status" && p.status.type === "retry") console.log("  RETRY", JSON.stringify(p).slice(0, 300));
      if (e.type === "message.part.updated") { const q = p.part; if (q.type === "tool" && (q.state.status === "completed" || q.state.status === "error")) console.log("  tool", el(), q.tool, q.state.status, q.state.metadata?.exit ?? "", JSON.stringify(q.state.output ?? q.state.error).slice(0, 260)); if ((q.type === "text"||q.type==="reasoning") && q.time?.end) console.log("  " + q.type, el(), q.text.slice(0, 300)); }
    }
  }
})().catch(e => console.log("events end", e.message));
try { await import(process.argv[2]!).then(m => m.default({ run, agent, box, local, el, scripted: () => scripted })); } finally {
  stop.abort(); t0 = Date.now(); await local.close(); console.log("closed", el(), process.getActiveResourcesInfo()); }
