export type PermissionAction = "allow" | "ask" | "deny";

/**
 * OpenCode's permission rules: an action by tool, or by pattern of the tool's argument, where the last match wins. A
 * shell line is judged command by command: all of them must be allowed.
 */
export type PermissionConfig = Readonly<Record<string, PermissionAction | Readonly<Record<string, PermissionAction>>>>;
