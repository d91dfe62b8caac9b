### /credits team

team-usage = The team is listed with `/credits team`. An owner adds a member with `/credits team add @someone owner|manager|viewer [limit]`, and takes one out with `/credits team remove @someone`.
team-list = The members of the account:
team-line = • *{ $member }*, { $email }: { $role }
team-limit = up to { CREDITS($most) } at once
team-added = Of the team from now on:
team-removed = *{ $member }* is no member any more.
team-no-mention = “{ $given }” is nobody that can be found. Mention the person, with an @ before their name, and choose them from Slack's list.
team-no-person = { $given } cannot be a member. Choose a person of this workspace who has an e-mail address in Slack.
team-no-member = { $given } is no member. `/credits team` lists those who are.

team-add =
    .title = Add a member
    .submit = Add
    .close = Cancel
team-person =
    .label = Person
team-role =
    .label = Role
team-most =
    .label = Credits at once
    .hint = The most that a manager allocates without an owner's yes; empty is any number.
