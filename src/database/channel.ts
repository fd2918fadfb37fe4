export interface Receiver {
  message(message: string): void;
  /** Called when messages begin to arrive. Earlier messages are lost. */
  connected(): void;
}

/** Messages between the processes that use a database. They can be lost, so receivers also poll. */
export interface Channel {
  /** Sends a message of up to 64 characters without commas to the other processes, as soon as there is a connection. */
  publish(message: string): void;
  /** Sets the receiver of messages from other processes. */
  listen(receiver: Receiver): void;
  /** Whether messages arrive. */
  isConnected(): boolean;
}
