export interface ChromiumLaunchOptions {
  executablePath: string;
  args: string[];
}

export function chromiumLaunchOptions(): Promise<ChromiumLaunchOptions>;
