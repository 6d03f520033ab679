/** What a test asks of a chat. */
export type ChatRequest = {
  /** Which of the tool's two forms the chat has. */
  readonly form: "room" | "sandbox";
  /** Name of the room or of the sandbox. */
  readonly name: string;
  readonly prompt: string;
};
