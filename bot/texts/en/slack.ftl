### Who may speak in Slack, what a command is, and what goes wrong on the way.

caller-no-account = This Slack workspace belongs to no account of Obole. Ask an operator to connect it.
caller-stranger = Only people of this workspace itself may use Obole here. Ask one of them.
caller-no-member = Your Slack user { $user } is no member of the account. Ask an owner to add you with `/credits team add`.

command-unclosed-quote = A quotation mark is not closed. Close it after the last word it is about.
command-unknown = There is no `{ $command } { $given }`. { usage-help } says what there is.

failed = Something went wrong on our side; its number is { $number }.

answer-too-late = This took too long, so Slack opens no window any more. Do it once more.
answer-outdated = This is from an older version of Obole, and nothing was changed. Type `/credits`.
