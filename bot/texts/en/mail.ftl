### E-mails, to those whom Slack does not reach. What they say is in the other files.

mail-footer = You read this by e-mail since Slack did not reach you. An operator can connect you again.
