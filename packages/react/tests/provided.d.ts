import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Of the React that a project runs. */
    reactMajor: string;
  }
}
