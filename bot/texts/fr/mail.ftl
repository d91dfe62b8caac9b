### E-mails, to those whom Slack does not reach. What they say is in the other files.

mail-footer = Vous lisez ceci par e-mail, car Slack n’a pas pu vous joindre. Un opérateur peut vous y relier à nouveau.
