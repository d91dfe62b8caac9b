### What a Campus refuses, which learners read in other words, on its pages.

form-rejected = The form was not sent from the Campus’s own page, or by another session. Go back and try again.
link-over = The link to sign in was used, is too old or is of another Campus. Ask for a new one.
no-such-campus = There is no such Campus. Look up the address of the client’s own.
