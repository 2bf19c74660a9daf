/** What is wrong with a thing, a line each; said aloud when it turns up. */
export const Faults = ({ messages }: { messages: readonly string[] | undefined }) =>
  messages && (
    <div role="alert">
      <ul className="grid gap-1 text-danger-ink [overflow-wrap:anywhere]">
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  )
