import { describe, expect, it } from "vitest";
import { HostModels } from "./HostModels.ts";

describe("HostModels", () => {
  it("offers all providers, each at an address of the host, with commands that ask", () => {
    const models = new HostModels({
      credentials: [
        { provider: "anthropic", apiKey: "real" },
        { provider: "openai", apiKey: "real" },
      ],
      userConfig: { model: "openai/gpt-next" },
      permission: { webfetch: "deny" },
    });
    expect([models.name, models.modelID, models.main?.provider]).toEqual(["openai/gpt-next", "gpt-next", "openai"]);
    const config = models.configFor("http://127.0.0.1:1/model/secret");
    expect(config).toMatchObject({
      permission: { edit: "allow", bash: "ask", webfetch: "deny" },
      provider: {
        anthropic: { options: { baseURL: "http://127.0.0.1:1/model/secret/anthropic" } },
        openai: { options: { baseURL: "http://127.0.0.1:1/model/secret/openai" } },
      },
    });
    expect(JSON.stringify(config)).not.toContain("real");
    expect([models.find("openai")?.apiKey, models.find("scripted"), models.isScripted]).toEqual([
      "real",
      undefined,
      false,
    ]);
  });

  it("says of a scripted model that it is one", () => {
    const models = new HostModels({ model: { baseUrl: "http://127.0.0.1:1/v1", model: "m", scripted: true } });
    expect([models.name, models.isScripted]).toEqual(["scripted/m", true]);
    expect(models.configFor("").provider["scripted"]).toMatchObject({ name: "Scripted model" });
  });

  it("says what is missing", () => {
    expect(() => new HostModels({})).toThrow(expect.objectContaining({ code: "provider_missing" }));
    expect(() => new HostModels({ credentials: [{ provider: "openai", apiKey: "" }] })).toThrow(
      /apiKey of openai is empty/,
    );
  });
});
