### The page that ends an install in Slack.

install-done-heading = Obole is in { $team }
install-done = Its account is open, and you are its first owner. In Slack, type /credits to begin.
install-renewed-heading = Obole is in { $team } again
install-renewed = Its account and its people are as they were. In Slack, type /credits.
install-declined-heading = Nothing was installed
install-declined = You did not let Obole into the workspace. Begin again if you meant to.
install-failed-heading = Obole could not be installed
install-stale = This was not begun in this browser, or more than 10 minutes ago, and nothing was changed. Begin again.
install-nobody = Slack did not say your name or your e-mail address, so that you could not be an owner, and nothing was changed. Fill in your Slack profile, then begin again.
install-unusable = { $reason } Nothing was changed. Begin again after that.
install-refused = Slack did not accept the installation, and nothing was changed. Begin again.
install-unreached = Slack did not answer, and nothing was changed. Begin again in a moment.
install-open-slack =
    .button = Open Slack
install-again =
    .button = Begin again
